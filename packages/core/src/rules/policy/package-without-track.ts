import { manifestAt } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { say } from "../../sentence.ts";

interface PackageWithoutTrackProblem extends Problem {
  readonly package: string;
  readonly dir: string;
}

export const packageWithoutTrack = defineRule<PackageWithoutTrackProblem>({
  id: "package-without-track",
  family: "policy",
  summary: "Every package that is published is on a track.",
  why: "A package that no track names is judged by nothing: a new one slips in with whatever version it has.",
  level: "error",
  aboutToday: true,
  examples: {
    reject: [
      {
        title: "A new package",
        packages: { "@acme/core": "1.2.0", "@other/new": "0.1.0" },
        policies: { core: { packages: ["@acme/*"] } },
      },
    ],
    accept: [
      {
        title: "A private package needs none",
        packages: { "@acme/core": "1.2.0", site: { version: "0.0.0", private: true } },
        policies: { core: { packages: ["@acme/*"] } },
      },
    ],
  },

  check: (view) =>
    view.packages
      .filter(({ name, private: hidden, skipped }) => !hidden && !skipped && !view.trackOf(name))
      .map(({ name, dir }) => ({
        package: name,
        dir,
        at: manifestAt(dir, "name"),
      })),

  message: ({ package: name }) => say`${name} is published and on no track`,
  help: ({ package: name, dir }) =>
    say`add ${`"${name}"`} or ${`"./${dir}"`} to ${"packages"} of a file in ${"policies/"}, or make it private`,
});
