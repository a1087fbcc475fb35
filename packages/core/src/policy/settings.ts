import * as s from "./schema/definition.ts";
import type { Location } from "../facts/location.ts";
import { type Path, type PolicyFile, lineAt } from "./file.ts";
import { type Mistake, closest } from "./mistakes.ts";
import {
  type ApprovableRule,
  type Evaluation,
  type KnownRule,
  LEVELS,
  type Level,
  type Policy,
  type Setting,
  type Settings,
  type Track,
} from "./policy.ts";
import type { RuleId } from "./rule-ids.ts";
import { accept, REFUSED } from "./schema/accept.ts";
import { type ByZod, checked } from "./schema/checked.ts";
import { modeSchema, oneOf, optional, strict } from "./schema/words.ts";

const HOW = "write off, warn or error, or [error, { option: value }]";

/** The schema of one rule's setting: a level, a level with options, or a mapping of both with a mode. */
export const settingSchema = (rule: KnownRule) =>
  s
    .union([levelSchema(rule), mappingSchema(rule)], { error: HOW })
    .check(s.description(rule.summary));

const levels = () => oneOf(LEVELS);

const levelSchema = ({ options }: KnownRule) =>
  options
    ? s.union([levels(), s.tuple([levels()]), s.tuple([levels(), options()])], { error: HOW })
    : s.union([levels(), s.tuple([levels()])], {
        error: "write off, warn or error: this rule has no options",
      });

const mappingSchema = ({ options }: KnownRule) =>
  strict({
    level: levels(),
    ...(options ? { options: optional(options()) } : {}),
    mode: optional(modeSchema()),
  });

/** The day until which a mode only reports findings. */
export const evaluationAt = (
  file: PolicyFile,
  path: Path,
  written: { readonly evaluate?: string | undefined } | undefined,
): { readonly evaluation?: Evaluation } =>
  written?.evaluate === undefined
    ? {}
    : { evaluation: { until: written.evaluate, line: lineAt(file, [...path, "evaluate"]) } };

/** The settings under `rules:` of a file, each checked by its rule. */
export function readSettings(
  file: PolicyFile,
  path: Path,
  written: Readonly<Record<string, unknown>> | undefined,
  rules: readonly KnownRule[],
  byZod: ByZod,
): { settings: Map<RuleId, Setting>; mistakes: Mistake[] } {
  const settings = new Map<RuleId, Setting>();
  const mistakes: Mistake[] = [];
  for (const [id, value] of Object.entries(written ?? {})) {
    const rule = rules.find((candidate) => candidate.id === id);
    if (!rule) {
      const suggestion = closest(
        id,
        rules.map((known) => known.id),
      );
      mistakes.push({
        at: file.keyAt([...path, id]),
        message: `unknown rule \`${id}\``,
        help: suggestion ? `did you mean ${suggestion}?` : "see docs/rules for all rules",
      });
      continue;
    }
    const at = [...path, id];
    const isMapping = typeof value === "object" && value !== null && "level" in value;
    const schema = isMapping ? mappingSchema(rule) : levelSchema(rule);
    const setting = checked<Written>(schema, { value, file, path: at }, mistakes, byZod);
    if (setting !== undefined) settings.set(rule.id, toSetting(setting, file, at));
  }
  return { settings, mistakes };
}

type Written =
  | Level
  | [Level, unknown?]
  | { level: Level; options?: unknown; mode?: { evaluate?: string | undefined } | undefined };

function toSetting(value: Written, file: PolicyFile, path: Path): Setting {
  const { level, options, mode } =
    typeof value === "string"
      ? { level: value }
      : Array.isArray(value)
        ? { level: value[0], options: value[1] }
        : value;
  return {
    level,
    ...(options === undefined ? {} : { options }),
    ...evaluationAt(file, [...path, "mode"], mode),
  };
}

/** Rules that a track cannot set: set there, they would be silently off. */
export const refuseWorkspaceRules = (
  file: PolicyFile,
  settings: Settings,
  rules: readonly KnownRule[],
): Mistake[] =>
  rules
    .filter(({ id, workspaceOnly }) => workspaceOnly && settings.has(id))
    .map(({ id }) => ({
      at: file.keyAt(["rules", id]),
      message: `\`${id}\` is about the workspace, not about the packages of a track`,
      help: "set it under rules in policies/workspace.yaml",
    }));

/** The inner settings over the outer ones: a level alone keeps the options, as in ESLint. */
export const withinSettings = (outer: Settings, inner: Settings): Settings =>
  new Map([
    ...outer,
    ...[...inner].map(([id, setting]) => [id, { ...outer.get(id), ...setting }] as const),
  ]);

/** Rules that say nothing without options, switched on without any, here or further out. */
export const withoutOptions = (
  settings: Settings,
  outer: Settings,
  rules: readonly KnownRule[],
  at: (id: string) => Location,
): Mistake[] =>
  rules.flatMap(({ id, needsOptions }) => {
    const { level = "off", options } = settings.get(id) ?? {};
    if (!needsOptions || level === "off" || (options ?? outer.get(id)?.options)) return [];
    const help = `write [${level}, { … }]: see docs/rules/${id}.md`;
    return [{ at: at(id), message: `\`${id}\` checks nothing without options`, help }];
  });

/** How loud a rule is: its track decides, then the workspace, then the rule itself. */
export const levelOf = (
  { settings }: Pick<Policy, "settings">,
  { id, level }: Pick<KnownRule, "id" | "level">,
  track?: Pick<Track, "settings">,
): Level => (track?.settings.get(id) ?? settings.get(id))?.level ?? level;

/** A rule's default options; undefined if the rule requires options. */
export function defaultOptions({ options }: Pick<KnownRule, "options">): unknown {
  const defaults = options ? accept(options(), {}) : REFUSED;
  return defaults === REFUSED ? undefined : defaults;
}

/** Whether the policy switches an option of a rule on, for the workspace or on a track. */
export const isOptionOn = ({ settings, tracks }: Policy, id: RuleId, option: string): boolean =>
  [settings, ...tracks.map((track) => track.settings)].some((one) => {
    const options: unknown = one.get(id)?.options;
    return (
      typeof options === "object" &&
      options !== null &&
      Object.entries(options).some(([key, value]) => key === option && value === true)
    );
  });

/** Findings about the policy or the whole workspace do not belong to a release, so they cannot be approved. */
export const isApprovable = ({
  family,
  workspaceOnly = false,
  approvable = true,
}: ApprovableRule): boolean => approvable && family !== "policy" && !workspaceOnly;
