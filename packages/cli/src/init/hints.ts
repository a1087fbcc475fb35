import { say, type Sentence } from "@release-policy/core";
import { CONFIG_FILE } from "../adapters/changesets-config.ts";
import { readText, SIZE_LIMITS } from "../adapters/files.ts";
import { parseJsonObject } from "../adapters/json.ts";

const GUARD = '"changelog": "@release-policy/changelog"';
const DEFAULT_GENERATOR = "@changesets/cli/changelog";

/** The script needs the package that it runs. */
export function installHint(manifest: string | undefined): readonly Sentence[] {
  if (manifest === undefined || /"release-policy"\s*:/.test(manifest)) return [];
  return [
    say`install it, so that everybody runs the same release: ${"pnpm add --save-dev --workspace-root release-policy"}`,
  ];
}

/** Where Changesets writes no changelogs of its own kind, its changelog can be the guard. */
export function guardHint(root: string): readonly Sentence[] {
  const text = readText(root, CONFIG_FILE, SIZE_LIMITS.manifest);
  if (text === undefined) return [];
  const { changelog = DEFAULT_GENERATOR } = parseJsonObject(CONFIG_FILE, text);
  if (changelog !== DEFAULT_GENERATOR) return [];
  return [
    say`${GUARD} in ${CONFIG_FILE} makes ${"changeset version"} itself refuse what the policy rejects; install ${"@release-policy/changelog"} for it`,
  ];
}
