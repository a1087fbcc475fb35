import { PRESETS, rules as all } from "@release-policy/core";
import { expect, test } from "vitest";
import { onDemand, parts } from "../../src/policy/on-demand.ts";
import { rules } from "../../src/policy/rules.ts";

test("the command line has every rule of core in full", () => {
  expect(rules.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
  // Functions come from another instance of the module.
  const shown = (value: unknown) =>
    JSON.stringify({ value }, (_, part: unknown) => (typeof part === "function" ? "()" : part));
  for (const [i, rule] of all.entries())
    for (const [name, value] of Object.entries(rule))
      expect(shown(rules[i]![name as keyof typeof rule]), `${rule.id}: ${name}`).toEqual(
        shown(value),
      );
});

test("loads a rule once, and not for its level or what it looks at", () => {
  let loads = 0;
  const [known] = all;
  const { id, family, level } = known!;
  const rule = onDemand({ id, family, level, looksAt: ["trains"] }, () => {
    loads++;
    return known!;
  });
  expect([rule.level, rule.looksAt, rule.last, loads]).toEqual([level, ["trains"], undefined, 0]);
  expect([rule.summary, rule.why, loads]).toEqual([known!.summary, known!.why, 1]);
});

test("the presets that are loaded on demand are those of core", () => {
  expect(parts.presets()).toEqual(PRESETS);
});
