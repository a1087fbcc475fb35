import { mergedLines, renamePackage, sharesLine } from "../../fixes/fixes.ts";
import { sayEdits } from "../../fixes/say-edits.ts";
import { pathAndLine } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { Guesses } from "../../policy/mistakes.ts";
import { type Sentence, say } from "../../sentence.ts";

interface UnknownPackageProblem extends Problem {
  /** `removed`: the package was there, and the change that is judged takes it away. */
  readonly kind: "unknown" | "removed";
  readonly name: string;
  readonly suggestion: string | undefined;
  /** Other bumps are on the same line. */
  readonly isShared: boolean;
  /** What git shows in the place of a removed package. */
  readonly renamed?: string | undefined;
  /** How to merge its line with that of the new name; empty where a person has to. */
  readonly merged?: Sentence | undefined;
}

export const unknownPackage = defineRule<UnknownPackageProblem>({
  id: "unknown-package",
  family: "changesets",
  summary: "A changeset must only name packages of this workspace.",
  why: "One unknown name stops the whole release: every planner throws at the first one. Removing or renaming a package breaks pending changesets that were correct when they were written.",
  level: "error",
  looksAt: ["unknownNames"],
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
      {
        title: "A removed package with a pending changeset",
        packages: { "@acme/core": "1.2.0" },
        changesets: { pending: { "@acme/old": "patch" } },
        policies: { core: { packages: ["@acme/core"] } },
        since: { packages: { "@acme/core": "1.2.0", "@acme/old": "0.9.0" } },
      },
    ],
    accept: [
      {
        title: "A known name",
        packages: { "@acme/core": "1.2.0" },
        changesets: { one: { "@acme/core": "patch" } },
        policies: { core: { packages: ["@acme/*"] } },
      },
      {
        title: "The package and its changeset are removed",
        packages: { "@acme/core": "1.2.0" },
        policies: { core: { packages: ["@acme/core"] } },
        since: {
          packages: { "@acme/core": "1.2.0", "@acme/old": "0.9.0" },
          changesets: { pending: { "@acme/old": "patch" } },
        },
      },
    ],
  },

  check: (view) => {
    const guesses = new Guesses();
    const names = view.packages.map((pkg) => pkg.name);
    return (view.refusal ? view.changesets : view.pending)
      .flatMap(({ bumps }) =>
        bumps.map((bump) => ({ bump, bumps, isShared: sharesLine(bump, bumps) })),
      )
      .flatMap(({ bump, bumps, isShared }): UnknownPackageProblem[] => {
        const { package: name, nameAt = bump.at } = bump;
        if (view.changes?.removed.includes(name)) {
          const { renamed = {} } = view.changes;
          const to = Object.hasOwn(renamed, name) ? renamed[name] : undefined;
          const suggestion = to === undefined ? guesses.closestPackage(name, names) : undefined;
          const edits = to === undefined ? undefined : mergedLines(bump, bumps, to, view);
          const merged = edits && sayEdits(edits);
          const about = { at: nameAt, name, suggestion, isShared, renamed: to, merged };
          return [{ kind: "removed", ...about }];
        }
        if (view.packageNamed(name)) return [];
        const suggestion = guesses.closestPackage(name, names);
        return [{ kind: "unknown", at: nameAt, name, suggestion, isShared }];
      });
  },

  message: ({ kind, name, renamed }) => {
    if (kind === "unknown") return say`${name} is not a package of this workspace`;
    return renamed === undefined
      ? say`${name} was removed from the workspace, but a pending changeset still names it`
      : say`${name} is now called ${renamed}, but a pending changeset still has the old name`;
  },
  help: ({ kind, name, suggestion, renamed, at, isShared, merged }) => {
    const line = pathAndLine(at);
    const remove = isShared ? say`delete ${`"${name}"`} in ${line}` : say`delete line ${line}`;
    if (merged) return merged.length > 0 ? merged : remove;
    if (renamed !== undefined) return say`write ${`"${renamed}"`} in ${line}`;
    if (suggestion === undefined)
      return kind === "removed"
        ? remove
        : say`${remove}; if another package is intended, correct the name`;
    return kind === "removed"
      ? say`${remove}; if ${suggestion} is intended, write ${`"${suggestion}"`}`
      : say`write ${`"${suggestion}"`} in ${line}; if the package was removed, ${remove}`;
  },
});
