import { versionAt } from "../../judge/remedy.ts";
import type { View } from "../../judge/view.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { say } from "../../sentence.ts";
import { isVersion } from "../../versions/parsed.ts";

interface InvalidVersionProblem extends Problem {
  readonly package: string;
  readonly version: string;
  /** Of the pre mode that the plan makes the version with; undefined if package.json has it. */
  readonly tag?: string;
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

  check: (view) => [...written(view), ...plannedByTag(view)],

  message: ({ package: name, version, tag }) =>
    tag === undefined
      ? say`the version ${version} of ${name} is not a semantic version`
      : say`${name} would be ${version}, which is not a semantic version`,
  help: ({ tag, at }) =>
    tag === undefined
      ? say`write a version with three numbers, such as ${"1.0.0"}`
      : say`write a tag of letters, digits and hyphens, such as ${"next"}, in ${at.path}`,
});

const written = (view: View): InvalidVersionProblem[] =>
  view.packages.flatMap(({ name, version, dir, private: hidden }) =>
    hidden || version === undefined || isVersion(version)
      ? []
      : [{ package: name, version, at: versionAt(dir) }],
  );

/** Changesets writes any tag of pre mode into versions; npm refuses them. */
function plannedByTag(view: View): InvalidVersionProblem[] {
  const { pre } = view;
  if (!pre) return [];
  return view.judged.flatMap((release) =>
    release.written || isVersion(release.to) || !isVersion(release.from)
      ? []
      : [
          {
            package: release.name,
            release,
            version: release.to,
            at: { ...pre.at, pointer: ["tag"] },
            tag: pre.tag,
          },
        ],
  );
}
