import { join } from "node:path";
import { type Sentence, type SharedCopy, say } from "@release-policy/core/internal";
import satisfies from "semver/functions/satisfies.js";
import validRange from "semver/ranges/valid.js";
import { SIZE_LIMITS, readText } from "../../files/files.ts";
import { parseJsonObject } from "../../files/json.ts";

const FIELDS = ["devDependencies", "dependencies", "optionalDependencies"] as const;

/**
 * A note for each copy of shared policies that is not of the version that the root's package.json requires, or that is
 * installed. Of a commit, nothing is installed.
 */
export function staleNotes(root: string, copies: readonly SharedCopy[]): readonly Sentence[] {
  const manifest = manifestOrEmpty(root, "package.json");
  return copies.flatMap(({ package: name, version, line }) => {
    const installed = manifestOrEmpty(root, join("node_modules", name, "package.json"))["version"];
    const range = FIELDS.map((field) => recordAt(manifest, field)[name]).find(isWritten);
    const update = say`run ${"release-policy policy update"}`;
    if (isWritten(installed) && installed !== version)
      return [
        say`${line.at.path} is a copy of ${name} ${version}, but ${installed} is installed: ${update}`,
      ];
    if (range !== undefined && validRange(range) !== null && !satisfies(version, range))
      return [
        say`${line.at.path} is a copy of ${name} ${version}, but package.json requires ${range}: ${update}`,
      ];
    return [];
  });
}

const isWritten = (value: unknown): value is string => typeof value === "string";

const recordAt = (value: Readonly<Record<string, unknown>>, key: string) =>
  (value[key] ?? {}) as Readonly<Record<string, unknown>>;

/** Empty if it is missing. */
function manifestOrEmpty(root: string, path: string): Readonly<Record<string, unknown>> {
  const text = readText(root, path, SIZE_LIMITS.manifest);
  return text === undefined ? {} : parseJsonObject(path, text);
}
