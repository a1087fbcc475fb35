import { sharesLine } from "../../fixes/fixes.ts";
import { sayEdits } from "../../fixes/say-edits.ts";
import { correctName, mergedLines, unknownNamesIn } from "../../fixes/unknown-name.ts";
import { pathAndLine } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { type Sentence, say } from "../../sentence.ts";

interface UnknownPackageProblem extends Problem {
  /** `removed`: the package was there, as the base or the history of the repository shows. */
  readonly kind: "unknown" | "removed";
  readonly name: string;
  readonly suggestion: string | undefined;
  /** Other bumps are on the same line. */
  readonly isShared: boolean;
  /** The changeset names no package that is still there. */
  readonly isLast: boolean;
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
  fix: { step: "correct", edits: correctName },
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
    const { names, ofRemoved } = unknownNamesIn(view);
    return names.map(({ changeset, bump, kind, renamed, suggestion }) => {
      const { bumps } = changeset;
      const edits = renamed === undefined ? undefined : mergedLines(bump, bumps, renamed, view);
      return {
        kind,
        at: bump.nameAt ?? bump.at,
        name: bump.package,
        suggestion,
        renamed,
        isShared: sharesLine(bump, bumps),
        merged: edits && sayEdits(edits),
        isLast: ofRemoved.has(changeset),
      };
    });
  },

  message: ({ kind, name, renamed }) => {
    if (kind === "unknown") return say`${name} is not a package of this workspace`;
    return renamed === undefined
      ? say`${name} was removed from the workspace, but a pending changeset still names it`
      : say`${name} is now called ${renamed}, but a pending changeset still has the old name`;
  },
  help: ({ kind, name, suggestion, renamed, at, isShared, isLast, merged }) => {
    const line = pathAndLine(at);
    const remove = isLast
      ? say`delete ${at.path}`
      : isShared
        ? say`delete ${`"${name}"`} in ${line}`
        : say`delete line ${line}`;
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
