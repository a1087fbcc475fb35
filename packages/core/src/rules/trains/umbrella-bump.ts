import { raiseUmbrella } from "../../fixes/add-package.ts";
import type { Release } from "../../facts/facts.ts";
import { placeOf, versionAt } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { selects } from "../../policy/selector.ts";
import { say } from "../../sentence.ts";
import { type Bump, carried, distance, greatest, isOver } from "../../versions/bump.ts";

interface UmbrellaBumpProblem extends Problem {
  readonly package: string;
  readonly own: Bump;
  readonly member: Release;
  readonly needed: Bump;
}

export const umbrellaBump = defineRule<UmbrellaBumpProblem>({
  id: "umbrella-bump",
  family: "plan",
  summary: "An umbrella package takes at least the bump of its members.",
  why: "Users read the umbrella's changelog and version. Firebase has checked since 2020 that a minor of a member is a minor of `firebase`.",
  level: "error",
  fix: { step: "complete", edits: raiseUmbrella },
  examples: {
    reject: [
      {
        title: "A minor of a member, a patch of the umbrella",
        packages: { acme: "9.0.0", "@acme/auth": "1.2.0" },
        changesets: { "new-feature": { "@acme/auth": "minor", acme: "patch" } },
        policies: {
          all: { packages: ["*"] },
          workspace: { couplings: [{ umbrella: "acme", members: ["@acme/*"] }] },
        },
      },
    ],
    accept: [
      {
        title: "A minor of both",
        packages: { acme: "9.0.0", "@acme/auth": "1.2.0" },
        changesets: { "new-feature": { "@acme/auth": "minor", acme: "minor" } },
        policies: {
          all: { packages: ["*"] },
          workspace: { couplings: [{ umbrella: "acme", members: ["@acme/*"] }] },
        },
      },
    ],
  },

  check: (view) =>
    view.policy.couplings
      .filter(({ kind }) => kind === "umbrella")
      .flatMap(({ package: name, members, line }): UmbrellaBumpProblem[] => {
        const pkg = view.packageNamed(name);
        const release = view.releaseOf(name);
        if (!pkg) return [];
        const own = release ? carried(release.from, release.to) : "none";
        const moving = view.judged.filter(
          (member) => member.name !== name && selects(members, member),
        );
        const needed = greatest(moving.map(({ from, to }) => distance(from, to)));
        const ahead = moving.find(({ from, to }) => distance(from, to) === needed);
        if (!ahead || !isOver(needed, own)) return [];
        const at = release ? placeOf(view, release) : versionAt(pkg.dir);
        const problem = { package: name, at, own, member: ahead, needed, because: line };
        return [release ? { ...problem, release } : problem];
      }),

  message: ({ package: name, own, member, needed }) =>
    own === "none"
      ? say`${name} is not released although its member ${member.name} takes a ${needed}`
      : say`${name} takes a ${own} although its member ${member.name} takes a ${needed}`,
  help: ({ package: name, needed }) =>
    say`add ${`"${name}": ${needed}`} to the changeset of the member`,
});
