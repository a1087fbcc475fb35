import { say, type Sentence } from "@release-policy/core";
import { CONFIG_FILE } from "../adapters/changesets-config.ts";

const GUARD = "@release-policy/changelog";

/** The script needs the package that it runs. */
export function installHint(manifest: string | undefined): readonly Sentence[] {
  if (manifest === undefined || /"release-policy"\s*:/.test(manifest)) return [];
  return [
    say`install it, so that everybody runs the same release: ${"pnpm add --save-dev --workspace-root release-policy"}`,
  ];
}

/** The guard inside `changeset version` is a package of its own, and is put in by hand or by a later `init`. */
export function guardHint(guarded: string): readonly Sentence[] {
  const line = guarded
    .split("\n")
    .find((one) => one.includes(GUARD))
    ?.trim();
  return line === undefined
    ? []
    : [
        say`${line} in ${CONFIG_FILE} makes ${"changeset version"} itself refuse what the policy rejects; install ${GUARD} for it`,
      ];
}
