import { addBundler } from "../../fixes/add-package.ts";
import type { Release } from "../../facts/facts.ts";
import { placeOf } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { selects } from "../../policy/selector.ts";
import { say } from "../../sentence.ts";

interface BundledReleaseProblem extends Problem {
  readonly package: string;
  readonly member: Release;
}

export const bundledRelease = defineRule<BundledReleaseProblem>({
  id: "bundled-release",
  family: "plan",
  summary: "A package that bundles others is released with them.",
  why: "What is bundled is no dependency at run time, so nothing propagates: the fix reaches nobody until the bundle is published again.",
  level: "error",
  fix: { step: "complete", edits: addBundler },
  examples: {
    reject: [
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

  check: (view) =>
    view.policy.couplings
      .filter(({ kind, package: name }) => kind === "bundler" && !view.releaseOf(name))
      .flatMap(({ package: name, members, line }) => {
        const member = view.judged.find((release) => selects(members, release));
        if (!member || !view.packageNamed(name)) return [];
        return [{ package: name, member, at: placeOf(view, member), because: line }];
      }),

  message: ({ package: name, member }) =>
    say`${member.name} ${member.to} is released without ${name}, which bundles it`,
  help: ({ package: name }) => say`add ${`"${name}": patch`} to the changeset`,
});
