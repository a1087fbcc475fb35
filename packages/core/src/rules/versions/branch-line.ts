import { lowerRelease } from "../../fixes/lower-release.ts";
import { moveBump } from "../../fixes/lower-bump.ts";
import type { Release } from "../../facts/facts.ts";
import { causeAt } from "../../judge/chain.ts";
import { nearest, pathAndLine, placeOf, remedy } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import type { View } from "../../judge/view.ts";
import type { BranchLine } from "../../policy/policy.ts";
import { matchesText } from "../../policy/selector.ts";
import { isInside } from "../../policy/track.ts";
import { type Sentence, list, say } from "../../sentence.ts";
import { type Bump, distance, isOver, prereleaseOf } from "../../versions/bump.ts";

interface BranchLineProblem extends Problem {
  readonly kind: "declared" | "received" | "prerelease" | "versions" | "pre-mode";
  readonly branch: string;
  readonly bump?: Bump;
  readonly allowed: readonly string[];
  readonly remedy: Sentence;
}

export const branchLine = defineRule<BranchLineProblem>({
  id: "branch-line",
  family: "versions",
  summary:
    "A branch must only release the bumps, prereleases and versions that the policy allows on it.",
  why: "A maintenance branch should only release patches, and the 4.x branch must never release 5.0.0. Changesets does not know about branches.",
  level: "error",
  looksAt: ["branches"],
  fix: { step: "correct", edits: moveBump },
  remedies: lowerRelease,
  examples: {
    reject: [
      {
        title: "A minor on a maintenance branch",
        branch: "maint/1.x",
        packages: { "@acme/core": "1.4.0" },
        changesets: { "new-feature": { "@acme/core": "minor" } },
        policies: {
          core: { packages: ["@acme/*"] },
          workspace: { branches: { "maint/*": { bumps: { declared: ["patch"] } } } },
        },
      },
      {
        title: "Pre mode on main",
        branch: "main",
        packages: { "@acme/core": "1.4.0" },
        pre: { mode: "pre", tag: "beta" },
        policies: {
          core: { packages: ["@acme/*"] },
          workspace: { branches: { main: { prerelease: "forbidden" } } },
        },
      },
    ],
    accept: [
      {
        title: "A patch on a maintenance branch",
        branch: "maint/1.x",
        packages: { "@acme/core": "1.4.0" },
        changesets: { "small-fix": { "@acme/core": "patch" } },
        policies: {
          core: { packages: ["@acme/*"] },
          workspace: { branches: { "maint/*": { bumps: { declared: ["patch"] } } } },
        },
      },
    ],
  },

  check: (view) => {
    const { branch } = view;
    if (branch === undefined) return [];
    return view.policy.branches
      .filter(({ pattern }) => matchesText(pattern, branch))
      .flatMap((line) => [
        ...preMode(view, branch, line),
        ...declaredOffBranch(view, branch, line),
        ...view.judged.flatMap((release) => releaseOn(view, branch, line, release)),
      ]);
  },

  message: (problem) => {
    const { kind, branch, bump = "none", allowed, release, package: name = "" } = problem;
    switch (kind) {
      case "pre-mode":
        return say`the workspace is in pre mode, but branch ${branch} allows no prereleases`;
      case "declared":
        return say`${name} declares ${bump}, but branch ${branch} only allows ${list(allowed)}`;
      case "received":
        return say`${name} would receive a ${bump}, but branch ${branch} only allows ${list(allowed)}`;
      case "prerelease":
        return say`${name} would be the prerelease ${release?.to ?? ""}, but branch ${branch} allows no prereleases`;
      case "versions":
        return say`${name} would be ${release?.to ?? ""}, but branch ${branch} only allows ${list(allowed)}`;
    }
  },
  help: ({ remedy: instead }) => instead,
});

function preMode({ pre }: View, branch: string, line: BranchLine): BranchLineProblem[] {
  if (line.prerelease !== "forbidden" || pre?.mode !== "pre") return [];
  const instead = say`run ${"pnpm changeset pre exit"}; if the prerelease is intended, work on another branch`;
  return [
    { kind: "pre-mode", at: pre.at, branch, allowed: [], because: line.line, remedy: instead },
  ];
}

function declaredOffBranch(view: View, branch: string, line: BranchLine): BranchLineProblem[] {
  const allowed = line.declared;
  if (!allowed) return [];
  return view.declared
    .filter(({ bump }) => !allowed.includes(bump.bump))
    .map(({ bump: { package: name, bump, at } }) => {
      const release = view.releaseOf(name);
      const cause = causeAt(release, at);
      return {
        kind: "declared",
        package: name,
        at,
        branch,
        bump,
        allowed: words(allowed),
        because: line.line,
        remedy: say`write ${nearest(bump, allowed)} instead of ${bump} in ${pathAndLine(at)}; if a ${bump} is intended, move the change to another branch`,
        ...(release ? { release } : {}),
        ...(cause ? { cause } : {}),
      };
    });
}

function releaseOn(
  view: View,
  branch: string,
  line: BranchLine,
  release: Release,
): BranchLineProblem[] {
  const { name, from, to } = release;
  const base = { package: name, release, at: placeOf(view, release), branch, because: line.line };
  const instead = remedy(view, release, line.declared ?? ["patch"]);
  if (line.versions && !isInside(to, line.versions.range)) {
    return [{ ...base, kind: "versions", allowed: [line.versions.shape], remedy: instead }];
  }
  if (line.prerelease === "forbidden" && prereleaseOf(to) && !view.pre) {
    return [{ ...base, kind: "prerelease", allowed: [], remedy: instead }];
  }
  const bump = distance(from, to);
  if (line.received && isOver(bump, view.ownBump(name)) && !line.received.includes(bump)) {
    return [{ ...base, kind: "received", bump, allowed: words(line.received), remedy: instead }];
  }
  return [];
}

const words = (bumps: readonly Bump[]): readonly string[] =>
  bumps.filter((word) => word !== "none");
