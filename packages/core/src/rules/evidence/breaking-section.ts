import * as s from "../../policy/schema/definition.ts";
import type { Declaration } from "../../facts/evidence.ts";
import type { Changeset, Release } from "../../facts/facts.ts";
import {
  changesetsBehind,
  changesetsNeedingEvidence,
  declares,
} from "../../judge/changesets-behind.ts";
import { isFree } from "../../judge/legal-bumps.ts";
import { placeOf } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import type { View } from "../../judge/view.ts";
import { flag, someOf, strict } from "../../policy/schema/words.ts";
import { graduates, isCalver } from "../../policy/track.ts";
import { list, say } from "../../sentence.ts";
import { carried, prereleaseOf } from "../../versions/bump.ts";
import {
  type MisplacedEntry,
  misplacedEntries,
  misplacedHelp,
  misplacedMessage,
} from "./misplaced-entries.ts";

type BreakingSectionProblem = WithoutSection | MisplacedEntry | MajorWithoutReason;

interface WithoutSection extends Problem {
  readonly kind: "without";
  readonly package: string;
  readonly declaration: Declaration;
}

interface MajorWithoutReason extends Problem {
  readonly kind: "major";
  readonly package: string;
  readonly release: Release;
  readonly reasons: readonly Reason[];
}

const REASONS = ["breaking", "features"] as const;
type Reason = (typeof REASONS)[number];

interface Options {
  readonly honest: boolean;
  readonly majors: readonly Reason[];
}

export const breakingSection = defineRule<BreakingSectionProblem, Options>({
  id: "breaking-section",
  family: "evidence",
  summary:
    "Where a track requires it, a changeset with a breaking change or a removal must have a Breaking Changes section.",
  why: "Users who upgrade look for breaking changes in a section of that name. A track requires it with `require: { breaking: [section] }`: a heading of any level, such as `### Breaking Changes`, with an entry for each change. With `honest`, entries must also match their heading.",
  level: "warn",
  looksAt: ["declarations"],
  notWhen: "Leave `honest` off if changesets are not written in English.",
  options: () =>
    strict({
      honest: flag(
        "Whether Breaking and Deprecations sections are checked for empty templates, announcements, additions and removals under the wrong heading.",
      ),
      majors: s.withDefault(
        someOf(REASONS).check(
          s.description(
            "What the changesets of a major must contain: a breaking change, a section of features, or either. A graduation needs neither.",
          ),
        ),
        [],
      ),
    }),
  examples: {
    reject: [
      {
        title: "A breaking change outside its section",
        packages: { "@acme/core": "1.4.0" },
        changesets: {
          "async-load":
            '---\n"@acme/core": major\n---\n\nFaster loading.\n\nBREAKING: `load` is async.\n',
        },
        policies: { core: { packages: ["@acme/core"], require: { breaking: ["section"] } } },
      },
      {
        title: "A removal without a section",
        packages: { "@acme/core": "1.4.0" },
        changesets: {
          "less-code": '---\n"@acme/core": major\n---\n\nLess code.\n\nRemoves: `loadSync`\n',
        },
        policies: { core: { packages: ["@acme/core"], require: { breaking: ["section"] } } },
      },
      {
        title: "An unedited template",
        packages: { "@acme/core": "1.4.0" },
        changesets: {
          template:
            '---\n"@acme/core": major\n---\n\nNew keys.\n\n## Breaking Changes\n\nThis patch changes the behavior of configuration item `foo` to do bar.\n',
        },
        policies: {
          core: {
            packages: ["@acme/core"],
            rules: { "breaking-section": ["warn", { honest: true }] },
          },
        },
      },
      {
        title: "An announcement and an addition",
        packages: { "@acme/core": "1.4.0" },
        changesets: {
          later:
            '---\n"@acme/core": major\n---\n\nNew keys.\n\n### Breaking Changes\n\n- `loadSync` will be removed in 3.0.0\n- `load` now supports a list of names\n',
        },
        policies: {
          core: {
            packages: ["@acme/core"],
            rules: { "breaking-section": ["warn", { honest: true }] },
          },
        },
      },
      {
        title: "A major without a breaking change or feature",
        packages: { "@acme/core": "1.2.0" },
        changesets: { "bold-cats": { "@acme/core": "major" } },
        policies: {
          core: {
            packages: ["@acme/*"],
            rules: { "breaking-section": ["warn", { majors: ["breaking", "features"] }] },
          },
        },
      },
    ],
    accept: [
      {
        title: "A Breaking Changes section",
        packages: { "@acme/core": "1.4.0" },
        changesets: {
          "async-load":
            '---\n"@acme/core": major\n---\n\nFaster loading.\n\n### Breaking Changes\n\n- `load` is async\n\nRemoves: `loadSync`\n',
        },
        policies: { core: { packages: ["@acme/core"], require: { breaking: ["section"] } } },
      },
      {
        title: "Entries under the right headings",
        packages: { "@acme/core": "1.4.0" },
        changesets: {
          sorted:
            '---\n"@acme/core": major\n---\n\nNew keys.\n\n### Breaking Changes\n\n- The deprecated `loadSync` has been removed\n\n### Deprecations\n\n- `unload` will be removed in 3.0.0\n',
        },
        policies: {
          core: {
            packages: ["@acme/core"],
            rules: { "breaking-section": ["warn", { honest: true }] },
          },
        },
      },
      {
        title: "A minor",
        packages: { "@acme/core": "1.2.0" },
        changesets: { "bold-cats": { "@acme/core": "minor" } },
        policies: {
          core: {
            packages: ["@acme/*"],
            rules: { "breaking-section": ["warn", { majors: ["breaking", "features"] }] },
          },
        },
      },
      {
        title: "A package graduates",
        packages: { "@acme/core": "0.9.0" },
        changesets: { "at-last": { "@acme/core": "major" } },
        policies: {
          core: {
            packages: ["@acme/*"],
            versions: "1.x",
            rules: { "breaking-section": ["warn", { majors: ["breaking", "features"] }] },
          },
        },
      },
    ],
  },

  check: (view, options) => [
    ...withoutSection(view),
    ...misplacedEntries(view, (name) => options(name).honest),
    ...majorsWithoutReason(view, (name) => options(name).majors),
  ],

  message: (problem) => {
    switch (problem.kind) {
      case "without":
        return problem.declaration.kind === "removes"
          ? say`the changeset removes an API but has no ${"Breaking Changes"} section`
          : say`the changeset declares a breaking change but has no ${"Breaking Changes"} section`;
      case "misplaced":
        return misplacedMessage(problem);
      case "major":
        return say`${problem.package} ${problem.release.to} would be a major, but none of its changesets says ${list(
          problem.reasons.map((reason) => SAID[reason]),
          "or",
        )}`;
    }
  },
  help: (problem) => {
    switch (problem.kind) {
      case "without":
        return problem.declaration.kind === "removes"
          ? say`describe it and its replacement under a heading ${"Breaking Changes"}`
          : say`move it under a heading ${"Breaking Changes"}`;
      case "misplaced":
        return misplacedHelp(problem);
      case "major":
        return say`add a section ${list(
          problem.reasons.map((reason) => HEADINGS[reason]),
          "or",
        )} to its changeset with what users get, or declare a smaller bump`;
    }
  },
});

