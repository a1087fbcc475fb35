import type { AnyRule } from "@release-policy/core";
import { jsonLines } from "../../formats/escape.ts";
import { JSON_VERSION, jsonFinding } from "../../formats/json/json.ts";
import type { ChangesetExplanation } from "./explain-changeset.ts";
import type { Explanation } from "./explain.ts";
import type { ReleaseProblem } from "./release-problems.ts";

/** A package or a changeset explained, as JSON of the form that docs/json.md describes. */
export function explainedJson(explained: Explanation | ChangesetExplanation): string {
  const findings = explained.findings.map((one) => jsonFinding(one));
  if ("changeset" in explained) return jsonLines({ version: JSON_VERSION, ...explained, findings });
  const { package: pkg, track, planner, release, chains, dependents } = explained;
  const { name, version, dir, private: isPrivate, skipped, dependencies } = pkg;
  return jsonLines({
    version: JSON_VERSION,
    package: { name, version, dir, private: isPrivate, skipped, dependencies },
    ...(track ? { track: jsonTrack(track) } : {}),
    planner,
    ...(release ? { release } : {}),
    chains,
    findings,
    dependents,
  });
}

/** A rule explained, as JSON. */
export const ruleJson = ({ id, family, level, summary, why, notWhen, examples }: AnyRule): string =>
  jsonLines({
    version: JSON_VERSION,
    rule: { id, family, level, summary, why, notWhen },
    reports: examples.reject.map(({ title }) => title),
    accepts: examples.accept.map(({ title }) => title),
  });

/** What `pack` or `verify` looks for, as JSON in the form of a rule. */
export const releaseProblemJson = (
  id: string,
  { command, level, summary, why, reports, accepts }: ReleaseProblem,
): string =>
  jsonLines({
    version: JSON_VERSION,
    finding: { id, command, level, summary, why },
    reports,
    accepts,
  });

/** Without what a track has for rules alone; its versions as the policy writes them. */
export const jsonTrack = ({
  name,
  versions,
  prerelease,
  declared,
  received,
  inPreMode,
  breaking,
}: NonNullable<Explanation["track"]>) => ({
  name,
  versions: versions?.shape,
  prerelease,
  declared,
  received,
  inPreMode,
  breaking,
});
