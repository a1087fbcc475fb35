import parse from "semver/functions/parse.js";
import type { Declaration } from "../facts/evidence.ts";
import type { Package } from "../facts/facts.ts";
import type { Docs } from "../policy/policy.ts";

/** Paths relative to the root that a policy or a changeset names. */

/** The changelog of a package. */
export const changelogOf = ({ dir }: Pick<Package, "dir">, { changelog }: Docs): string =>
  dir === "." ? changelog : `${dir}/${changelog}`;

/** What the line of a version is documented by; nothing for what is not a version. */
export function linePaths({ lines }: Docs, version: string | undefined): readonly string[] {
  const { major, minor } = parse(version) ?? {};
  if (major === undefined) return [];
  return lines.map((path) =>
    path.replaceAll("{major}", String(major)).replaceAll("{minor}", String(minor)),
  );
}

/** The file that a declaration names, without its anchor; undefined for a URL, which is taken as it is. */
export function fileOf({ value }: Pick<Declaration, "value">): string | undefined {
  const named = value.trim().replace(/^[<`]/, "").replace(/[>`]$/, "");
  return /^https?:\/\//i.test(named) ? undefined : named.split("#", 1)[0]!.replace(/^\.?\//, "");
}
