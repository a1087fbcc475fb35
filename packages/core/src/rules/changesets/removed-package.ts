import { renamedLine } from "../../fixes/fixes.ts";
import { pathAndLine } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { say } from "../../sentence.ts";

interface RemovedPackageProblem extends Problem {
  readonly name: string;
  /** What git shows in its place. */
  readonly renamed: string | undefined;
}

export const removedPackage = defineRule<RemovedPackageProblem>({
  id: "removed-package",
  family: "changesets",
  summary: "Whoever removes a package removes it from the pending changesets.",
  why: "The changeset was right when it was written. The change that takes the package away breaks it, and the next release with it.",
  level: "error",
  comparesBase: true,
  workspaceOnly: true,
  fix: { step: "correct", edits: renamedLine },
  examples: {
    reject: [
      {
        title: "The package goes, its changeset stays",
        packages: { "@acme/core": "1.2.0" },
        changesets: { pending: { "@acme/old": "patch" } },
        policies: { core: { packages: ["@acme/core"] } },
        since: { packages: { "@acme/core": "1.2.0", "@acme/old": "0.9.0" } },
      },
    ],
    accept: [
      {
        title: "Both go",
        packages: { "@acme/core": "1.2.0" },
        policies: { core: { packages: ["@acme/core"] } },
        since: {
          packages: { "@acme/core": "1.2.0", "@acme/old": "0.9.0" },
          changesets: { pending: { "@acme/old": "patch" } },
        },
      },
    ],
  },

  check: (view) =>
    (view.refusal ? view.changesets : view.pending)
      .flatMap(({ bumps }) => bumps)
      .filter(({ package: name }) => view.changes?.removed.includes(name))
      .map(({ package: name, at, nameAt = at }) => {
        const { renamed = {} } = view.changes!;
        const to = Object.hasOwn(renamed, name) ? renamed[name] : undefined;
        return { at: nameAt, name, renamed: to };
      }),

  message: ({ name, renamed }) =>
    renamed === undefined
      ? say`${name} was removed from the workspace, but a pending changeset still names it`
      : say`${name} is now called ${renamed}, but a pending changeset still has the old name`,
  help: ({ at, renamed }) =>
    renamed === undefined
      ? say`remove the line: ${pathAndLine(at)}`
      : say`write ${`"${renamed}"`} in ${pathAndLine(at)}`,
});
