import { posix } from "node:path";
import type { Specifier } from "./specifiers.ts";

/** Whether a package has a file. */
export type HasFile = (path: string) => boolean;

/** The declaration file of a package that a relative mention in one of its files means. Undefined for all others. */
export function resolveMention(
  from: string,
  { name, isReference }: Specifier,
  has: HasFile,
): string | undefined {
  if (!isReference && !/^\.\.?(?:\/|$)/.test(name)) return undefined;
  return declarationsOf(posix.join(posix.dirname(from), name), has);
}

/** The file with the declarations of a module, by the path that a program would load, as TypeScript looks for it. */
export function declarationsOf(path: string, has: HasFile): string | undefined {
  if (isDeclarations(path) && has(path)) return path;
  return [...replacedExtension(path), `${path}.d.ts`, posix.join(path, "index.d.ts")].find(has);
}

/** `a.d.mts` for `a.mjs`; nothing where the extension is not that of code. */
export function replacedExtension(path: string): readonly string[] {
  const [, stem, letter] = /^(.*)\.([mc]?)[jt]sx?$/.exec(path) ?? [];
  return stem === undefined ? [] : [`${stem}.d.${letter}ts`];
}

export const isDeclarations = (path: string): boolean => /\.d\.[mc]?ts$/.test(path);

/** A path in a package: relative, and leading nowhere else. */
export const isInside = (path: string): boolean =>
  path
    .split("/")
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    .every((part) => !/^(?:|\.|\.\.)$/.test(part) && !/[\u0000-\u001F\\:]/.test(part));

/** How a file mentions another one of the same package. */
export function mentionOf(from: string, to: string, isReference: boolean): string {
  const path = posix.relative(posix.dirname(from), to);
  const relative = path.startsWith("../") ? path : `./${path}`;
  return isReference ? relative : relative.replace(/\.d\.([mc]?)ts$/, ".$1js");
}
