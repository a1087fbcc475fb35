import type { Declaration } from "@release-policy/core";
import { breakingAt } from "./declaration-words.ts";

const KINDS: Readonly<Record<string, Declaration["kind"]>> = {
  deprecates: "deprecates",
  removes: "removes",
  security: "security",
  "upgrade-guide": "upgrade-guide",
  migration: "migration",
  "fixes-regression": "regression",
};
const TRAILER = /^([A-Za-z][A-Za-z-]*): +(\S.*)$/;

/**
 * What trailer lines declare, one for each line, undefined for a trailer of another kind. Nothing where any line
 * is no trailer: then it is prose.
 */
export function trailersOf(
  lines: readonly string[],
): readonly (Omit<Declaration, "at"> | undefined)[] | undefined {
  if (!lines.every((line) => TRAILER.test(line) || breakingAt(line))) return undefined;
  const read = lines.map(trailerOf);
  return read.some((one) => one) ? read : undefined;
}

function trailerOf(line: string): Omit<Declaration, "at"> | undefined {
  const [, key = "", value = ""] = TRAILER.exec(line) ?? [];
  const kind = KINDS[key.toLowerCase()];
  if (!kind) return undefined;
  return kind === "deprecates" ? deprecationOf(value) : { kind, value: bare(value) };
}

/** `<api> [use <replacement>] [until <version>]`; the words count outside of code alone. */
function deprecationOf(written: string): Omit<Declaration, "at"> {
  const value = written.replaceAll(/\s+/g, " ");
  const masked = value.replaceAll(/`[^`]*`/g, (code) => "\0".repeat(code.length));
  const words = [...masked.matchAll(/[,;]? (use|until) (?=\S)/gi)];
  const parts = words.filter(
    ([, word], i) => words.findIndex(([, other]) => same(word, other)) === i,
  );
  const part = (name: string): string | undefined => {
    const i = parts.findIndex(([, word]) => same(word, name));
    const from = parts[i];
    return from && bare(value.slice(from.index + from[0].length, parts[i + 1]?.index));
  };
  const replacement = part("use");
  const until = part("until");
  return {
    kind: "deprecates",
    value: bare(value.slice(0, parts[0]?.index)),
    ...(replacement === undefined ? {} : { replacement }),
    ...(until === undefined ? {} : { until }),
  };
}

const same = (a: string | undefined, b: string | undefined): boolean =>
  a?.toLowerCase() === b?.toLowerCase();

/** Without the backticks of a value that is code as a whole, and without a full stop. */
const bare = (value: string): string =>
  value
    .trim()
    .replace(/\.$/, "")
    .replace(/^(`+)([^`]+)\1$/, "$2");
