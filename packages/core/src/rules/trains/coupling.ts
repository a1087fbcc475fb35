import { addCoupled } from "../../fixes/add-package.ts";
import type { Release } from "../../facts/facts.ts";
import { placeOf, versionAt } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import type { View } from "../../judge/view.ts";
import { selects } from "../../policy/selector.ts";
import { say } from "../../sentence.ts";
import { type Bump, carried, distance, greatest, isOver } from "../../versions/bump.ts";

type CouplingProblem = UmbrellaBehind | BundlerLeftOut;

interface UmbrellaBehind extends Problem {
  readonly kind: "umbrella";
  readonly package: string;
  readonly own: Bump;
  readonly member: Release;
  readonly needed: Bump;
}

interface BundlerLeftOut extends Problem {
  readonly kind: "bundler";
  readonly package: string;
  readonly member: Release;
}

export const coupling = defineRule<CouplingProblem>({
  id: "coupling",
  family: "plan",
  summary:
    "An umbrella package must have at least the bump of its members, and a bundler must be released with what it bundles.",
  why: "Users read the version and changelog of the umbrella, not of its members. A bundled package is not a runtime dependency, so its fix does not reach users until the bundle is published again.",
  level: "error",
  looksAt: ["couplings"],
  fix: { step: "complete", edits: addCoupled },
  examples: {
    reject: [
      {
        title: "The umbrella gets a patch, but a member gets a minor",
        packages: { acme: "9.0.0", "@acme/auth": "1.2.0" },
        changesets: { "new-feature": { "@acme/auth": "minor", acme: "patch" } },
        policies: {
          all: { packages: ["*"] },
          workspace: { couplings: [{ umbrella: "acme", members: ["@acme/*"] }] },
        },
      },
      {
        title: "The bundled library is released alone",
        packages: { "@acme/cli": "3.0.0", "@acme/parser": "1.2.0" },
        changesets: { "small-fix": { "@acme/parser": "patch" } },
        policies: {
          all: { packages: ["*"] },
          workspace: { couplings: [{ bundler: "@acme/cli", bundles: ["@acme/parser"] }] },
        },
      },
    ],
    accept: [
      {
        title: "Both get a minor",
        packages: { acme: "9.0.0", "@acme/auth": "1.2.0" },
        changesets: { "new-feature": { "@acme/auth": "minor", acme: "minor" } },
        policies: {
          all: { packages: ["*"] },
          workspace: { couplings: [{ umbrella: "acme", members: ["@acme/*"] }] },
        },
      },
      {
        title: "Both are released",
        packages: { "@acme/cli": "3.0.0", "@acme/parser": "1.2.0" },
        changesets: { "small-fix": { "@acme/parser": "patch", "@acme/cli": "patch" } },
        policies: {
          all: { packages: ["*"] },
          workspace: { couplings: [{ bundler: "@acme/cli", bundles: ["@acme/parser"] }] },
        },
      },
    ],
  },

  check: (view) => {
    const umbrellas = umbrellasBehind(view);
    const names = new Set(umbrellas.map(({ package: name }) => name));
    return [...umbrellas, ...bundlersLeftOut(view).filter(({ package: name }) => !names.has(name))];
  },

  message: (problem) => {
    const { package: name, member } = problem;
    if (problem.kind === "bundler")
      return say`${member.name} ${member.to} would be released, but ${name}, which bundles it, would not`;
    const { own, needed } = problem;
    return own === "none"
      ? say`${name} would not be released, but its member ${member.name} would get a ${needed}`
      : say`${name} would get a ${own}, but its member ${member.name} would get a ${needed}`;
  },
  help: (problem) =>
    problem.kind === "bundler"
      ? say`add ${`"${problem.package}": patch`} to the changeset`
      : say`add ${`"${problem.package}": ${problem.needed}`} to the changeset of the member`,
});

const umbrellasBehind = (view: View): UmbrellaBehind[] =>
  view.policy.couplings
    .filter(({ kind }) => kind === "umbrella")
    .flatMap(({ package: name, members, line }): UmbrellaBehind[] => {
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
      const about = { package: name, at, own, member: ahead, needed, because: line };
      return [{ kind: "umbrella", ...about, ...(release ? { release } : {}) }];
    });

const bundlersLeftOut = (view: View): BundlerLeftOut[] =>
  view.policy.couplings
    .filter(({ kind, package: name }) => kind === "bundler" && !view.releaseOf(name))
    .flatMap(({ package: name, members, line }): BundlerLeftOut[] => {
      const member = view.judged.find((release) => selects(members, release));
      if (!member || !view.packageNamed(name)) return [];
      return [{ kind: "bundler", package: name, member, at: placeOf(view, member), because: line }];
    });
