import type { PredictedTag, PublishCommand } from "@release-policy/core/types";
import gt from "semver/functions/gt.js";
import parse from "semver/functions/parse.js";
import validRange from "semver/ranges/valid.js";

/** What decides the dist-tag of a version, in addition to the command. */
export interface PublishedUnder {
  readonly version: string;
  /** The tag of Changesets' pre mode, while it lasts. */
  readonly pre?: string | undefined;
  /** `publishConfig.tag` of its manifest. */
  readonly manifestTag?: string | undefined;
  /** `tag` in `.npmrc`; false where only npm knows its value. */
  readonly settingsTag?: string | false | undefined;
  /** The previously published versions; undefined if unknown. */
  readonly published?: readonly string[] | undefined;
}

/**
 * The dist-tag of a published version, as the command itself decides it. Undefined if only the shell knows `--tag`.
 */
export function predictedTag(
  { tool, tag }: PublishCommand,
  { version, pre, manifestTag, settingsTag, published }: PublishedUnder,
): PredictedTag | undefined {
  if (tag === false) return undefined;
  if (tool === "changesets" && pre !== undefined)
    return tag ? { refusal: "pre-mode" } : inPreMode(pre, published);
  // Changesets ignores an empty `--tag`.
  if (tag !== undefined && (tag !== "" || tool !== "changesets"))
    // Yarn leaves that to the registry.
    return tool === "yarn" || validRange(tag) === null
      ? { tag, by: "command" }
      : { refusal: "range" };
  const isNpm = tool === "npm";
  if (!isNpm && tool !== "bun") return { tag: "latest", by: "default" };
  if (manifestTag !== undefined) return { tag: manifestTag, by: "manifest" };
  if (isNpm && settingsTag === false) return undefined;
  if (isNpm && settingsTag)
    return validRange(settingsTag) === null
      ? { tag: settingsTag, by: "settings" }
      : { refusal: "range" };
  if (isPrerelease(version)) return { refusal: "prerelease" };
  const isLower = isNpm && published?.some((other) => !isPrerelease(other) && gt(other, version));
  return isLower ? { refusal: "lower" } : { tag: "latest", by: "default" };
}

/** A package whose prereleases on the registry all have pre mode's tag goes to `latest`. */
function inPreMode(pre: string, published: readonly string[] | undefined): PredictedTag {
  if (!published) return { tag: pre, by: "pre-mode", orLatest: true };
  const hasOnlyPrereleases =
    published.length > 0 && published.every((version) => parse(version)?.prerelease[0] === pre);
  return hasOnlyPrereleases
    ? { tag: "latest", by: "only-prereleases" }
    : { tag: pre, by: "pre-mode" };
}

const isPrerelease = (version: string): boolean => (parse(version)?.prerelease.length ?? 0) > 0;
