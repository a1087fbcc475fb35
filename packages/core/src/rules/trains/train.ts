import * as s from "../../policy/schema/definition.ts";
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
  summary: "The members of a train must have the version that its leader's version determines.",
  why: "A train is a set of packages whose versions move together: users read one version and expect the others to match. Fixed and linked groups can only express the same version, not an offset or a table. The option `complete` also requires the whole train to be released together.",
  level: "error",
  looksAt: ["trains"],
  needs: (policy) =>
    policy.trains.length > 0 && isOptionOn(policy, "train", "complete") ? ["history"] : [],
  fixedByVersion: true,
  notWhen:
    "Set `releaseAll` to false if only changed packages should be released. Former members are only known from tags.",
  options: () =>
    strict({
      complete: flag("Whether the whole train must be released together and keep all its members."),
      releaseAll: s.withDefault(
        bool().check(
          s.description(
            "With `complete`: a plan that releases one member must release all of them.",
          ),
        ),
        true,
      ),
    }),
  examples: {
    reject: [
      {
        title: "The core is released without the library",
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
        title: "The stable packages are released without the experimental ones",
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
        title: "A library left the version scheme of its train",
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
        title: "A library on a stable track shares the core's version",
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
        title: "Both are released",
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
        title: "The whole train is released",
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
        return say`the train of ${problem.package} ${problem.version} would be released without ${list(problem.missing)}`;
      case "left": {
        const { place, ride } = problem;
        return say`${place.name} is at ${place.actual}, but its train requires ${place.expected!} (leader: ${place.train.leader} ${place.leaderVersion}; last matched: ${ride.version} on ${ride.date})`;
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
        return say`set its version to ${problem.place.expected!}, or exclude it from the members with ${`"!${problem.place.name}"`}`;
    }
  },
});

function numberMessage(problem: OffNumber): Sentence {
  const { package: name, leader, leaderVersion, version, expected, released } = problem;
  if (expected === undefined)
    return say`the train's table has no entry for ${leader} ${leaderVersion}`;
  return released
    ? say`${name} would be ${version}, but its train requires ${expected} (leader: ${leader} ${leaderVersion})`
    : say`${name} would stay at ${version}, but its train requires ${expected} (leader: ${leader} ${leaderVersion})`;
}

function numberHelp({ package: name, leader, expected, same }: OffNumber): Sentence {
  if (expected === undefined) return say`add an entry for ${leader} to the table`;
  return same
    ? say`put ${name} and ${leader} into one fixed group`
    : say`adjust the bumps of ${name} and ${leader}, or set the version to ${expected} by hand after the version command (a group cannot express an offset or a table)`;
}

function offTrainNumber(
  view: View,
  { leader, version, line }: Train,
  places: readonly Place[],
): OffNumber[] {
  const off = places
    .filter(({ name }) => view.releaseOf(name) ?? view.releaseOf(leader))
    .filter(({ inPlace }) => !inPlace);
  // The table is the leader's: its missing line is reported once.
  const isMissing = off[0] !== undefined && off[0].expected === undefined;
  const members = isMissing ? [{ ...off[0]!, ...view.packageNamed(leader)! }] : off;
  return members.map(({ name, dir, leaderVersion, expected, actual }): OffNumber => {
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
