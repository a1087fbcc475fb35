import * as s from "../../policy/schema/definition.ts";
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
  summary:
    "Every published package must be on exactly one track and must not move to a less mature one.",
  why: "Packages that match no track are not checked, so a new package could be published with any version. Within a file the last matching selector decides, but between files there is no order. If the option `maturity` orders the tracks, a check with `--since` also reports a package that moves to a less mature one.",
  level: "error",
  aboutToday: true,
  options: () =>
    strict({
      maturity: s.withDefault(
        listOf(text("the name of a track"), "tracks, from the least mature on").check(
          s.description("The tracks, from least to most mature: no package may move back."),
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
        title: "A glob that matches too much",
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
        title: "A private package needs no track",
        packages: { "@acme/core": "1.2.0", site: { version: "0.0.0", private: true } },
        policies: { core: { packages: ["@acme/*"] } },
      },
      {
        title: "The exception is excluded",
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
          ? say`${problem.package} is new but is not on a track`
          : say`${problem.package} is published but is not on a track`;
      case "several":
        return say`${problem.package} is on ${problem.tracks.length} tracks: ${list(problem.tracks)}`;
      case "demoted":
        return say`${problem.package} would move from track ${problem.change.from} to ${problem.change.to}, which is less mature`;
    }
  },
  help: (problem) => {
    const { package: name } = problem;
    switch (problem.kind) {
      case "none":
        return problem.remedy;
      case "several":
        return say`exclude it from all but one of them with ${`"!${name}"`} under ${"packages"}`;
      case "demoted":
        return say`keep ${name} on track ${problem.change.from}; if the move is intended, add a waiver to ${"policies/waivers.yaml"} of the base branch`;
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

/** A new package goes where its first version is allowed, an existing one where it may have started. */
function ontoTrack(view: View, { name, dir, isNew }: Package): Sentence {
  const release = isNew ? view.releaseOf(name) : undefined;
  if (release) return placeNew(view, release);
  const { newPackages, tracks } = view.policy;
  const start = tracks.find((track) => track.name === newPackages?.track);
  return start
    ? say`add ${`"${name}"`} to ${"packages"} of track ${start.name}, where new packages start (${packagesLine(start)}), or to another track`
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
