import { versionAt } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { say } from "../../sentence.ts";
import { isVersion } from "../../versions/parsed.ts";

interface InvalidVersionProblem extends Problem {
  readonly package: string;
  readonly version: string;
}

export const invalidVersion = defineRule<InvalidVersionProblem>({
  id: "invalid-version",
  family: "plan",
  summary: "Every published package must have a semantic version.",
  why: "No planner can bump a version such as `1.0`: Changesets writes `null`, or fails with an internal error.",
  level: "error",
  examples: {
    reject: [
      {
        title: "A version with two numbers",
        packages: { "@acme/core": "1.0" },
        policies: { core: { packages: ["@acme/*"] } },
      },
    ],
    accept: [
      {
        title: "A prerelease",
        packages: { "@acme/core": "1.0.0-rc.1" },
        policies: { core: { packages: ["@acme/*"] } },
      },
    ],
  },

  check: (view) =>
    view.packages.flatMap(({ name, version, dir, private: hidden }) =>
      hidden || version === undefined || isVersion(version)
        ? []
        : [{ package: name, version, at: versionAt(dir) }],
    ),

  message: ({ package: name, version }) =>
    say`the version ${version} of ${name} is not a semantic version`,
  help: () => say`write a version with three numbers, such as ${"1.0.0"}`,
});
