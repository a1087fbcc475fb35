import lt from "semver/functions/lt.js";
import valid from "semver/functions/valid.js";
import * as s from "../../policy/schema/definition.ts";
import type { Release } from "../../facts/facts.ts";
import { placeOf, versionAt } from "../../judge/remedy.ts";
import { type OptionsFor, type Problem, defineRule } from "../../judge/rule.ts";
import { type View, versionAfterPlan } from "../../judge/view.ts";
import { date, oneOf, optional, strict, wholeNumber } from "../../policy/schema/words.ts";
import { graduates, isCalver, isGraduating } from "../../policy/track.ts";
import { type Sentence, list, say } from "../../sentence.ts";
import { inDays } from "../../versions/day.ts";
import { type Demands, type Fault, graduationFaults } from "./graduation-check.ts";

type GraduationProblem = Faulty | Overdue;

interface Faulty extends Problem {
  readonly kind: "fault";
  readonly release: Release;
  readonly fault: Fault;
}

/** The announced day has passed. */
interface Overdue extends Problem {
  readonly kind: "overdue";
  readonly package: string;
  readonly version: string;
  readonly by: string;
}

interface Options extends Demands {
  readonly by: Readonly<Record<string, string>>;
}

export const graduation = defineRule<GraduationProblem, Options>({
  id: "graduation",
  family: "versions",
  summary:
    "A package must graduate to the expected version, at the required age, without other breaking changes, and by its date.",
  why: "A graduation is a promise to users, so it should not come too early or together with breaking changes. A published graduation date that has passed should be kept or replaced.",
  level: "off",
  needs: ["history"],
  needsOptions: true,
  options: () =>
    strict({
      target: optional(
        oneOf(["1.0.0", "train"]),
        "The version to graduate to: 1.0.0, or the version of its train's leader after the plan.",
      ),
      breaking: optional(
        oneOf(["forbidden"]),
        "Whether the graduating release may declare a breaking change.",
      ),
      minAge: optional(
        wholeNumber(),
        "The minimum number of days since the first tag of the package.",
      ),
      minReleases: optional(wholeNumber(), "The minimum number of tags of the package."),
      most: optional(wholeNumber(), "How many packages may graduate to the track in one plan."),
      by: s.withDefault(
        s
          .record(s.string(), date(), { error: "write packages with a date each" })
          .check(s.description("The date by which a package must graduate, by package name.")),
        {},
      ),
    }),
  notWhen:
    "In a clone without tags, the age of a package is unknown, so `minAge` and `minReleases` are not checked.",
  examples: {
    reject: [
      {
        title: "Two graduations in one release (limit: 1)",
        packages: { "@acme/airflow": "0.16.3", "@acme/dbt": "0.16.3" },
        changesets: { "at-last": { "@acme/airflow": "major", "@acme/dbt": "major" } },
        policies: {
          stable: {
            packages: ["@acme/*"],
            versions: "1.x",
            rules: { graduation: ["error", { most: 1 }] },
          },
        },
      },
      {
        title: "A library graduates to 1.0.0, but its core is at 1.9.0",
        packages: { "@acme/core": "1.8.0", "@acme/airflow": "0.24.0" },
        changesets: { "at-last": { "@acme/core": "minor", "@acme/airflow": "major" } },
        policies: {
          stable: {
            packages: ["@acme/*"],
            versions: "1.x",
            rules: { graduation: ["error", { target: "train" }], train: "off" },
          },
          workspace: {
            trains: [
              { leader: "@acme/core", members: ["@acme/airflow"], version: { minorOffset: 16 } },
            ],
          },
        },
      },
      {
        title: "A graduation date in the past",
        packages: { "@acme/core": "0.6.1" },
        policies: {
          core: {
            packages: ["@acme/*"],
            rules: { graduation: ["warn", { by: { "@acme/core": "2025-12-31" } }] },
          },
        },
      },
    ],
    accept: [
      {
        title: "One package to 1.0.0, half a year after its first release",
        tags: { "@acme/airflow@0.1.0": "2025-12-01" },
        packages: { "@acme/airflow": "0.16.3" },
        changesets: { "at-last": { "@acme/airflow": "major" } },
        policies: {
          stable: {
            packages: ["@acme/*"],
            versions: "1.x",
            rules: {
              graduation: [
                "error",
                { target: "1.0.0", breaking: "forbidden", minAge: 180, most: 1 },
              ],
            },
          },
        },
      },
      {
        title: "The plan graduates it, although late",
        packages: { "@acme/core": "0.6.1" },
        changesets: { "at-last": { "@acme/core": "major" } },
        policies: {
          core: {
            packages: ["@acme/*"],
            versions: "1.x",
            rules: { graduation: ["warn", { by: { "@acme/core": "2025-12-31" } }] },
          },
        },
      },
    ],
  },

  check: (view, options) => [
    ...faulty(view, options),
    ...overdue(view, (name) => options(name).by),
  ],

  message: (problem) =>
    problem.kind === "fault" ? faultMessage(problem) : overdueMessage(problem),
  help: (problem) =>
    problem.kind === "fault"
      ? faultHelp(problem)
      : say`graduate ${problem.package}, or set a new date under ${"graduation"} in the policy`,
});

