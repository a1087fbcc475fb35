import * as z from "zod/mini";
import type { PastRelease } from "../../facts/evidence.ts";
import { placeOf, versionAt } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { type View, versionAfterPlan } from "../../judge/view.ts";
import type { Train } from "../../policy/policy.ts";
import { strict } from "../../policy/schema/words.ts";
import { list, say } from "../../sentence.ts";
import { type Place, fits, placesIn, trainVersion } from "./train-versions.ts";

interface TrainCompleteProblem extends Problem {
  readonly kind: "incomplete";
  readonly package: string;
  readonly version: string;
  readonly moving: readonly string[];
  readonly missing: readonly string[];
}

interface MemberOutsideTrainProblem extends Problem {
  readonly kind: "left";
  readonly place: Place;
  readonly ride: PastRelease;
}

interface Options {
  readonly releaseAll: boolean;
}

export const trainComplete = defineRule<TrainCompleteProblem | MemberOutsideTrainProblem, Options>({
  id: "train-complete",
  family: "versions",
  summary: "A train is released whole, and no member has left it.",
  why: "Dagster releases its core and all libraries together, every time: who reads one number knows the others. dagster-polars rode along until 0.26.10 and then took numbers of its own. `train` judges the numbers of what a plan releases; this asks after what it does not release.",
  level: "off",
  needs: ["history"],
  options: () =>
    strict({
      releaseAll: z._default(
        z
          .boolean({ error: "write true or false" })
          .check(z.describe("All or none: a plan that releases one releases every one.")),
        true,
      ),
    }),
  notWhen:
    "Changesets releases what has changed: where that is meant, set `releaseAll` to false. Who has left is known from tags alone: a package that had the train's number on the day of a train's release rode along.",
  examples: {
    reject: [
      {
        title: "The stable packages leave without the experimental ones",
        packages: { "@acme/sdk": "1.9.0", "@acme/exporter": "0.50.2" },
        changesets: { fix: { "@acme/sdk": "patch" } },
        policies: {
          all: { packages: ["@acme/*"], rules: { "train-complete": "warn" } },
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
          all: { packages: ["@acme/*"], rules: { "train-complete": "warn" } },
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
        title: "All of them",
        packages: { "@acme/sdk": "1.9.0", "@acme/exporter": "0.50.2" },
        changesets: { fix: { "@acme/sdk": "patch", "@acme/exporter": "patch" } },
        policies: {
          all: { packages: ["@acme/*"], rules: { "train-complete": "warn" } },
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
    view.policy.trains.flatMap((train) => {
      const places = placesIn(view, train);
      const { releaseAll } = options(train.leader);
      return [...(releaseAll ? incomplete(view, train, places) : []), ...left(view, train, places)];
    }),

  message: (problem) =>
    problem.kind === "incomplete"
      ? say`the train of ${problem.package} ${problem.version} would leave without ${list(problem.missing)}`
      : say`${problem.place.name} ${problem.place.actual} has left the train of ${problem.place.train.leader} ${problem.place.leaderVersion}, which has it at ${problem.place.expected!}; it rode along until ${problem.ride.version} (${problem.ride.date})`,
  help: (problem) =>
    problem.kind === "incomplete"
      ? say`add ${list(problem.missing.map((name) => `"${name}": patch`))} to the changeset of ${problem.moving[0]!}`
      : say`bring it back to ${problem.place.expected!}, or take it out of the members with ${`"!${problem.place.name}"`}`,
});

/** `train` tells of the members whose number the plan leaves behind; here are those that need no other number. */
function incomplete(
  view: View,
  { leader, line }: Train,
  places: readonly Place[],
): TrainCompleteProblem[] {
  const isReleased = (name: string): boolean => view.releaseOf(name) !== undefined;
  const inPlace = places.filter((place) => place.inPlace).map(({ name }) => name);
  const names = [leader, ...inPlace];
  const [moving, missing] = [names.filter(isReleased), names.filter((name) => !isReleased(name))];
  if (places.length === 0 || moving.length === 0 || missing.length === 0) return [];
  const release = view.releaseOf(moving[0]!)!;
  const version = versionAfterPlan(view, leader)!;
  const at = placeOf(view, release);
  return [{ kind: "incomplete", package: leader, version, at, moving, missing, because: line }];
}

/** Off the train's number while the train stands still: what moves, `train` judges. */
function left(view: View, train: Train, places: readonly Place[]): MemberOutsideTrainProblem[] {
  if (view.releaseOf(train.leader)) return [];
  const rideOf = lastRides(view, train);
  return places
    .filter(({ name, inPlace, expected }) => !inPlace && expected && !view.releaseOf(name))
    .flatMap((place): MemberOutsideTrainProblem[] => {
      const ride = rideOf(place.name);
      const at = versionAt(place.dir);
      return ride
        ? [{ kind: "left", package: place.name, at, place, ride, because: train.line }]
        : [];
    });
}

/**
 * The last release until today in which a package had the number that the train's leader gave it on the same day: tags
 * say no more of who was on a train.
 */
function lastRides(
  view: View,
  { leader, version }: Train,
): (name: string) => PastRelease | undefined {
  const known = (view.history ?? []).filter(({ date }) => date <= view.today);
  const leads = Map.groupBy(
    known.filter((past) => past.package === leader),
    ({ date }) => date,
  );
  const isRide = (past: PastRelease): boolean =>
    (leads.get(past.date) ?? []).some((lead) => {
      const expected = trainVersion(version, lead.version);
      return expected !== undefined && fits(version, expected, past.version);
    });
  return (name) => known.findLast((past) => past.package === name && isRide(past));
}
