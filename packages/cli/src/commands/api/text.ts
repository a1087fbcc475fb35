import type { ApiDifference } from "@release-policy/core/types";
import { printable } from "../../formats/escape.ts";
import { type Style, count, paint } from "../../formats/style.ts";
import { API_KINDS } from "../../formats/verdict-text.ts";
import type { Apis, PackageApi } from "./api.ts";

/** What breaks first. */
export const inOrder = (differences: readonly ApiDifference[]): readonly ApiDifference[] =>
  differences.toSorted((a, b) => API_KINDS.indexOf(a.kind) - API_KINDS.indexOf(b.kind));

/** `1 removed, 2 breaking`; `unchanged`. */
export const kindCounts = (differences: readonly Pick<ApiDifference, "kind">[]): string =>
  API_KINDS.flatMap((kind) => {
    const { length } = differences.filter((one) => one.kind === kind);
    return length > 0 ? [`${length} ${kind}`] : [];
  }).join(", ") || "unchanged";

/** `Client.retry of ./server`, with its stability unless public. */
export const elementName = ({ path, entry, stability }: ApiDifference): string =>
  `${path}${entry === "." ? "" : ` of ${entry}`}${stability === "public" ? "" : ` (@${stability})`}`;

/** What else there is to know, as sentences without marks. */
export function apiNotes({ packages, skipped }: Apis): readonly string[] {
  return [
    ...packages.flatMap(({ name, untyped, missing }) => [
      ...untyped.map(
        ({ entry, target }) => `${name}: entry point ${entry} has no types (${target})`,
      ),
      ...missing
        .slice(0, 3)
        .map((one) => `${name}: its types mention a file that is missing (${one})`),
      ...(missing.length > 3 ? [`${name}: ${missing.length - 3} more files are missing`] : []),
    ]),
    ...(skipped.length > 0 ? [`skipped (no types): ${skipped.join(", ")}`] : []),
  ];
}

/** What changed since the last release, for a terminal. Ends with a line break. */
export function apiText(apis: Apis, style: Style): string {
  const blocks = apis.packages.map((one) => {
    const width = Math.max(...one.differences.map(({ kind }) => kind.length));
    return [
      `${paint(style, "bold", one.name)}  ${printable(summaryOf(one))}`,
      ...inOrder(one.differences).map(
        (difference) =>
          `  ${paint(style, colorOf(difference), difference.kind.padEnd(width))}  ${paint(style, "cyan", elementName(difference))}  ${printable(difference.because)}\n  ${" ".repeat(width)}  ${paint(style, "dim", placeText(difference))}`,
      ),
      "",
    ].join("\n");
  });
  const notes = apiNotes(apis).map((note) => `note: ${printable(note)}\n`);
  const none = apis.packages.length === 0 ? ["no package has types\n"] : [];
  return [...blocks, ...none, ...notes].join("\n");
}

export const summaryOf = ({ against, entries, differences }: PackageApi): string =>
  against === undefined
    ? `${count(entries.length, "entry point")}, but no report to compare with (run release-policy api --write)`
    : `since ${against}: ${kindCounts(differences)}`;

const placeText = ({ at: { path, line, column } }: ApiDifference): string =>
  `${path}:${line}:${column}`;

const colorOf = ({ kind }: ApiDifference) =>
  kind === "removed" || kind === "breaking"
    ? "red"
    : kind === "possibly breaking"
      ? "yellow"
      : "green";

const STATES = {
  missing: "is missing",
  stale: "differs from the built types",
  old: "belongs to an entry point that is gone",
} as const;

/** Whether the reports are those of the built types, with the command that writes them. Ends with a line break. */
export function staleText(apis: Apis, command: string, style: Style): string {
  const stale = apis.packages.flatMap((one) => one.stale);
  const total = apis.packages.reduce((sum, { entries }) => sum + entries.length, 0);
  const lines = stale.map(({ path, state }) => `${paint(style, "bold", path)} ${STATES[state]}`);
  const notes = apiNotes(apis).map((note) => `note: ${printable(note)}`);
  const end =
    stale.length === 0
      ? `${count(total, "report")} up to date with the built types`
      : `${count(stale.length, "report")} to write: run \`${printable(command)}\``;
  return `${[...lines, ...notes, end].join("\n")}\n`;
}

/** Which reports were written. Ends with a line break. */
export function writtenReportsText(apis: Apis): string {
  const stale = apis.packages.flatMap((one) => one.stale);
  const total = apis.packages.reduce((sum, { entries }) => sum + entries.length, 0);
  const lines = stale.map(
    ({ path, state }) => `${printable(path)} ${state === "old" ? "deleted" : "written"}`,
  );
  const notes = apiNotes(apis).map((note) => `note: ${printable(note)}`);
  const rest = stale.length === 0 ? [`${count(total, "report")}, unchanged`] : [];
  return `${[...lines, ...notes, ...rest].join("\n")}\n`;
}
