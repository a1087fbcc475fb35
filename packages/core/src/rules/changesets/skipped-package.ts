import { removeLine, removeSkipped, sharesLine } from "../../fixes/fixes.ts";
import type { Changeset } from "../../facts/facts.ts";
import type { Location } from "../../facts/location.ts";
import { pathAndLine } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import type { View } from "../../judge/view.ts";
import { type Sentence, list, say } from "../../sentence.ts";

type SkippedPackageProblem = Waiting | Mixed;

/** A line that no release uses up. */
interface Waiting extends Problem {
  readonly kind: "waiting";
  readonly package: string;
  readonly skipped: "ignored" | "private" | "versionless";
}

/** A changeset with packages of both kinds, at which the release command stops. */
interface Mixed extends Problem {
  readonly kind: "mixed";
  readonly lines: readonly Location[];
  /** Other bumps are on the same line. */
  readonly isShared: boolean;
  readonly skipped: readonly string[];
  readonly released: readonly string[];
}

export const skippedPackage = defineRule<SkippedPackageProblem>({
  id: "skipped-package",
  family: "changesets",
  summary: "A changeset must not name packages that the release command skips.",
  why: "A changeset for an ignored, private or versionless package is never released: it stays pending and its text never reaches a changelog. Changesets rejects the whole release if one file names such a package together with one that is released.",
  level: "error",
  looksAt: ["skipped"],
  notWhen: "While a package is ignored temporarily and its changesets are meant to wait.",
  // That its lines wait for ever is hidden by its being mixed.
  fix: { step: "correct", edits: removeSkipped },
  remedies: removeLine,
  examples: {
    reject: [
      {
        title: "An ignored package",
        packages: { "@acme/core": "1.2.0", "@acme/docs": "0.0.0" },
        changesets: { "only-docs": { "@acme/docs": "patch" } },
        config: { ignore: ["@acme/docs"] },
        policies: { core: { packages: ["@acme/core"] } },
      },
      {
        title: "A private package that is not versioned",
        packages: { "@acme/core": "1.2.0", "@acme/site": { version: "0.0.0", private: true } },
        changesets: { "only-site": { "@acme/site": "patch" } },
        policies: { core: { packages: ["@acme/core"] } },
      },
      {
        title: "A released and an ignored package in one changeset",
        packages: { "@acme/core": "1.2.0", "@acme/docs": "0.0.0" },
        changesets: { both: { "@acme/core": "minor", "@acme/docs": "patch" } },
        config: { ignore: ["@acme/docs"] },
        policies: { core: { packages: ["@acme/core"] } },
      },
    ],
    accept: [
      {
        title: "A package that is released",
        packages: { "@acme/core": "1.2.0" },
        changesets: { one: { "@acme/core": "patch" } },
        policies: { core: { packages: ["@acme/core"] } },
      },
      {
        title: "Only the library",
        packages: { "@acme/core": "1.2.0", "@acme/docs": "0.0.0" },
        changesets: { one: { "@acme/core": "minor" } },
        config: { ignore: ["@acme/docs"] },
        policies: { core: { packages: ["@acme/core"] } },
      },
    ],
  },

  check: (view) =>
    view.pending.flatMap((changeset): readonly SkippedPackageProblem[] => {
      const stop = mixed(view, changeset);
      return stop ? [stop] : waiting(view, changeset);
    }),

  message: (problem) => {
    if (problem.kind === "mixed") {
      const { skipped, released } = problem;
      return say`this changeset names both ${list(skipped)}, which ${are(skipped)} skipped, and ${list(released)}, which ${are(released)} released, but the release command rejects such a mix`;
    }
    const { package: name, skipped } = problem;
    if (skipped === "ignored")
      return say`${name} is ignored, so this changeset would never be released`;
    return skipped === "private"
      ? say`${name} is private and not versioned, so this changeset would never be released`
      : say`${name} has no version, so this changeset would never be released`;
  },
  help: (problem) => {
    if (problem.kind === "waiting") return say`delete line ${pathAndLine(problem.at)}`;
    const { lines, isShared, skipped } = problem;
    return isShared
      ? say`delete ${list(skipped.map((name) => `"${name}"`))} in ${pathAndLine(problem.at)}`
      : say`delete ${lines.length === 1 ? ["line"] : ["lines"]} ${list(lines.map(pathAndLine))}`;
  },
});

/** Undefined where a changeset names one kind only, and under pnpm, which takes both. */
function mixed(view: View, { bumps }: Changeset): Mixed | undefined {
  if (view.planner.id === "pnpm") return undefined;
  const known = bumps.filter(({ package: name }) => view.packageNamed(name));
  const skipped = known.filter(({ package: name }) => view.packageNamed(name)?.skipped);
  const released = known.filter((bump) => !skipped.includes(bump));
  if (skipped.length === 0 || released.length === 0) return undefined;
  const names = (some: typeof bumps) => some.map((bump) => bump.package);
  return {
    kind: "mixed",
    at: skipped[0]!.at,
    lines: skipped.map(({ at }) => at),
    isShared: skipped.some((bump) => sharesLine(bump, bumps)),
    skipped: names(skipped),
    released: names(released),
  };
}

const waiting = (view: View, { bumps }: Changeset): Waiting[] =>
  bumps.flatMap(({ package: name, bump, at }) => {
    const skipped = view.packageNamed(name)?.skipped;
    return skipped && bump !== "none" ? [{ kind: "waiting", package: name, at, skipped }] : [];
  });

const are = ({ length }: readonly string[]): Sentence => [length === 1 ? "is" : "are"];
