import type { Release } from "../../facts/facts.ts";
import type { Location } from "../../facts/location.ts";
import { placeOf, versionAt } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import type { View } from "../../judge/view.ts";
import { say } from "../../sentence.ts";
import { placesIn } from "./train-versions.ts";

interface TrainProblem extends Problem {
  readonly package: string;
  readonly leader: string;
  readonly leaderVersion: string;
  readonly version: string;
  readonly expected: string | undefined;
  readonly released: boolean;
  readonly same: boolean;
}

export const train = defineRule<TrainProblem>({
  id: "train",
  family: "versions",
  summary: "The members of a train have the version that its leader's version gives them.",
  why: "Dagster's libraries are 0.(core minor + 16).(core patch), Ory's services share one number, OpenTelemetry pairs stable and experimental lines in a table. Fixed and linked groups can only say `same`.",
  level: "error",
  fixedByVersion: true,
  examples: {
    reject: [
      {
        title: "The core moves and the library stays",
        packages: { "@acme/core": "1.9.0", "@acme/library": "0.25.0" },
        changesets: { "new-feature": { "@acme/core": "minor" } },
        policies: {
          all: { packages: ["@acme/*"] },
          workspace: {
            trains: [
              { leader: "@acme/core", members: ["@acme/library"], version: { minorOffset: 16 } },
            ],
          },
        },
      },
    ],
    accept: [
      {
        title: "A library on a stable track has the core's own number",
        packages: { "@acme/core": "1.9.0", "@acme/library": "1.9.0" },
        changesets: { "new-feature": { "@acme/core": "minor", "@acme/library": "minor" } },
        policies: {
          stable: { packages: ["@acme/*"], versions: "1.x" },
          workspace: {
            trains: [
              { leader: "@acme/core", members: ["@acme/library"], version: { minorOffset: 16 } },
            ],
          },
        },
      },
      {
        title: "Both move",
        packages: { "@acme/core": "1.9.0", "@acme/library": "0.25.0" },
        changesets: { "new-feature": { "@acme/core": "minor", "@acme/library": "minor" } },
        policies: {
          all: { packages: ["@acme/*"] },
          workspace: {
            trains: [
              { leader: "@acme/core", members: ["@acme/library"], version: { minorOffset: 16 } },
            ],
          },
        },
      },
    ],
  },

  check: (view) =>
    view.policy.trains.flatMap((one) => {
      const { leader, version, line } = one;
      const off = placesIn(view, one)
        .filter(({ name }) => view.releaseOf(name) ?? view.releaseOf(leader))
        .filter(({ inPlace }) => !inPlace);
      // The table is the leader's: its missing line is told once.
      const isMissing = off[0] !== undefined && off[0].expected === undefined;
      const told = isMissing ? [{ ...off[0]!, ...view.packageNamed(leader)! }] : off;
      return told.map(({ name, dir, leaderVersion, expected, actual }): TrainProblem => {
        const release = view.releaseOf(name);
        return {
          package: name,
          at: placeIn(view, dir, release, leader),
          leader,
          leaderVersion,
          version: actual,
          expected,
          released: release !== undefined,
          same: version === "same",
          because: line,
          ...(release ? { release } : {}),
        };
      });
    }),

  message: ({ package: name, leader, leaderVersion, version, expected, released }) => {
    if (expected === undefined)
      return say`the train's table has no line for ${leader} ${leaderVersion}`;
    return released
      ? say`${name} would be ${version}, and the train of ${leader} ${leaderVersion} has it at ${expected}`
      : say`${name} stays at ${version}, and the train of ${leader} ${leaderVersion} has it at ${expected}`;
  },
  help: ({ package: name, leader, expected, same }) =>
    expected === undefined
      ? say`add the line of ${leader} to the table`
      : same
        ? say`put ${name} and ${leader} into one fixed group`
        : say`declare the bumps of ${name} and ${leader} so that they meet, or write ${expected} by hand after the version command: no group can express an offset or a table`,
});

function placeIn(view: View, dir: string, release: Release | undefined, leader: string): Location {
  const moved = release ?? view.releaseOf(leader);
  return moved ? placeOf(view, moved) : versionAt(dir);
}
