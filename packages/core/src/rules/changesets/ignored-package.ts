import type { Changeset } from "../../facts/facts.ts";
import { pathAndLine } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import type { View } from "../../judge/view.ts";
import { say } from "../../sentence.ts";

interface IgnoredPackageProblem extends Problem {
  readonly package: string;
  readonly skipped: "ignored" | "private" | "versionless";
}

export const ignoredPackage = defineRule<IgnoredPackageProblem>({
  id: "ignored-package",
  family: "changesets",
  summary: "A changeset does not name packages that the release command skips.",
  why: "A changeset for an ignored, private or versionless package is never used up: it stays pending, and nobody reads its text.",
  level: "error",
  notWhen:
    "Switch it off while a package is ignored for a time and its changesets are meant to wait.",
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
        title: "A private package, where private packages are not versioned",
        packages: { "@acme/core": "1.2.0", "@acme/site": { version: "0.0.0", private: true } },
        changesets: { "only-site": { "@acme/site": "patch" } },
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
    ],
  },

  check: (view) =>
    view.pending
      .filter((changeset) => !isMixed(view, changeset))
      .flatMap(({ bumps }) => bumps)
      .flatMap(({ package: name, bump, at }) => {
        const skipped = view.packageNamed(name)?.skipped;
        return skipped && bump !== "none" ? [{ package: name, at, skipped }] : [];
      }),

  message: ({ package: name, skipped }) => {
    if (skipped === "ignored") return say`${name} is ignored: this changeset will wait for ever`;
    return skipped === "private"
      ? say`${name} is private and not versioned: this changeset will wait for ever`
      : say`${name} has no version: this changeset will wait for ever`;
  },
  help: ({ at }) => say`take the line out: ${pathAndLine(at)}`,
});

/** A changeset with both kinds stops the release instead, which `mixed-changeset` tells. */
const isMixed = (view: View, { bumps }: Changeset): boolean =>
  view.planner.id !== "pnpm" &&
  bumps.some(({ package: name }) => view.packageNamed(name)?.skipped) &&
  bumps.some(({ package: name }) => view.packageNamed(name) && !view.packageNamed(name)?.skipped);