const BREAKS: ReadonlySet<Declaration["kind"]> = new Set(["breaking", "removes"]);

const withoutSection = (view: View): WithoutSection[] =>
  changesetsNeedingEvidence(view, ({ require }) => require.breaking?.includes("section")).flatMap(
    ({ changeset: { declarations, sections }, bump, track }): WithoutSection[] => {
      const declaration = declarations.find(
        (one) => BREAKS.has(one.kind) && !isFree(view, track, one),
      );
      if (!declaration || sections.some(({ kind }) => kind === "breaking")) return [];
      const because = track.line("require.breaking", "require");
      return [{ kind: "without", package: bump.package, at: declaration.at, declaration, because }];
    },
  );

const SAID: Readonly<Record<Reason, string>> = { breaking: "what breaks", features: "what is new" };
const HEADINGS: Readonly<Record<Reason, string>> = {
  breaking: "Breaking Changes",
  features: "Features",
};

const majorsWithoutReason = (
  view: View,
  reasonsFor: (name: string) => readonly Reason[],
): MajorWithoutReason[] =>
  view.judged.flatMap((release): MajorWithoutReason[] => {
    const { name, from, to } = release;
    const track = view.trackOf(name);
    const reasons = reasonsFor(name);
    // A prerelease continues the major of its first one.
    if (reasons.length === 0 || prereleaseOf(from)) return [];
    if (carried(from, to) !== "major" || view.ownBump(name) !== "major") return [];
    if (isCalver(track) || (track && graduates(release, track))) return [];
    if (changesetsBehind(view, release).some((changeset) => has(changeset, reasons))) return [];
    return [{ kind: "major", package: name, release, at: placeOf(view, release), reasons }];
  });

const has = (changeset: Changeset | undefined, reasons: readonly Reason[]): boolean =>
  (changeset?.sections.some(({ kind }) => reasons.some((reason) => reason === kind)) ?? false) ||
  (reasons.includes("breaking") && declares(changeset, ["breaking", "removes"]));
