import { closest } from "../closest.ts";
import type { AnyRule } from "../rule.ts";
import type { PolicyLine } from "./file.ts";
import type { Mistake } from "./mistakes.ts";
import type { Policy } from "./policy.ts";

/** Names in one file that another file, or the registry of rules, has to know. */
export function checkNames(policy: Policy, rules: readonly AnyRule[]): Mistake[] {
  const tracks = policy.tracks.map((track) => track.name);
  const ruleIds = rules.map((rule) => rule.id);
  return [
    ...policy.dependencies.flatMap(({ from, on, line }) =>
      unknown("track", [from, ...on], tracks, line),
    ),
    ...policy.waivers.flatMap(({ rule, line }) => unknown("rule", [rule], ruleIds, line)),
  ];
}

function unknown(
  what: string,
  names: readonly string[],
  known: readonly string[],
  line: PolicyLine,
): Mistake[] {
  return names
    .filter((name) => !known.includes(name))
    .map((name) => {
      const meant = closest(name, known);
      return {
        at: line.at,
        message: `unknown ${what} \`${name}\``,
        help: meant ? `did you mean ${meant}?` : `known: ${known.join(", ")}`,
      };
    });
}
