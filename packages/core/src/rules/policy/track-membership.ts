import * as z from "zod/mini";
import type { Package, TrackChange } from "../../facts/facts.ts";
import { manifestAt, packagesLine, placeNew } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import type { View } from "../../judge/view.ts";
import type { PolicyLine } from "../../policy/file.ts";
import { listOf, strict, text } from "../../policy/schema/words.ts";
import { type Sentence, list, say } from "../../sentence.ts";

type TrackMembershipProblem = WithoutTrack | OnSeveral | Demoted;

interface WithoutTrack extends Problem {
  readonly kind: "none";
  readonly package: string;
  readonly isNew: boolean;
  readonly remedy: Sentence;
}

interface OnSeveral extends Problem {
  readonly kind: "several";
  readonly package: string;
  readonly tracks: readonly string[];
  readonly because: PolicyLine;
}

interface Demoted extends Problem {
  readonly kind: "demoted";
  readonly package: string;
  readonly change: TrackChange;
}

interface Options {
  readonly maturity: readonly string[];
}

export const trackMembership = defineRule<TrackMembershipProblem, Options>({
  id: "track-membership",
  family: "policy",
  summary: "Every package that is published is on one track, and moves to no less mature one.",
  why: "A package that no track names is judged by nothing: a new one slips in with whatever version it has. Two tracks make two promises: within a file the last selector decides, between files nothing does. Where the option `maturity` names the order of the tracks, `--since` also reports a package that goes back to a track which promises less.",
  level: "error",
  aboutToday: true,
  options: () =>
    strict({
      maturity: z._default(
        listOf(text("the name of a track"), "tracks, from the least mature on").check(
          z.describe("The tracks, from the least mature to the most: no package moves back."),
        ),
        [],
      ),
    }),
  examples: {
    reject: [
      {
        title: "A new package",
        packages: { "@acme/core": "1.2.0", "@other/new": "0.1.0" },
        policies: { core: { packages: ["@acme/*"] } },
      },
      {
        title: "A glob that is too wide",
        packages: { "@acme/core": "1.2.0", "@acme/plugin": "0.3.0" },
        policies: { core: { packages: ["@acme/*"] }, integrations: { packages: ["@acme/plugin"] } },
      },
      {
        title: "From graduated back to incubating",
        packages: { "@acme/core": "0.9.0" },
        policies: {
          incubating: { packages: ["@acme/core"] },
          graduated: { packages: ["@acme/none"] },
          workspace: {
            rules: {
              "track-membership": ["error", { maturity: ["sandbox", "incubating", "graduated"] }],
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
                "track-membership": ["error", { maturity: ["sandbox", "incubating", "graduated"] }],
                "selector-unmatched": "off",
              },
            },
          },
        },
      },
    ],
    accept: [
      {
        title: "A private package needs none",
        packages: { "@acme/core": "1.2.0", site: { version: "0.0.0", private: true } },
        policies: { core: { packages: ["@acme/*"] } },
      },
      {
        title: "The exception is left out",
        packages: { "@acme/core": "1.2.0", "@acme/plugin": "0.3.0" },
        policies: {
          core: { packages: ["@acme/*", "!@acme/plugin"] },
          integrations: { packages: ["@acme/plugin"] },
        },
      },
      {
        title: "From incubating up to graduated",
        packages: { "@acme/core": "0.9.0" },
        policies: {
          incubating: { packages: ["@acme/none"] },
          graduated: { packages: ["@acme/core"] },
          workspace: {
            rules: {
              "track-membership": ["error", { maturity: ["incubating", "graduated"] }],
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
                "track-membership": ["error", { maturity: ["incubating", "graduated"] }],
                "selector-unmatched": "off",
              },
            },
          },
        },
      },
    ],
  },

  check: (view, options) => [
    ...withoutTrack(view),
    ...onSeveral(view),
    ...demoted(view, (name) => options(name).maturity),
  ],

  message: (problem) => {
    switch (problem.kind) {
      case "none":
        return problem.isNew
          ? say`${problem.package} is new and on no track`
          : say`${problem.package} is published and on no track`;
      case "several":
        return say`${problem.package} is on ${problem.tracks.length} tracks: ${list(problem.tracks)}`;
      case "demoted":
        return say`${problem.package} moves from track ${problem.change.from} to ${problem.change.to}, which promises less`;
    }
  },
  help: (problem) => {
    const { package: name } = problem;
    switch (problem.kind) {
      case "none":
        return problem.remedy;
      case "several":
        return say`add ${`"!${name}"`} to ${"packages"} of all but one of them, of ${problem.tracks[0] ?? ""} say`;
      case "demoted":
        return say`keep ${name} on ${problem.change.from}, or have it waived, with the reason, in ${"policies/waivers.yaml"} of the base branch`;
    }
  },
});

const withoutTrack = (view: View): WithoutTrack[] =>
  view.packages
    .filter(({ name, private: hidden, skipped }) => !hidden && !skipped && !view.trackOf(name))
    .map((pkg) => ({
      kind: "none",
      package: pkg.name,
      at: manifestAt(pkg.dir, "name"),
      isNew: pkg.isNew ?? false,
      remedy: ontoTrack(view, pkg),
    }));

/** A new package goes where its first version is legal, another one where it may have started. */
function ontoTrack(view: View, { name, dir, isNew }: Package): Sentence {
  const release = isNew ? view.releaseOf(name) : undefined;
  if (release) return placeNew(view, release);
  const { newPackages, tracks } = view.policy;
  const start = tracks.find((track) => track.name === newPackages?.track);
  return start
    ? say`add ${`"${name}"`} to ${"packages"} of track ${start.name}, where new packages start (${packagesLine(start)}), or of another`
    : say`add ${`"${name}"`} or ${`"./${dir}"`} to ${"packages"} of a file in ${"policies/"}, or make it private`;
}

const onSeveral = (view: View): OnSeveral[] =>
  view.packages.flatMap((pkg) => {
    const tracks = view.tracksOf(pkg.name);
    const second = tracks[1];
    if (!second) return [];
    const names = tracks.map(({ name }) => name);
    // Negations alone take from everything: then none of them need match.
    const last = second.packages.findLast((selector) => selector.matches(pkg));
    const { line } = last ?? second.packages.at(-1)!;
    return [{ kind: "several", package: pkg.name, at: line.at, tracks: names, because: line }];
  });

const demoted = (view: View, maturityFor: (name: string) => readonly string[]): Demoted[] =>
  (view.changes?.tracks ?? []).flatMap((change): Demoted[] => {
    const maturity = maturityFor(change.name);
    // A track that the list does not name is neither above nor below.
    const [from, to] = [maturity.indexOf(change.from), maturity.indexOf(change.to)];
    const isBack = to >= 0 && to < from;
    return isBack ? [{ kind: "demoted", package: change.name, at: change.at, change }] : [];
  });
