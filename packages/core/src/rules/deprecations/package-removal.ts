import { manifestAt } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { tracksOf } from "../../policy/track.ts";
import { say } from "../../sentence.ts";
import { isBefore } from "../../versions/version-lines.ts";
import { WHOLE_PACKAGE } from "./declared-apis.ts";

interface PackageRemovalProblem extends Problem {
  readonly name: string;
  readonly track: string;
}

export const packageRemoval = defineRule<PackageRemovalProblem>({
  id: "package-removal",
  family: "evidence",
  summary: "With --since: a package that a change takes away was deprecated as a whole.",
  why: "A package that is gone gets no fix any more, and nothing tells its users: dagster-shell stopped at 0.25.13 with two of its functions deprecated and the package not. Judged on tracks with `require.removal`; the entry in the ledger has the api `*`.",
  level: "warn",
  comparesBase: true,
  workspaceOnly: true,
  examples: {
    reject: [
      {
        title: "The package goes without a word",
        packages: { "@acme/core": "1.4.0" },
        policies: { core: { packages: ["@acme/*"], require: { removal: {} } } },
        since: { packages: { "@acme/core": "1.4.0", "@acme/shell": "0.25.13" } },
      },
    ],
    accept: [
      {
        title: "Its last versions were deprecated",
        packages: { "@acme/core": "1.4.0" },
        policies: {
          core: { packages: ["@acme/*"], require: { removal: {} } },
          deprecations: {
            deprecations: [
              {
                package: "@acme/shell",
                api: "*",
                deprecatedIn: "0.25.10",
                replacement: "@acme/core",
              },
            ],
          },
        },
        since: { packages: { "@acme/core": "1.4.0", "@acme/shell": "0.25.13" } },
      },
    ],
  },

  check: ({ policy, changes }) =>
    (changes?.gone ?? []).flatMap((pkg) => {
      const { name, dir, version, skipped, private: hidden } = pkg;
      const track = tracksOf(policy, pkg).find(({ require }) => require.removal);
      if (!track || hidden || skipped || version === undefined) return [];
      const told = policy.deprecations.some(
        (entry) =>
          entry.package === name &&
          entry.api === WHOLE_PACKAGE &&
          entry.state !== "rolledBack" &&
          !isBefore(version, entry.deprecatedIn),
      );
      if (told) return [];
      const because = track.line("require.removal", "require");
      return [{ name, track: track.name, at: manifestAt(dir, "name"), because }];
    }),

  message: ({ name, track }) =>
    say`${name} is removed from the workspace without having been deprecated, as track ${track} asks`,
  help: ({ name }) =>
    say`keep it for one more release with a changeset that ends with ${`Deprecates: ${name}`}; where it was deprecated already, add it to ${"policies/deprecations.yaml"} of the base branch with ${'api: "*"'}`,
});
