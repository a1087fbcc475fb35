import { type Problem, defineRule } from "../../judge/rule.ts";
import { breakingBump } from "../../policy/track.ts";
import { say } from "../../sentence.ts";
import { type Bump, isOver, isSwallowed } from "../../versions/bump.ts";

interface SwallowedBumpProblem extends Problem {
  readonly package: string;
  readonly bump: Bump;
  readonly version: string;
}

export const swallowedBump = defineRule<SwallowedBumpProblem>({
  id: "swallowed-bump",
  family: "versions",
  summary: "A breaking bump on a prerelease changes the version that it leads to.",
  why: "A `major` on 2.0.0-beta.3 gives 2.0.0-beta.4 and in the end 2.0.0: it changes nothing and says nothing. Users of the beta meet a break inside one line.",
  level: "warn",
  examples: {
    reject: [
      {
        title: "A major on 2.0.0-beta.3",
        packages: { "@acme/core": "2.0.0-beta.3" },
        changesets: { "one-more": { "@acme/core": "major" } },
        pre: { mode: "pre", tag: "beta" },
        policies: { core: { packages: ["@acme/*"] } },
      },
    ],
    accept: [
      {
        title: "A major on 1.4.1-beta.0 leads to 2.0.0",
        packages: { "@acme/core": "1.4.1-beta.0" },
        changesets: { "one-more": { "@acme/core": "major" } },
        pre: { mode: "pre", tag: "beta" },
        policies: { core: { packages: ["@acme/*"] } },
      },
    ],
  },

  check: (view) =>
    view.declared.flatMap(({ bump: { package: name, bump, at } }) => {
      const version = view.packageNamed(name)?.version;
      const track = view.trackOf(name);
      // Where every release is a prerelease, no line is promised that a bump could change.
      if (typeof track?.prerelease === "object") return [];
      if (!version || !isSwallowed(version, bump)) return [];
      if (isOver(breakingBump(version, track), bump)) return [];
      const counted = view.changesets.some(
        (changeset) =>
          changeset.consumed &&
          changeset.bumps.some((other) => other.package === name && !isOver(bump, other.bump)),
      );
      if (counted) return [];
      const release = view.releaseOf(name);
      const problem = { package: name, bump, version, at };
      return [release ? { ...problem, release } : problem];
    }),

  message: ({ package: name, bump, version }) =>
    say`the ${bump} of ${name} is swallowed: ${version} leads to the same version with and without it`,
  help: ({ package: name, bump }) =>
    say`if the ${bump} is meant for users of the prerelease, set the version of ${name} to the next line by hand; else declare ${"patch"}`,
});
