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
  summary: "Every package that is published has its changelog beside its package.json.",
  why: "Ory: “We document changelogs and upgrade guides for Ory services”. A changelog that was never made, or that moved with a folder, is missed when somebody upgrades.",
  level: "off",
  notWhen:
    "Where `changelog: false` in `.changeset/config.json` says that releases are told of elsewhere.",
  needs: ["documents"],
  aboutToday: true,
  beyondPlan: true,
  examples: {
    reject: [
      {
        title: "A package without one",
        packages: { "@acme/core": "1.2.0" },
        policies: POLICIES,
      },
    ],
    accept: [
      {
        title: "It lies beside package.json",
        packages: { "@acme/core": "1.2.0" },
        files: { "packages/core/CHANGELOG.md": "# @acme/core\n" },
        policies: POLICIES,
      },
      {
        title: "The next release writes it",
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

  message: ({ package: name, path }) => say`${name} has no changelog: there is no ${path}`,
  help: ({ path }) =>
    say`add ${path}, or name the file that packages have instead as ${"docs.changelog"} in ${"policies/workspace.yaml"}`,
});
