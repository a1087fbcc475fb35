import { DEPENDENCY_FIELDS } from "@release-policy/core/internal";
import type { Location } from "@release-policy/core/types";
import { SIZE_LIMITS, readText } from "../../files/files.ts";
import { pointersIn } from "../../files/json-trees.ts";
import { isObjectOrArray } from "../../files/json.ts";
import { type FoundWorkspace, manifestPathOf } from "../manifest.ts";

/** Changesets' own words about its config, and the place that they are about. */
export interface Complaint {
  readonly message: string;
  readonly at: Location;
  readonly help?: string;
}

/** The messages of Changesets about its config, which is given as an object and as text, with their places. */
export function complaintsOf(
  path: string,
  messages: readonly string[],
  written: object,
  text: string,
  workspace: FoundWorkspace,
): readonly Complaint[] {
  const place = pointersIn(text);
  return messages.map((original) => {
    const message = original.replaceAll(/\s*\n\s*/g, " ");
    const pointer = placeOf(original, written);
    // Where the config does not list the package, its private dependency is skipped.
    const skipped = pointer.length === 0 ? skippedDependency(path, message, workspace) : undefined;
    return { message, ...(skipped ?? { at: place({ path, line: 1, column: 1, pointer }) }) };
  });
}

/** The range of a published package on one that is not versioned, if the message is about one. */
function skippedDependency(
  config: string,
  message: string,
  { packages, root }: FoundWorkspace,
): Pick<Complaint, "at" | "help"> | undefined {
  const [, name, on] = /"([^"]+)" depends on the skipped package "([^"]+)"/.exec(message) ?? [];
  const dependent = packages.find(({ manifest }) => manifest.name === name);
  const field = DEPENDENCY_FIELDS.find((one) => Object.hasOwn(dependent?.manifest[one] ?? {}, on!));
  if (!dependent || !field) return undefined;
  const path = manifestPathOf(dependent.relativeDir);
  const place = pointersIn(readText(root, path, SIZE_LIMITS.manifest) ?? "");
  const target = packages.find(({ manifest }) => manifest.name === on);
  const versioned =
    target && !target.manifest.version
      ? `add a version to ${manifestPathOf(target.relativeDir)}`
      : `write \`"privatePackages": { "version": true, "tag": false }\` in ${config}`;
  return {
    at: place({ path, line: 1, column: 1, pointer: [field, on!] }),
    help: `${versioned}, or move ${on} to \`devDependencies\` of ${name}`,
  };
}

/** The keys of the value in Changesets' message: the quoted text, below the option that it names. */
function placeOf(message: string, written: object): readonly string[] {
  const [, byTwo, byThree] = /[`"]([\w.]+)[`"] option|^([\w.]+):/.exec(message) ?? [];
  const keys = (byTwo ?? byThree ?? "").split(".");
  const path =
    valueAt(written, keys) === undefined ? pathTo(written, (key) => key === keys.at(-1)) : keys;
  // Of a value in a wrong form, all of it is meant.
  if (/ is set as |Invalid type/.test(message)) return path ?? [];
  const quoted = [...message.matchAll(/"([^"\n]+)"/g)].map(([, text]) => text);
  const below = path ? valueAt(written, path) : written;
  const text = pathTo(below, (_, value) => quoted.includes(value as string));
  return [...(path ?? []), ...(text ?? [])];
}

const valueAt = (value: unknown, path: readonly string[]): unknown =>
  path.reduce(
    (inner, key) =>
      isObjectOrArray(inner) && Object.hasOwn(inner, key)
        ? (inner as Record<string, unknown>)[key]
        : undefined,
    value,
  );

/** The keys of the first value for which the condition holds. */
function pathTo(
  value: unknown,
  isMeant: (key: string, value: unknown) => boolean,
): readonly string[] | undefined {
  if (!isObjectOrArray(value)) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    if (isMeant(key, inner)) return [key];
    const rest = pathTo(inner, isMeant);
    if (rest) return [key, ...rest];
  }
  return undefined;
}
