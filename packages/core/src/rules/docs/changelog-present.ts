import { changelogOf } from "../../docs/named-paths.ts";
import { manifestAt } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { say } from "../../sentence.ts";

interface ChangelogPresentProblem extends Problem {
  readonly package: string;
  readonly path: string;
}

const POLICIES = {
  core: { packages: ["@acme/*"] },
  workspace: { rules: { "changelog-present": "warn" } },
};

export const changelogPresent = defineRule<ChangelogPresentProblem>({
  id: "changelog-present",
  family: "docs",
  summary: "Every published package must have a changelog next to its package.json.",
  why: "Users read the changelog when they upgrade. It goes missing when it was never created or when a folder was moved.",
  level: "off",
  notWhen:
    "When releases are announced elsewhere (`changelog: false` in `.changeset/config.json`).",
  needs: ["documents"],
  aboutToday: true,
  beyondPlan: true,
  examples: {
    reject: [
      {
        title: "A package without a changelog",
        packages: { "@acme/core": "1.2.0" },
        policies: POLICIES,
      },
    ],
    accept: [
      {
        title: "A changelog next to package.json",
        packages: { "@acme/core": "1.2.0" },
        files: { "packages/core/CHANGELOG.md": "# @acme/core\n" },
        policies: POLICIES,
      },
      {
        title: "The next release writes the changelog",
        packages: { "@acme/core": "0.0.0" },
        changesets: { "first-release": { "@acme/core": "minor" } },
        policies: POLICIES,
      },
    ],
  },

  check: (view) => {
    const { paths } = view;
    if (!paths) return [];
    return view.packages
      .filter((pkg) => view.isJudged(pkg) && !pkg.private)
      .filter((pkg) => !paths.includes(changelogOf(pkg, view.policy.docs)))
      .filter(({ name }) => view.releaseOf(name)?.written !== false)
      .map((pkg) => ({
        package: pkg.name,
        path: changelogOf(pkg, view.policy.docs),
        at: manifestAt(pkg.dir, "name"),
      }));
  },

  message: ({ package: name, path }) => say`${name} has no changelog (expected ${path})`,
  help: ({ path }) =>
    say`add ${path}, or set ${"docs.changelog"} in ${"policies/workspace.yaml"} to the file name that your packages use`,
});
