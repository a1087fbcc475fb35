import * as z from "zod/mini";
import type { TrackChange } from "../../facts/facts.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { listOf, strict, text } from "../../policy/schema/words.ts";
import { say } from "../../sentence.ts";

interface TrackDemotionProblem extends Problem {
  readonly package: string;
  readonly change: TrackChange;
}

interface Options {
  readonly maturity: readonly string[];
}

export const trackDemotion = defineRule<TrackDemotionProblem, Options>({
  id: "track-demotion",
  family: "policy",
  summary: "With --since: no package moves to a less mature track.",
  why: "Users built on a promise that the old track made. Ory's stages only ever went up, until all of them were given up at once. Where it has to be, a waiver says why.",
  level: "off",
  comparesBase: true,
  needsOptions: true,
  options: () =>
    strict({
      maturity: z._default(
        listOf(text("the name of a track"), "tracks, from the least mature on").check(
          z.describe("The tracks, from the least mature to the most."),
        ),
        [],
      ),
    }),
  examples: {
    reject: [
      {
        title: "From graduated back to incubating",
        packages: { "@acme/core": "0.9.0" },
        policies: {
          incubating: { packages: ["@acme/core"] },
          graduated: { packages: ["@acme/none"] },
          workspace: {
            rules: {
              "track-demotion": ["error", { maturity: ["sandbox", "incubating", "graduated"] }],
              "selector-unmatched": "off",
            },
          },
        },
        since: {
          policies: {
            incubating: { packages: ["@acme/none"] },
            graduated: { packages: ["@acme/core"] },
            workspace: {
              rules: {
                "track-demotion": ["error", { maturity: ["sandbox", "incubating", "graduated"] }],
                "selector-unmatched": "off",
              },
            },
          },
        },
      },
    ],
    accept: [
      {
        title: "From incubating up to graduated",
        packages: { "@acme/core": "0.9.0" },
        policies: {
          incubating: { packages: ["@acme/none"] },
          graduated: { packages: ["@acme/core"] },
          workspace: {
            rules: {
              "track-demotion": ["error", { maturity: ["incubating", "graduated"] }],
              "selector-unmatched": "off",
            },
          },
        },
        since: {
          policies: {
            incubating: { packages: ["@acme/core"] },
            graduated: { packages: ["@acme/none"] },
            workspace: {
              rules: {
                "track-demotion": ["error", { maturity: ["incubating", "graduated"] }],
                "selector-unmatched": "off",
              },
            },
          },
        },
      },
    ],
  },

  check: (view, options) =>
    (view.changes?.tracks ?? []).flatMap((change): TrackDemotionProblem[] => {
      const { maturity } = options(change.name);
      // A track that the list does not name is neither above nor below.
      const [from, to] = [maturity.indexOf(change.from), maturity.indexOf(change.to)];
      return to >= 0 && to < from ? [{ package: change.name, at: change.at, change }] : [];
    }),

  message: ({ change: { name, from, to } }) =>
    say`${name} moves from track ${from} to ${to}, which promises less`,
  help: ({ change: { name, from } }) =>
    say`keep ${name} on ${from}, or have it waived, with the reason, in ${"policies/waivers.yaml"} of the base branch`,
});
