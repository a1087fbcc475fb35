import type { Surface } from "../compare.ts";
import { declarationText } from "./declaration-text.ts";
import { headLine } from "./head.ts";
import { stableFiles } from "./stable-names.ts";

/**
 * The report of an entry point of a package: its declaration files in one text that stays the same as long as the
 * declarations do. `parseReport` reads it back.
 */
export function reportText(name: string, entry: string, surface: Surface): string {
  const files = stableFiles(surface).map(([path, text]) => [path, declarationText(text)] as const);
  const sections =
    files.length === 1
      ? files.map(([, text]) => text)
      : files.map(([path, text]) => `\n//#region ${path}\n${text}//#endregion\n`);
  return `${headLine({ package: name, entry })}\n${sections.join("")}`;
}

/**
 * Where the report of an entry point is kept, from the package's folder: `api/index.d.ts` of `.`, `api/server.d.ts` of
 * `./server`, `api/adapters/node.d.ts` of `./adapters/node`.
 */
export function reportPath(entry: string): string {
  const subpath = entry.replace(/^\.\/?/, "");
  return `api/${subpath === "" ? "index" : subpath === "index" ? "index/index" : subpath}.d.ts`;
}
