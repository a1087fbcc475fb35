import type { Release } from "../../facts/facts.ts";
import { pathAndLine } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { say } from "../../sentence.ts";
import { isBefore, stableVersion } from "../../versions/version-lines.ts";
import { removalsOf } from "./removals.ts";

interface RemovalEarlyProblem extends Problem {
  readonly package: string;
  readonly api: string;
  readonly release: Release;
  readonly announced: string;
  readonly line: string;
}

const REMOVING = '---\n"@acme/core": major\n---\n\nTake `open` away.\n\nRemoves: open\n';

export const removalEarly = defineRule<RemovalEarlyProblem>({
  id: "removal-early",
  family: "evidence",
  summary: "Nothing is removed before the version that its removal was announced for.",
  why: "“Will be removed in 2.0” is a promise to stay until then, and users plan by it. Dagster kept it where it removed the Glue arguments in 1.9.0 as announced. A prerelease of the announced version is not early.",
  level: "error",
  examples: {
    reject: [
      {
        title: "Announced for 3.0, removed in 2.0",
        packages: { "@acme/core": "1.4.0" },
        changesets: {
          cleanup: REMOVING,
        },
        policies: {
          core: { packages: ["@acme/*"] },
          deprecations: {
            deprecations: [
              {
                package: "@acme/core",
                api: "open",
                deprecatedIn: "1.2.0",
                announcedRemoval: "3.0",
              },
            ],
          },
        },
      },
    ],
    accept: [
      {
        title: "Announced for 2.0, removed in 2.0",
        packages: { "@acme/core": "1.4.0" },
        changesets: {
          cleanup: REMOVING,
        },
        policies: {
          core: { packages: ["@acme/*"] },
          deprecations: {
            deprecations: [
              {
                package: "@acme/core",
                api: "open",
                deprecatedIn: "1.2.0",
                announcedRemoval: "2.0",
              },
            ],
          },
        },
      },
    ],
  },

  check: (view) =>
    removalsOf(view).flatMap(({ package: name, api, release, at, cause, deprecation }) => {
      const { announcedRemoval: announced, line } = deprecation?.entry ?? {};
      if (announced === undefined || !isBefore(stableVersion(release.to), announced)) return [];
      return [
        {
          package: name,
          api,
          release,
          at,
          announced,
          line: pathAndLine(line!.at),
          because: line!,
          ...(cause ? { cause } : {}),
        },
      ];
    }),

  message: ({ package: name, api, release: { to }, announced }) =>
    say`${api} of ${name} would be removed in ${to}, and was announced to stay until ${announced}`,
  help: ({ api, announced, line }) =>
    say`keep ${api} until ${announced} and take its ${"Removes"} line out, or announce the earlier version in a release before: ${line}`,
});
