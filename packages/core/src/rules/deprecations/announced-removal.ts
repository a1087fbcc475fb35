import type { Release } from "../../facts/facts.ts";
import { pathAndLine } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import type { View } from "../../judge/view.ts";
import { say } from "../../sentence.ts";
import { isBefore, stableVersion, versionOf } from "../../versions/version-lines.ts";
import { apiKey } from "./declared-apis.ts";
import { removalsOf } from "./removals.ts";

interface AnnouncedRemovalProblem extends Problem {
  readonly kind: "early" | "late";
  readonly package: string;
  readonly api: string;
  readonly release: Release;
  readonly announced: string;
  /** The entry of the ledger. */
  readonly entry: string;
}

const removing = '---\n"@acme/core": major\n---\n\nDrop `open`.\n\nRemoves: open\n';

export const announcedRemoval = defineRule<AnnouncedRemovalProblem>({
  id: "announced-removal",
  family: "evidence",
  summary: "An API must be removed in the version announced for it, not earlier and not later.",
  why: "Users plan around “will be removed in 2.0”: the API has to stay until then, and after a missed deadline, users trust the next one less. A prerelease of the announced version is not too early.",
  level: "error",
  looksAt: ["declarations", "deprecations"],
  beyondPlan: true,
  examples: {
    reject: [
      {
        title: "Announced for 3.0, removed in 2.0",
        packages: { "@acme/core": "1.4.0" },
        changesets: {
          cleanup: removing,
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
      {
        title: "2.0.0 is released without the announced removal",
        packages: { "@acme/core": "1.4.0" },
        changesets: { rewrite: { "@acme/core": "major" } },
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
    accept: [
      {
        title: "Announced for 2.0, removed in 2.0",
        packages: { "@acme/core": "1.4.0" },
        changesets: {
          cleanup: removing,
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
      {
        title: "2.0.0 removes it",
        packages: { "@acme/core": "1.4.0" },
        changesets: {
          rewrite: '---\n"@acme/core": major\n---\n\nRewritten.\n\nRemoves: open\n',
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

  check: (view) => [...removedEarly(view), ...keptTooLong(view)],

  message: ({ kind, package: name, api, release: { to }, announced }) =>
    kind === "early"
      ? say`${api} of ${name} would be removed in ${to}, but its removal was announced for ${announced}`
      : say`${api} of ${name} was announced for removal in ${announced}, but ${to} would still contain it`,
  help: ({ kind, api, at, announced, entry }) =>
    kind === "early"
      ? say`keep ${api} until ${announced} and delete its ${"Removes:"} line, ${pathAndLine(at)}; if an earlier removal is intended, announce it in an earlier release (${entry})`
      : say`remove it and end the changeset with ${`Removes: ${api}`}; if it is intended to stay longer, change ${"announcedRemoval"} in ${entry}, or write ${"state: rolledBack"} there`,
});

const removedEarly = (view: View): readonly AnnouncedRemovalProblem[] =>
  removalsOf(view).flatMap(({ package: name, api, release, at, cause, deprecation }) => {
    const { announcedRemoval: announced, line } = deprecation?.entry ?? {};
    if (announced === undefined || !line) return [];
    if (!isBefore(stableVersion(release.to), announced)) return [];
    const found = { package: name, api, release, at, cause, announced, because: line };
    return [{ kind: "early", ...found, entry: pathAndLine(line.at) }];
  });

function keptTooLong(view: View): readonly AnnouncedRemovalProblem[] {
  const removed = new Set(removalsOf(view).map(apiKey));
  return view.policy.deprecations.flatMap((entry): AnnouncedRemovalProblem[] => {
    const { package: name, api, state, announcedRemoval: announced, line } = entry;
    const release = view.releaseOf(name);
    if (!release || !view.judged.includes(release)) return [];
    if (state !== "active" || announced === undefined || removed.has(apiKey(entry))) return [];
    if (!versionOf(announced) || isBefore(release.to, announced)) return [];
    const found = { package: name, api, release, announced, at: line.at, because: line };
    return [{ kind: "late", level: "warn", ...found, entry: pathAndLine(line.at) }];
  });
}
