import * as z from "zod/mini";
import type { Release } from "../../facts/facts.ts";
import type { Location } from "../../facts/location.ts";
import { placeOf, versionAt } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import type { View } from "../../judge/view.ts";
import type { Train } from "../../policy/policy.ts";
import { bool, flag, strict } from "../../policy/schema/words.ts";
import { isOptionOn } from "../../policy/settings.ts";
import { type Sentence, list, say } from "../../sentence.ts";
import { type Place, placesIn } from "./train-versions.ts";
import {
  type IncompleteTrain,
  type MemberOutsideTrain,
  incompleteTrain,
  membersOutside,
} from "./whole-train.ts";

type TrainProblem = OffNumber | IncompleteTrain | MemberOutsideTrain;

/** A member that the plan leaves at another number than the train's; without one, its table has no such line. */
interface OffNumber extends Problem {
  readonly kind: "number";
  readonly package: string;
  readonly leader: string;
  readonly leaderVersion: string;
  readonly version: string;
  readonly expected: string | undefined;
  readonly released: boolean;
  readonly same: boolean;
}

interface Options {
  readonly complete: boolean;
  readonly releaseAll: boolean;
}

export const train = defineRule<TrainProblem, Options>({
  id: "train",
  family: "versions",
  summary: "The members of a train have the version that its leader's version gives them.",
  why: "Dagster's libraries are 0.(core minor + 16).(core patch), Ory's services share one number, OpenTelemetry pairs stable and experimental lines in a table. Fixed and linked groups can only say `same`. Dagster also releases its core and all libraries together, every time: the option `complete` asks for that, and whether a member has left.",
  level: "error",
  needs: (policy) =>
    policy.trains.length > 0 && isOptionOn(policy, "train", "complete") ? ["history"] : [],
  fixedByVersion: true,
  notWhen:
    "Changesets releases what has changed: where that is meant, set `releaseAll` to false. Who has left is known from tags alone: a package that had the train's number on the day of a train's release was on it.",
  options: () =>
    strict({
      complete: flag("Whether a train is released whole, and no member may leave it."),
      releaseAll: z._default(
        bool().check(
          z.describe("With `complete`: a plan that releases one of them releases every one."),
        ),
        true,
      ),
    }),
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
      {
        title: "The stable packages leave without the experimental ones",
        packages: { "@acme/sdk": "1.9.0", "@acme/exporter": "0.50.2" },
        changesets: { fix: { "@acme/sdk": "patch" } },
        policies: {
          all: { packages: ["@acme/*"], rules: { train: ["warn", { complete: true }] } },
          workspace: {
            trains: [
              {
                leader: "@acme/sdk",
                members: ["@acme/*"],
                version: { table: { "1.x": "0.50.x" } },
              },
            ],
          },
        },
      },
      {
        title: "A library took numbers of its own",
        tags: {
          "@acme/core@1.8.0": "2026-01-10",
          "@acme/polars@0.24.0": "2026-01-10",
          "@acme/core@1.9.0": "2026-02-10",
          "@acme/polars@0.27.0": "2026-03-01",
        },
        packages: { "@acme/core": "1.9.0", "@acme/polars": "0.27.0" },
        policies: {
          all: { packages: ["@acme/*"], rules: { train: ["warn", { complete: true }] } },
          workspace: {
            trains: [
              { leader: "@acme/core", members: ["@acme/polars"], version: { minorOffset: 16 } },
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
      {
        title: "All of them",
        packages: { "@acme/sdk": "1.9.0", "@acme/exporter": "0.50.2" },
        changesets: { fix: { "@acme/sdk": "patch", "@acme/exporter": "patch" } },
        policies: {
          all: { packages: ["@acme/*"], rules: { train: ["warn", { complete: true }] } },
          workspace: {
            trains: [
              {
                leader: "@acme/sdk",
                members: ["@acme/*"],
                version: { table: { "1.x": "0.50.x" } },
              },
            ],
          },
        },
      },
    ],
  },

  check: (view, options) =>
    view.policy.trains.flatMap((one): TrainProblem[] => {
      const places = placesIn(view, one);
      const { complete, releaseAll } = options(one.leader);
      return [
        ...offTrainNumber(view, one, places),
        ...(complete && releaseAll ? incompleteTrain(view, one, places) : []),
        ...(complete ? membersOutside(view, one, places) : []),
      ];
    }),

  message: (problem) => {
    switch (problem.kind) {
      case "number":
        return numberMessage(problem);
      case "incomplete":
        return say`the train of ${problem.package} ${problem.version} would leave without ${list(problem.missing)}`;
      case "left": {
        const { place, ride } = problem;
        return say`${place.name} is at ${place.actual}, but ${place.train.leader} ${place.leaderVersion} leads its train to ${place.expected!} (last in step: ${ride.version} on ${ride.date})`;
      }
    }
  },
  help: (problem) => {
    switch (problem.kind) {
      case "number":
        return numberHelp(problem);
      case "incomplete":
        return say`add ${list(problem.missing.map((name) => `"${name}": patch`))} to the changeset of ${problem.moving[0]!}`;
      case "left":
        return say`bring it back to ${problem.place.expected!}, or take it out of the members with ${`"!${problem.place.name}"`}`;
    }
  },
});

function numberMessage(problem: OffNumber): Sentence {
  const { package: name, leader, leaderVersion, version, expected, released } = problem;
  if (expected === undefined)
    return say`the train's table has no line for ${leader} ${leaderVersion}`;
  return released
    ? say`${name} would be ${version}, but ${leader} ${leaderVersion} leads its train to ${expected}`
    : say`${name} would stay at ${version}, but ${leader} ${leaderVersion} leads its train to ${expected}`;
}

function numberHelp({ package: name, leader, expected, same }: OffNumber): Sentence {
  if (expected === undefined) return say`add the line of ${leader} to the table`;
  return same
    ? say`put ${name} and ${leader} into one fixed group`
    : say`declare the bumps of ${name} and ${leader} so that they meet, or write ${expected} by hand after the version command: no group can express an offset or a table`;
}

function offTrainNumber(
  view: View,
  { leader, version, line }: Train,
  places: readonly Place[],
): OffNumber[] {
  const off = places
    .filter(({ name }) => view.releaseOf(name) ?? view.releaseOf(leader))
    .filter(({ inPlace }) => !inPlace);
  // The table is the leader's: its missing line is told once.
  const isMissing = off[0] !== undefined && off[0].expected === undefined;
  const told = isMissing ? [{ ...off[0]!, ...view.packageNamed(leader)! }] : off;
  return told.map(({ name, dir, leaderVersion, expected, actual }): OffNumber => {
    const release = view.releaseOf(name);
    return {
      kind: "number",
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
}

function placeIn(view: View, dir: string, release: Release | undefined, leader: string): Location {
  const moved = release ?? view.releaseOf(leader);
  return moved ? placeOf(view, moved) : versionAt(dir);
}
