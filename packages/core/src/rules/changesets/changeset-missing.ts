import * as s from "../../policy/schema/definition.ts";
import { manifestAt } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { strict } from "../../policy/schema/words.ts";
import { list, say } from "../../sentence.ts";

interface ChangesetMissingProblem extends Problem {
  readonly package: string;
  readonly files: readonly string[];
  readonly pnpm: boolean;
}

interface Options {
  readonly emptyCounts: boolean;
}

export const changesetMissing = defineRule<ChangesetMissingProblem, Options>({
  id: "changeset-missing",
  family: "changesets",
  summary: "With --since: every changed package must be named by a changeset of the change.",
  why: "A change without a changeset reaches users with the next unrelated release, or never. `changeset status` passes when any changeset exists; this rule checks every changed package, by the config's changedFilePatterns.",
  level: "warn",
  looksAt: ["changes"],
  comparesBase: true,
  options: () =>
    strict({
      emptyCounts: s.withDefault(
        s
          .boolean({ error: "write true or false" })
          .check(
            s.description(
              "Whether an empty changeset is enough: it declares that nothing needs a release.",
            ),
          ),
        true,
      ),
    }),
  asksForChangeset: true,
  examples: {
    reject: [
      {
        title: "Two packages changed, but only one has a changeset",
        packages: { "@acme/core": "1.2.0", "@acme/react": "2.0.0" },
        changesets: { one: { "@acme/core": "patch" } },
        files: { "packages/core/index.js": "2", "packages/react/index.js": "2" },
        policies: { core: { packages: ["@acme/*"] } },
        since: {
          changesets: {},
          files: { "packages/core/index.js": "1", "packages/react/index.js": "1" },
        },
      },
    ],
    accept: [
      {
        title: "An empty changeset",
        packages: { "@acme/core": "1.2.0" },
        changesets: { nothing: "---\n---\n" },
        files: { "packages/core/index.js": "2" },
        policies: { core: { packages: ["@acme/*"] } },
        since: { changesets: {}, files: { "packages/core/index.js": "1" } },
      },
    ],
  },

  check: (view, options) => {
    const { changes } = view;
    // A version commit rewrites manifests and changelogs everywhere.
    if (changes?.kind !== "pending") return [];
    const added = view.changesets.filter(({ id }) => changes.changesets.includes(id));
    const named = new Set(added.flatMap(({ bumps }) => bumps.map((bump) => bump.package)));
    const hasEmpty = added.some(({ bumps }) => bumps.length === 0);
    return changes.packages.flatMap(({ name, files }) => {
      const pkg = view.packageNamed(name);
      if (!pkg || pkg.skipped || pkg.private || named.has(name)) return [];
      if (hasEmpty && options(name).emptyCounts) return [];
      if (view.releaseOf(name)?.written) return [];
      return [
        { package: name, at: manifestAt(pkg.dir, "name"), files, pnpm: view.planner.id === "pnpm" },
      ];
    });
  },

  message: ({ package: name, files }) => say`${name} changed (${list(files)}) but has no changeset`,
  help: ({ package: name, pnpm }) =>
    pnpm
      ? say`run ${"pnpm change"} and add ${`"${name}": patch`} or more`
      : say`run ${"pnpm changeset"} and add ${`"${name}": patch`} or more; if the change does not affect users, run ${"pnpm changeset --empty"}`,
});
