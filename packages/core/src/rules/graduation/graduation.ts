import type { Release } from "../../facts/facts.ts";
import { placeOf } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { oneOf, optional, strict, wholeNumber } from "../../policy/schema/words.ts";
import { graduates } from "../../policy/track.ts";
import { list, say } from "../../sentence.ts";
import { inDays } from "../../versions/day.ts";
import { type Demands, type Fault, graduationFaults } from "./graduation-check.ts";

interface GraduationProblem extends Problem {
  readonly release: Release;
  readonly fault: Fault;
}

export const graduation = defineRule<GraduationProblem, Demands>({
  id: "graduation",
  family: "versions",
  summary: "A package graduates to the right number, old enough, and with nothing else.",
  why: "Dagster graduates its libraries one by one, to the number of its core: dagster-airflow went from 0.17.15 to 1.1.17, in a release with ten breaking changes. OpenTelemetry forbids to break users with the step to stable.",
  level: "off",
  needs: ["history"],
  needsOptions: true,
  options: () =>
    strict({
      target: optional(
        oneOf(["1.0.0", "train"]),
        "Where it lands: at 1.0.0, or at the number that the leader of its train has after the plan.",
      ),
      breaking: optional(oneOf(["forbidden"]), "No changeset of it declares a breaking change."),
      minAge: optional(wholeNumber(), "Days since its first tag."),
      minReleases: optional(wholeNumber(), "How many tags it has."),
      most: optional(wholeNumber(), "How many packages graduate to the track in one plan."),
    }),
  notWhen:
    "In a clone without tags the age of a package is not known, and `minAge` and `minReleases` are not checked.",
  examples: {
    reject: [
      {
        title: "Two at once, where one is the most",
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
        title: "A library goes to 1.0.0 and its core is at 1.9.0",
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
    ],
    accept: [
      {
        title: "One, to 1.0.0, half a year after its first release",
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
    ],
  },

  check: (view, options) => {
    const graduating = view.judged.filter((release) => {
      const track = view.trackOf(release.name);
      return track !== undefined && graduates(release, track);
    });
    const onTrackOf = ({ name }: Release) =>
      graduating.filter((one) => view.trackOf(one.name)!.name === view.trackOf(name)!.name);
    return graduating.flatMap((release) =>
      graduationFaults(view, release, options(release.name), onTrackOf(release)).map((fault) => ({
        package: release.name,
        release,
        at: placeOf(view, release),
        fault,
        because: view.trackOf(release.name)!.line("versions"),
      })),
    );
  },

  message: ({ release: { name, to }, fault }) => {
    switch (fault.kind) {
      case "target":
        return say`${name} graduates to ${to}, and the policy has it start at ${fault.number}`;
      case "train":
        return say`${name} graduates to ${to}, and its train is at ${list(fault.numbers, "or")}`;
      case "breaking":
        return say`${name} graduates to ${to} and breaks its users in the same release (${fault.path})`;
      case "young":
        return say`${name} graduates ${inDays(fault.days)} after its first release, and ${inDays(fault.least)} are the least`;
      case "few":
        return say`${name} graduates after ${fault.count} releases, and ${fault.least} are the least`;
      case "many":
        return say`${list(fault.names)} graduate in one plan, and ${fault.most} is the most`;
    }
  },
  help: ({ release: { name }, fault }) => {
    switch (fault.kind) {
      case "target":
        return say`take away what gives it more than a major, or write ${fault.number} by hand after the version command`;
      case "train":
        return fault.numbers[0] === undefined
          ? say`name its train under ${"trains"} in ${"policies/workspace.yaml"}`
          : say`write ${fault.numbers[0]} by hand after the version command: no bump gets there`;
      case "breaking":
        return say`release the breaking change from the old track first, then graduate with a changeset of its own`;
      case "young":
        return say`move ${name} back to its old track until ${inDays(fault.least)} have passed since ${fault.since}`;
      case "few":
        return say`move ${name} back to its old track until it has had ${fault.least - fault.count} more`;
      case "many":
        return say`keep all but ${fault.most} on their old tracks until the next release`;
    }
  },
});
