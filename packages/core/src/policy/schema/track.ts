import * as z from "zod/mini";
import type { Level } from "../policy.ts";
import type { RuleId } from "../rule-ids.ts";
import {
  listOf,
  once,
  oneOf,
  optional,
  range,
  rules,
  selectors,
  strict,
  text,
  texts,
  trackBumps,
} from "./words.ts";

const prerelease = () =>
  z.union(
    [z.enum(["forbidden", "allowed"]), strict({ required: texts("prerelease ids such as alpha") })],
    { error: "write forbidden, allowed or { required: [alpha, beta] }" },
  );

const atLeastOne = (what: string) =>
  z.int({ error: `write a number of ${what}` }).check(z.minimum(1, { error: "write 1 or more" }));

const deprecatedFor = () =>
  strict({
    lines: optional(atLeastOne("lines"), "Lines of versions between; from 0.8.x to 0.9.0 is one."),
    releases: optional(atLeastOne("releases"), "Releases of the package between."),
    days: optional(atLeastOne("days"), "Days between."),
    any: optional(z.boolean({ error: "write true or false" }), "One of the amounts is enough."),
  });

const evidence = <const T extends readonly string[]>(...values: T) =>
  listOf(oneOf(values), values.join(", "));

const requirement = () =>
  strict({
    breaking: optional(
      evidence("section", "upgrade-guide"),
      "What a breaking change comes with: a section of its own, an upgrade guide.",
    ),
    removal: optional(
      strict({
        bump: optional(oneOf(["patch", "minor", "major"]), "The smallest bump that may remove."),
        deprecatedFor: optional(deprecatedFor()),
      }),
      "What comes before an API is removed.",
    ),
    deprecation: optional(evidence("replacement"), "What a deprecation names."),
    security: optional(evidence("advisory"), "What a security fix names."),
    migration: optional(evidence("path"), "What a migration comes with."),
  });

const scheme = () =>
  z.union(
    [
      z.literal("semver"),
      strict({
        calver: text("a format such as YY.Q.N").check(
          z.refine((format) => /^(?:YYYY|YY)\.(?:0?M|Q|0?W|N)(?:\.(?:0?D|N))?$/.test(format), {
            error: "write YY or YYYY, then M, Q or W, then D or N, with dots between",
          }),
        ),
      }),
    ],
    { error: "write semver or { calver: YY.Q.N }" },
  );

const trackKeys = () => ({
  versions: optional(range(), "The shape of every released version."),
  prerelease: optional(prerelease(), "Whether a released version may, or must, be a prerelease."),
  bumps: optional(trackBumps()),
  breaking: optional(
    oneOf(["patch", "minor", "major"]),
    "The smallest bump that may carry a breaking change.",
  ),
  scheme: optional(scheme(), "How versions count: semver, or by the calendar."),
  require: optional(requirement(), "The evidence that each kind of change comes with."),
  rules: optional(rules(), "Levels and options of rules on this track."),
});

/** `policies/<track>.yaml` */
export const trackSchema = once(() =>
  strict({
    $schema: z.optional(z.string()),
    extends: optional(text("the name of a preset"), "A preset to start from."),
    packages: selectors(),
    ...trackKeys(),
  }),
);

export type TrackFile = z.infer<ReturnType<typeof trackSchema>>;

/** What `extends` can name: a track without its packages. */
export interface Preset extends Omit<TrackFile, "$schema" | "extends" | "packages" | "rules"> {
  /** What it is, in a sentence. */
  readonly about: string;
  readonly rules?: PresetRules;
  /** What a track cannot say, for workspace.yaml: trains, compatibility, dependencies. Shown on the page of presets. */
  readonly workspace?: Readonly<Record<string, unknown>>;
}
export type PresetRules = Readonly<Partial<Record<RuleId, Level | readonly [Level, object]>>>;
export type Presets = Readonly<Record<string, Preset>>;
