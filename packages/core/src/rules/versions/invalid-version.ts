import valid from "semver/functions/valid.js";
import { versionAt } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { say } from "../../sentence.ts";

interface InvalidVersionProblem extends Problem {
  readonly package: string;
  readonly version: string;
}

export const invalidVersion = defineRule<InvalidVersionProblem>({
  id: "invalid-version",
  family: "plan",
  summary: "The version of every package that is published is a semantic version.",
  why: "No planner can count on from `1.0`: Changesets writes `null`, or stops with an error from its depths.",
  level: "error",
  examples: {
    reject: [
      {
        title: "A version of two numbers",
        packages: { "@acme/core": "1.0" },
        policies: { core: { packages: ["@acme/*"] } },
      },
    ],
    accept: [
      {
        title: "A prerelease is a version",
        packages: { "@acme/core": "1.0.0-rc.1" },
        policies: { core: { packages: ["@acme/*"] } },
      },
    ],
  },

  check: (view) =>
    view.packages.flatMap(({ name, version, dir, private: hidden }) =>
      hidden || version === undefined || valid(version) !== null
        ? []
        : [{ package: name, version, at: versionAt(dir) }],
    ),

  message: ({ package: name, version }) =>
    say`the version ${version} of ${name} is no semantic version`,
  help: () => say`write three numbers, such as ${"1.0.0"}`,
});
