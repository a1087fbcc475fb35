import * as s from "./definition.ts";
import { BUMPS } from "../../versions/bump.ts";
import { LONGEST_PATTERN, MOST_PATTERNS, patternFault } from "../pattern-limits.ts";
import type { RuleId } from "../rule-ids.ts";
import { rangeOf } from "../track.ts";

/** Builds a schema on first use: most runs need one of the three, and building all would slow down the start. */
export function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** An object whose unknown keys are errors. */
export const strict = <T extends s.Shape>(
  shape: T,
  known: readonly string[] = Object.keys(shape),
) => s.object(shape, known);

type Makers = Readonly<Record<string, () => s.Schema<unknown>>>;

/**
 * The schema of a file, from what makes that of each key: with all keys, or for some data with those that it has and those
 * that are `required`. Most files have few keys, and making the schemas of all takes longer than to read them.
 */
export function fileSchema<T extends Makers>(
  makers: T,
  required: readonly (keyof T & string)[] = [],
) {
  const known = Object.keys(makers);
  const made = new Map<string, s.Schema<unknown>>();
  const schemaOf = (key: string): s.Schema<unknown> => {
    const schema = made.get(key) ?? makers[key]!();
    made.set(key, schema);
    return schema;
  };
  return (data?: object) => {
    const keys = data ? known.filter((key) => key in data || required.includes(key)) : known;
    const shape = Object.fromEntries(keys.map((key) => [key, schemaOf(key)]));
    return strict(shape as { [K in keyof T]: ReturnType<T[K]> }, known);
  };
}

/** A key that may be left out, with what an editor shows about it. */
export const optional = <T>(inner: s.Schema<T>, about?: string) =>
  new s.Schema<T | undefined>({
    kind: "optional",
    inner,
    ...(about === undefined ? {} : { about }),
  });

export const text = (what: string) =>
  s
    .string({ error: `write ${what}` })
    .check(s.minLength(1, { error: `write ${what}`, abort: true }));

/** A path, or a glob, that cannot lead out of the workspace. */
export const inside = (what: string) =>
  text(what).check(
    s.refine((path) => !/^!?(?:[/\\]|[a-z]:)|(?:^!?|[/\\])\.\.(?:[/\\]|$)/i.test(path), {
      error: ({ input }) => `\`${String(input)}\` is outside the workspace`,
    }),
  );

const SIMPLER = "simplify the pattern";

/** A glob that takes no longer to match than people's do. */
export const glob = () =>
  inside("a glob").check(
    s.refine((pattern) => patternFault(pattern) === undefined, {
      error: ({ input }) =>
        `the pattern \`${clip(String(input))}\` ${patternFault(String(input))}: ${SIMPLER}`,
    }),
  );

const clip = (written: string): string =>
  written.length > 60 ? `${written.slice(0, 60)}…` : written;

/** What is matched with names and folders. */
const pattern = (what: string) =>
  text(what).check(
    s.maxLength(LONGEST_PATTERN, { error: `write at most ${LONGEST_PATTERN} characters` }),
  );

export const texts = (what: string) =>
  atMost(listOf(pattern(what), what), MOST_PATTERNS).check(
    s.minLength(1, { error: `write a list of ${what}` }),
  );

export const atMost = <T>(list: s.Schema<T[]>, most: number): s.Schema<T[]> =>
  list.check(s.maxLength(most, { error: `write at most ${most} items` }));

export const listOf = <T>(item: s.Schema<T>, what: string) =>
  s.array(item, { error: `write a list of ${what}` });

/** A list of some of these values. */
export const someOf = <const T extends readonly string[]>(values: T) =>
  s.array(oneOf(values), {
    error:
      values.length === 1
        ? `write [${values[0]}]`
        : `write a list with any of ${values.join(", ")}`,
  });

/** A whole number from 1: days, releases, majors. */
export const wholeNumber = () =>
  s
    .int({ error: "write a whole number, 1 or more" })
    .check(s.minimum(1, { error: "write a whole number, 1 or more" }));

export const bool = () => s.boolean({ error: "write true or false" });

/** A boolean option of a rule; false by default. */
export const flag = (about: string) => s.withDefault(bool().check(s.description(about)), false);

export const oneOf = <const T extends readonly string[]>(values: T) =>
  s.enumOf(values, { error: `write one of ${values.join(", ")}` });

const SELECTORS = 'package names and ./directories ("!" excludes)';
export const selectors = () => texts(SELECTORS);

/** A track may have no packages: it waits for its first one, or its last one has graduated. */
export const trackPackages = () => atMost(listOf(pattern(SELECTORS), SELECTORS), MOST_PATTERNS);

export const range = () =>
  text("a shape such as 0.y.z or 1.x, or a semver range, in quotes").check(
    s.refine((value) => rangeOf(value) !== null, {
      error: ({ input }) =>
        `\`${String(input)}\` is neither a shape such as 0.y.z or 1.x nor a semver range`,
    }),
  );

export const date = () =>
  text("a date such as 2026-12-18").check(
    s.refine(isDate, {
      error: ({ input }) => `\`${String(input)}\` is not a date such as 2026-12-18`,
    }),
  );

export function isDate(value: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

/** Reported, but never an error before a day. */
export const modeSchema = () =>
  strict({
    evaluate: optional(date(), "Findings are reported, but only count from this date on."),
  });

const bumpList = () => someOf(BUMPS);

const bumpKeys = () => ({
  declared: optional(bumpList(), "The bumps that a changeset may declare."),
  received: optional(
    bumpList(),
    "The bumps that a dependency, a group or pre mode may cause. Default: those of declared.",
  ),
});

export const bumps = () => strict(bumpKeys());

export const trackBumps = () =>
  strict({
    ...bumpKeys(),
    inPreMode: optional(bumpList(), "The bumps of both kinds while the workspace is in pre mode."),
  });

/** That there is such a rule is checked where the file is read, with all rules at hand. */
export const ruleId = () => text("the name of a rule") as s.Schema<RuleId>;

export const ruleIds = () => texts("names of rules") as s.Schema<RuleId[]>;

/** Levels and options are checked rule by rule (see settings.ts): here only the form. */
export const rules = () =>
  s.record(s.string(), s.anything(), { error: "write rule names with a level each" });

/** Why npm would reject a dist-tag; undefined if it is valid. `id` replaces `{prerelease}`. */
function tagFault(tag: string, id: string): string | undefined {
  const sample = tag.replace("{prerelease}", id).replace(/\{(?:major|minor)\}/g, "1");
  if (!/^[\w.~-]+$/.test(sample))
    return `\`${tag}\` cannot be a dist-tag: write letters, digits, hyphens and dots, {major}, {minor}${id ? " or {prerelease}" : " (a stable release has no {prerelease})"}`;
  return rangeOf(sample) === null
    ? undefined
    : `\`${tag}\` is a semver range, which npm refuses as a dist-tag: write release-${tag}`;
}

const tagName = (id: string) =>
  text("a dist-tag such as latest or next").check(
    s.refine((tag) => tagFault(tag, id) === undefined, {
      error: ({ input }) => tagFault(String(input), id)!,
    }),
  );

/** One dist-tag, or one for each kind of release. */
export const distTag = () =>
  optional(
    s.union(
      [
        tagName("alpha"),
        strict({ prereleases: optional(tagName("alpha")), stable: optional(tagName("")) }),
      ],
      { error: "write a dist-tag such as latest, or { prereleases: next, stable: latest }" },
    ),
    "The dist-tag that releases must be published under.",
  );
