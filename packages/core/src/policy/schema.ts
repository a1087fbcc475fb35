import * as z from "zod/mini";
import { BUMPS } from "../bump.ts";
import { DEPENDENCY_FIELDS, PLANNERS } from "../facts.ts";
import { rangeOf } from "./shape.ts";

export const LEVELS = ["off", "warn", "error"] as const;
export type Level = (typeof LEVELS)[number];

const DECLARED_KINDS = ["security", "regression"] as const;

/** An object whose unknown keys are errors; the issue's message carries the known keys (see mistakes.ts). */
export const strict = <T extends z.core.$ZodLooseShape>(shape: T) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? Object.keys(shape).join(",")
        : "write a mapping of keys to values",
  });

const text = (what: string) =>
  z.string({ error: `write ${what}` }).check(z.minLength(1, { error: `write ${what}` }));
const texts = (what: string) =>
  z
    .array(text(what), { error: `write a list: ${what}` })
    .check(z.minLength(1, { error: `write a list: ${what}` }));
const oneOf = <const T extends readonly string[]>(values: T) =>
  z.enum(values, { error: `write one of ${values.join(", ")}` });

const SELECTORS = 'package names, ./directories, "!" before one to leave it out';
const selectors = texts(SELECTORS).check(
  z.describe(`Which packages: ${SELECTORS}. The last match wins.`),
);

const range = text("a shape such as 0.y.z or 1.x, or a semver range, in quotes").check(
  z.refine((value) => rangeOf(value) !== null, {
    error: ({ input }) =>
      `\`${String(input)}\` is neither a shape such as 0.y.z or 1.x nor a semver range`,
  }),
);
const date = text("a date such as 2026-12-18").check(
  z.refine(isDate, {
    error: ({ input }) => `\`${String(input)}\` is not a date such as 2026-12-18`,
  }),
);
const bumpList = z.array(oneOf(BUMPS), { error: `write a list of ${BUMPS.join(", ")}` });
const bumps = strict({
  declared: z.optional(bumpList.check(z.describe("The bumps that an author may ask for."))),
  received: z.optional(
    bumpList.check(
      z.describe(
        "The bumps that propagation, a group or a mode may give. Default: those of declared.",
      ),
    ),
  ),
});
const prerelease = z.union(
  [z.enum(["forbidden", "allowed"]), strict({ required: texts("prerelease ids such as alpha") })],
  { error: "write forbidden, allowed or { required: [alpha, beta] }" },
);

/** Levels and options are checked rule by rule (see settings.ts): here only the form. */
const rules = z.record(z.string(), z.unknown(), { error: "write rule names with a level each" });

function isDate(value: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

const trackKeys = {
  versions: z.optional(range.check(z.describe("The shape of every released version."))),
  prerelease: z.optional(
    prerelease.check(z.describe("Whether a released version may, or must, be a prerelease.")),
  ),
  bumps: z.optional(bumps),
  breaking: z.optional(
    oneOf(["patch", "minor", "major"]).check(
      z.describe("The smallest bump that may carry a breaking change."),
    ),
  ),
  rules: z.optional(rules.check(z.describe("Levels and options of rules on this track."))),
};

/** `policies/<track>.yaml` */
export const trackFile = strict({
  $schema: z.optional(z.string()),
  extends: z.optional(text("the name of a preset").check(z.describe("A preset to start from."))),
  packages: selectors,
  ...trackKeys,
});

/** What a preset may say: a track without packages. */
export const preset = strict(trackKeys);

/** `policies/workspace.yaml` */
export const workspaceFile = strict({
  $schema: z.optional(z.string()),
  planner: z.optional(
    oneOf(PLANNERS).check(
      z.describe("The release command that is judged. Default: the one that the workspace uses."),
    ),
  ),
  judgedBy: z.optional(
    oneOf(["base", "head"]).check(
      z.describe("Whose policy judges a pull request: that of its base (the default), or its own."),
    ),
  ),
  rules: z.optional(rules.check(z.describe("Levels and options of rules on every track."))),
  dependencies: z.optional(
    z
      .array(
        strict({
          from: text("the name of a track"),
          on: z.array(text("the name of a track"), { error: "write a list of tracks" }),
          fields: z.optional(
            z.array(oneOf(DEPENDENCY_FIELDS), { error: "write a list of fields" }),
          ),
        }),
        { error: "write a list such as - { from: core, on: [core] }" },
      )
      .check(
        z.describe("A package of the track `from` may depend only on packages of the tracks `on`."),
      ),
  ),
  trains: z.optional(
    z
      .array(
        strict({
          leader: text("a package name"),
          members: selectors,
          version: z.union(
            [
              z.literal("same"),
              strict({ minorOffset: z.int({ error: "write a whole number" }) }),
              strict({ table: z.record(z.string(), range) }),
            ],
            { error: 'write same, { minorOffset: 16 } or { table: { "1.x": "0.50.x" } }' },
          ),
        }),
        { error: "write a list of trains" },
      )
      .check(z.describe("Packages whose versions move together.")),
  ),
  branches: z.optional(
    z
      .record(
        z.string(),
        strict({
          bumps: z.optional(bumps),
          prerelease: z.optional(oneOf(["forbidden", "allowed"])),
          versions: z.optional(range),
        }),
        { error: "write branch patterns with what each allows" },
      )
      .check(z.describe("What may be released from a branch. `*` stands for any characters.")),
  ),
  freezes: z.optional(
    z
      .array(
        strict({
          from: date,
          to: date,
          reason: text("why, in one sentence"),
          packages: z.optional(selectors),
          except: z.optional(
            z.array(oneOf(DECLARED_KINDS), {
              error: `write a list of ${DECLARED_KINDS.join(", ")}`,
            }),
          ),
        }),
        { error: "write a list of freezes" },
      )
      .check(z.describe("Days, first and last included, on which nothing is released.")),
  ),
  couplings: z.optional(
    z
      .array(
        z.union(
          [
            strict({ umbrella: text("a package name"), members: selectors }),
            strict({ bundler: text("a package name"), bundles: selectors }),
          ],
          { error: "write { umbrella, members } or { bundler, bundles }" },
        ),
        { error: "write a list of couplings" },
      )
      .check(
        z.describe(
          "An umbrella takes at least the bump of its members; a bundler is released with what it bundles.",
        ),
      ),
  ),
  compatibility: z.optional(
    z.array(
      strict({
        packages: selectors,
        with: text("a package name"),
        covers: oneOf(["major", "minor", "exact"]).check(
          z.describe("How much of `with` the published range must cover."),
        ),
      }),
      { error: "write a list such as - { packages: [...], with: ..., covers: major }" },
    ),
  ),
  unpublished: z.optional(
    texts("package names").check(
      z.describe("Packages that were never published: pnpm releases them as they are written."),
    ),
  ),
});

/** `policies/waivers.yaml` */
export const waiversFile = strict({
  $schema: z.optional(z.string()),
  waivers: z.array(
    strict({
      rule: text("the name of a rule"),
      package: text("a package name"),
      version: text("the version that is allowed, in quotes"),
      reason: text("why it is allowed, in one sentence"),
      owner: text("who answers for it"),
      until: date.check(z.describe("The last day on which it counts.")),
    }),
    { error: "write a list of waivers" },
  ),
});

export type TrackFile = z.infer<typeof trackFile>;
export type PresetFile = z.infer<typeof preset>;
export type WorkspaceFile = z.infer<typeof workspaceFile>;
export type WaiversFile = z.infer<typeof waiversFile>;
