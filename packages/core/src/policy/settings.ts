import * as z from "zod/mini";
import { closest } from "../closest.ts";
import type { AnyRule } from "../rule.ts";
import type { Path, PolicyFile } from "./file.ts";
import { mistakesOf, type Mistake } from "./mistakes.ts";
import type { Setting } from "./policy.ts";
import { LEVELS, type Level } from "../level.ts";

const HOW = "write off, warn or error, or [error, { option: value }]";

/** The schema of one rule's setting: a level, or a level with options. */
export function settingSchema(rule: AnyRule) {
  const level = z.enum(LEVELS, { error: `write one of ${LEVELS.join(", ")}` });
  const described = rule.options
    ? z.union([level, z.tuple([level, rule.options()])], { error: HOW })
    : z.union([level, z.tuple([level])], {
        error: "write off, warn or error: this rule has no options",
      });
  return described.register(z.globalRegistry, { description: rule.summary });
}

/** The settings under `rules:` of a file, each checked by its rule. */
export function readSettings(
  file: PolicyFile,
  path: Path,
  written: Readonly<Record<string, unknown>> | undefined,
  rules: readonly AnyRule[],
): { settings: Map<string, Setting>; mistakes: Mistake[] } {
  const settings = new Map<string, Setting>();
  const mistakes: Mistake[] = [];
  for (const [id, value] of Object.entries(written ?? {})) {
    const rule = rules.find((candidate) => candidate.id === id);
    if (!rule) {
      const meant = closest(
        id,
        rules.map((known) => known.id),
      );
      mistakes.push({
        at: file.keyAt([...path, id]),
        message: `unknown rule \`${id}\``,
        help: meant ? `did you mean ${meant}?` : "docs/rules lists them all",
      });
      continue;
    }
    const result = settingSchema(rule).safeParse(value, { reportInput: true });
    if (!result.success) mistakes.push(...mistakesOf(file, result.error.issues, [...path, id]));
    else settings.set(id, toSetting(result.data as Level | [Level, unknown?], rule));
  }
  return { settings, mistakes };
}

const toSetting = (value: Level | [Level, unknown?], rule: AnyRule): Setting =>
  typeof value === "string"
    ? { level: value, options: defaultOptions(rule) }
    : { level: value[0], options: value[1] ?? defaultOptions(rule) };

/** A rule's options where nobody wrote any; undefined where the rule cannot do without. */
export const defaultOptions = (rule: AnyRule): unknown => rule.options?.().safeParse({}).data;
