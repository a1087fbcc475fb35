import * as s from "./definition.ts";
import type { Level } from "../policy.ts";
import type { RuleId } from "../rule-ids.ts";
import {
  date,
  distTag,
  fileSchema,
  modeSchema,
  oneOf,
  optional,
  range,
  rules,
  someOf,
  strict,
  text,
  texts,
  trackBumps,
  trackPackages,
} from "./words.ts";

const prerelease = () =>
  s.union(
    [
      s.enumOf(["forbidden", "allowed"]),
      strict({ required: texts("prerelease ids such as alpha") }),
    ],
    { error: "write forbidden, allowed or { required: [alpha, beta] }" },
  );

const atLeastOne = (what: string) =>
  s.int({ error: `write a number of ${what}` }).check(s.minimum(1, { error: "write 1 or more" }));

const deprecatedFor = () =>
  strict({
    lines: optional(atLeastOne("lines"), "Release lines in between; from 0.8.x to 0.9.0 is one."),
    releases: optional(atLeastOne("releases"), "Releases of the package in between."),
    days: optional(atLeastOne("days"), "Days in between."),
    any: optional(
      s.boolean({ error: "write true or false" }),
      "Whether one of the amounts is enough.",
    ),
  });

const evidence = <const T extends readonly string[]>(...values: T) => someOf(values);

const requirement = () =>
  strict({
    breaking: optional(
      evidence("section", "upgrade-guide"),
      "What a breaking change requires: a section, an upgrade guide.",
    ),
    removal: optional(
      strict({
        bump: optional(
          oneOf(["patch", "minor", "major"]),
          "The smallest bump allowed for a removal.",
        ),
        deprecatedFor: optional(deprecatedFor()),
      }),
      "What must precede the removal of an API.",
    ),
    deprecation: optional(evidence("replacement"), "What a deprecation must name."),
    security: optional(evidence("advisory"), "What a security fix must name."),
    migration: optional(evidence("path"), "What a migration requires."),
  });

const scheme = () =>
  s.union(
    [
      s.literal("semver"),
      strict({
        calver: text("a format such as YY.Q.N").check(
          s.refine((format) => /^(?:YYYY|YY)\.(?:0?M|Q|0?W|N)(?:\.(?:0?D|N))?$/.test(format), {
            error:
              "invalid calver format (expected YY or YYYY, then M, Q or W, then D or N, separated by dots)",
          }),
        ),
      }),
    ],
    { error: "write semver or { calver: YY.Q.N }" },
  );

const supportWindow = () =>
  strict({
    lines: optional(
      atLeastOne("lines"),
      "How many of the newest release lines are supported. Default: 1.",
    ),
    days: optional(
      atLeastOne("days"),
      "For how many days older lines are supported, from the first release of the next line.",
    ),
    until: optional(
      s.record(range(), date(), {
        error: 'write release lines with their end dates, such as { "1.x": 2027-06-30 }',
      }),
      "The last day of single lines, whatever `lines` and `days` say.",
    ),
  });

/** The keys that a shared policy can have as well. */
const SHARED = {
  $schema: () => optional(s.string()),
  extends: () =>
    optional(text("the name of a preset"), "A preset, or a shared policy, to start from."),
  versions: () => optional(range(), "The allowed versions, such as 1.x or 0.y.z."),
  prerelease: () =>
    optional(prerelease(), "Whether a released version may, or must, be a prerelease."),
  bumps: () => optional(trackBumps()),
  breaking: () =>
    optional(
      oneOf(["patch", "minor", "major"]),
      "The smallest bump allowed for a breaking change.",
    ),
  distTag,
  support: () =>
    optional(
      supportWindow(),
      "How long release lines are supported before npm shows them deprecated.",
    ),
  scheme: () => optional(scheme(), "The versioning scheme: semver, or by the calendar."),
  require: () => optional(requirement(), "The evidence that each kind of change requires."),
  rules: () => optional(rules(), "Levels and options of rules on this track."),
};

const { $schema, extends: base, ...KEYS } = SHARED;

/** `policies/<track>.yaml` */
export const trackSchema = fileSchema(
  {
    $schema,
    extends: base,
    packages: trackPackages,
    ...KEYS,
    mode: () => optional(modeSchema(), "Whether findings count already: { evaluate: 2027-01-15 }."),
  },
  ["packages"],
);

/** A policy in a package that tracks extend: a track without packages. */
export const sharedTrackSchema = fileSchema(SHARED);
export type SharedTrack = s.Infer<ReturnType<typeof sharedTrackSchema>>;

export type TrackFile = s.Infer<ReturnType<typeof trackSchema>>;

/** What `extends` can name: a track without its packages. */
export interface Preset extends Omit<
  TrackFile,
  "$schema" | "extends" | "packages" | "rules" | "mode"
> {
  /** What it is, in a sentence. */
  readonly about: string;
  readonly rules?: PresetRules;
  /** What a track cannot say, for workspace.yaml: trains, compatibility, dependencies. Shown on the page of presets. */
  readonly workspace?: Readonly<Record<string, unknown>>;
}
export type PresetRules = Readonly<Partial<Record<RuleId, Level | readonly [Level, object]>>>;
export type Presets = Readonly<Record<string, Preset>>;
