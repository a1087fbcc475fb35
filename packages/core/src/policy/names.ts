import type { KnownRule } from "./settings.ts";
import { closest } from "../closest.ts";
import type { PolicyLine } from "./file.ts";
import type { Mistake } from "./mistakes.ts";
import type { Policy } from "./policy.ts";

/** Names in one file that another file, or the registry of rules, has to know. `files` are the names of all files. */
export function checkNames(
  { dependencies, waivers }: Policy,
  rules: readonly KnownRule[],
  files: readonly string[],
): Mistake[] {
  const tracks = files.filter((name) => !NOT_TRACKS.has(name));
  const ruleIds = rules.map((rule) => rule.id);
  return [
    ...dependencies.flatMap(({ from, on, line }) =>
      unknownNames("track", [from, ...on], tracks, line),
    ),
    ...waivers.flatMap(({ rule, line }) => unknownNames("rule", [rule], ruleIds, line)),
  ];
}

/** Files of `policies/` that are no tracks. */
const NOT_TRACKS: ReadonlySet<string> = new Set(["workspace", "waivers", "deprecations"]);

/** A mistake for each name that is not known. */
export function unknownNames(
  what: string,
  names: readonly string[],
  known: readonly string[],
  line: PolicyLine,
): Mistake[] {
  return names
    .filter((name) => !known.includes(name))
    .map((name) => {
      const meant = closest(name, known);
      const all = known.length > 0 ? `known: ${known.join(", ")}` : `there is no ${what} yet`;
      return {
        at: line.at,
        message: `unknown ${what} \`${name}\``,
        help: meant ? `did you mean ${meant}?` : all,
      };
    });
}
