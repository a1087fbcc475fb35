import { renamePackage } from "../../fixes/fixes.ts";
import { pathAndLine } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { Guesses } from "../../policy/mistakes.ts";
import { say } from "../../sentence.ts";

interface UnknownPackageProblem extends Problem {
  readonly name: string;
  readonly meant: string | undefined;
}

export const unknownPackage = defineRule<UnknownPackageProblem>({
  id: "unknown-package",
  family: "changesets",
  summary: "A changeset names packages of the workspace.",
  why: "A name that nobody knows stops the release of everything: every planner throws, at the first one.",
  level: "error",
  workspaceOnly: true,
  fix: { step: "correct", edits: renamePackage },
  examples: {
    reject: [
      {
        title: "Two changesets with unknown names",
        packages: { "@acme/core": "1.2.0" },
        changesets: { one: { "@acme/cor": "patch" }, two: { acme: "minor" } },
        policies: { core: { packages: ["@acme/*"] } },
      },
    ],
    accept: [
      {
        title: "A known name",
        packages: { "@acme/core": "1.2.0" },
        changesets: { one: { "@acme/core": "patch" } },
        policies: { core: { packages: ["@acme/*"] } },
      },
    ],
  },

  check: (view) => {
    const guesses = new Guesses();
    const names = view.packages.map((pkg) => pkg.name);
    return (view.refusal ? view.changesets : view.pending)
      .flatMap(({ bumps }) => bumps)
      .filter(({ package: name }) => !view.packageNamed(name))
      .filter(({ package: name }) => !view.changes?.removed.includes(name))
      .map(({ package: name, at, nameAt = at }) => ({
        at: nameAt,
        name,
        meant: guesses.closest(name, names),
      }));
  },

  message: ({ name }) => say`${name} is not a package of this workspace`,
  help: ({ meant, at }) =>
    meant === undefined
      ? say`correct the name, or take the line out: ${pathAndLine(at)}`
      : say`did you mean ${meant}? Correct ${pathAndLine(at)}`,
});
