import { type GroupPart, partsOf, sayParts, splitGroup } from "../../fixes/split-group.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { list, say } from "../../sentence.ts";

interface GroupSpansTracksProblem extends Problem {
  readonly group: "fixed" | "linked";
  readonly tracks: readonly GroupPart[];
}

export const groupSpansTracks = defineRule<GroupSpansTracksProblem>({
  id: "group-spans-tracks",
  family: "versions",
  summary: "All members of a fixed or linked group must be on the same track.",
  why: "A group shares its highest version: one stable package moves every 0.y.z package of the group to 1.0.0 or later, with any bump.",
  level: "error",
  looksAt: ["groups"],
  workspaceOnly: true,
  remedies: splitGroup,
  resort: () => say`put all members of this group on one track`,
  examples: {
    reject: [
      {
        title: "A fixed group with two tracks",
        packages: { "@acme/core": "1.2.0", "@acme/plugin": "0.3.0" },
        config: { fixed: [["@acme/core", "@acme/plugin"]] },
        policies: {
          core: { packages: ["@acme/core"], versions: "1.x" },
          integrations: { packages: ["@acme/plugin"], versions: "0.y.z" },
        },
      },
    ],
    accept: [
      {
        title: "A group within a track",
        packages: { "@acme/core": "1.2.0", "@acme/react": "1.2.0" },
        config: { fixed: [["@acme/core", "@acme/react"]] },
        policies: { core: { packages: ["@acme/*"], versions: "1.x" } },
      },
    ],
  },

  check: (view) =>
    view.groups.flatMap((group) => {
      const tracks = partsOf(group, view);
      return tracks.length < 2 ? [] : [{ group: group.kind, at: group.at, tracks }];
    }),

  message: ({ group, tracks }) =>
    say`this ${group} group has members on different tracks: ${list(tracks.map(({ track }) => track))}`,
  help: ({ tracks }) => sayParts(tracks),
});