function faulty(view: View, options: OptionsFor<Options>): Faulty[] {
  const graduating = view.judged.filter((release) => {
    const track = view.trackOf(release.name);
    return track !== undefined && graduates(release, track);
  });
  const onTrackOf = ({ name }: Release) =>
    graduating.filter((one) => view.trackOf(one.name)!.name === view.trackOf(name)!.name);
  return graduating.flatMap((release) =>
    graduationFaults(view, release, options(release.name), onTrackOf(release)).map((fault) => ({
      kind: "fault",
      package: release.name,
      release,
      at: placeOf(view, release),
      fault,
      because: view.trackOf(release.name)!.line("versions"),
    })),
  );
}

function faultMessage({ release: { name, to }, fault }: Faulty): Sentence {
  switch (fault.kind) {
    case "target":
      return say`${name} would graduate to ${to}, but the policy expects ${fault.number}`;
    case "train":
      return say`${name} would graduate to ${to}, but its train is at ${list(fault.numbers, "or")}`;
    case "breaking":
      return say`${name} would graduate to ${to}, but the same release has a breaking change (${fault.path})`;
    case "young":
      return say`${name} is ${inDays(fault.days)} old, but graduation requires ${inDays(fault.least)}`;
    case "few":
      return say`${name} has had ${fault.count} ${[fault.count === 1 ? "release" : "releases"]}, but graduation requires ${fault.least}`;
    case "many":
      return say`${list(fault.names)} would graduate in one release (limit: ${fault.most})`;
  }
}

function faultHelp({ release: { name }, fault }: Faulty): Sentence {
  switch (fault.kind) {
    case "target":
      return say`reduce its bump to a major, or set the version to ${fault.number} by hand after the version command`;
    case "train":
      return fault.numbers[0] === undefined
        ? say`add its train under ${"trains"} in ${"policies/workspace.yaml"}`
        : say`set the version to ${fault.numbers[0]} by hand after the version command (no bump reaches it)`;
    case "breaking":
      return say`release the breaking change on the old track first, then graduate ${name} in a later release`;
    case "young":
      return say`move ${name} back to its old track until ${inDays(fault.least)} have passed since ${fault.since}`;
    case "few":
      return say`move ${name} back to its old track until it has had ${fault.least - fault.count} more ${[fault.least - fault.count === 1 ? "release" : "releases"]}`;
    case "many":
      return say`keep all but ${fault.most} on their old tracks until the next release`;
  }
}

const overdue = (
  view: View,
  dayOf: (name: string) => Readonly<Record<string, string>>,
): Overdue[] =>
  view.packages.flatMap(({ name, dir }): Overdue[] => {
    const by = dayOf(name);
    const last = Object.hasOwn(by, name) ? by[name]! : view.today;
    const version = versionAfterPlan(view, name);
    const track = view.trackOf(name);
    if (view.today <= last || !version || !valid(version) || isCalver(track)) return [];
    const isBelow = lt(version, "1.0.0") || (track !== undefined && isGraduating(version, track));
    return isBelow
      ? [{ kind: "overdue", package: name, at: versionAt(dir), version, by: last }]
      : [];
  });

const overdueMessage = ({ package: name, version, by }: Overdue): Sentence =>
  say`${name} was due to graduate by ${by}, but is still at ${version}`;
