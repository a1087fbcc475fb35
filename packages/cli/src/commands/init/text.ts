import type { Report } from "../../check/report.ts";
import { printable } from "../../formats/escape.ts";
import { type Style, count, paint, wrapped } from "../../formats/style.ts";
import { verdictText } from "../../formats/verdict-text.ts";
import type { TerminalOptions } from "../../formats/terminal/plan-text.ts";
import type { Initialized } from "./init.ts";

/**
 * What `init` proposes or did, what fails now and in the past, and what to do: at most thirty lines in addition to
 * the files, which are shown if they are not written. Ends with a line break.
 */
export function initializedText(result: Initialized, options: TerminalOptions): string {
  const { files, report, hints, newPackages } = result;
  const isProposal = files.some(({ state }) => state === "proposed");
  const width = Math.max(...[...files.map(({ path }) => path), CONFIG].map((path) => path.length));
  const done = [
    ...files.map((file) => fileRow(file.path, fileState(file, result), width, options)),
    fileRow("package.json", scriptWords(result, isProposal), width, options),
    ...guardRow(result, isProposal, width, options),
    ...(newPackages === undefined ? [] : [`New packages start on ${printable(newPackages)}.`]),
    ...(isUnchanged(result) ? ["Nothing to change: everything is already in place."] : []),
  ].join("\n");
  const today = todayLines(report, options).join("\n");
  const next = [
    wrapped([nextStep(result)], options, 0),
    ...hints.map((hint) => `${paint(options, "bold", "hint")}: ${wrapped(hint, options, 6)}`),
  ].join("\n");
  const others = [done, today, next].join("\n\n").split("\n").length;
  const past = pastLines(result, options, MOST_LINES - others - 3).join("\n");
  const shown = isProposal ? files.map((file) => fileText(file, options)) : [];
  return `${[...shown, done, today, past, next].filter((block) => block !== "").join("\n\n")}\n`;
}

/** What people read of a proposal, without the files. */
const MOST_LINES = 30;

/** What becomes of a file, and of a track, who is on it. */
function fileState({ path, state }: Initialized["files"][number], { tracks }: Initialized): string {
  const track = tracks.find(({ name }) => path === `policies/${name}.yaml`);
  const what = track ? `${count(track.members.length, "package")}. ${track.about}` : "";
  return what === "" ? STATES[state] : `${STATES[state]}: ${what}`;
}

const MOST_TODAY = 3;

/** What the tracks find today: the errors first. `check` has the rest. */
function todayLines(report: Report, style: Style): readonly string[] {
  const { findings } = report;
  const errors = findings.filter(({ level }) => level === "error");
  const title = `Today: ${verdictText(report)}`;
  const sorted = [...errors, ...findings.filter(({ level }) => level !== "error")];
  const more = findings.length - MOST_TODAY;
  return [
    paint(style, "bold", title),
    ...sorted
      .slice(0, MOST_TODAY)
      .map(
        ({ rule, level, message }) =>
          `  ${wrapped([`${level}[${rule}]: `, ...message], style, 4, 2)}`,
      ),
    ...(more > 0 ? [`  … ${more} more: release-policy check`] : []),
  ];
}

const MOST_PAST = 5;

/** What the tracks would have blocked in the past, in about so many lines; nothing if not replayed. */
export function pastLines(
  { past }: Initialized,
  style: Style,
  room = Number.POSITIVE_INFINITY,
): readonly string[] {
  if (!past) return [];
  const { releases, refused, left, examples } = past;
  const cut = left > 0 ? ` (${left} older not checked in time: run release-policy audit)` : "";
  const title =
    refused === 0
      ? `None of ${count(releases, "past release")} would have been blocked`
      : `${refused} of ${count(releases, "past release")} would have been blocked`;
  const lines = examples.slice(0, MOST_PAST).map(({ date, track, message }) => {
    const where = track === undefined ? date : `${date} ${track}:`;
    return `  ${wrapped([`${where} ${message.replaceAll("`", "")}`], style, 4, 2)}`;
  });
  const shown = lines.filter(
    (_, i) =>
      lines
        .slice(0, i + 1)
        .join("\n")
        .split("\n").length <= room,
  );
  const more = examples.length - shown.length;
  return [
    ...boldLines(`${title}${cut}`, style),
    ...shown,
    ...(more > 0 ? [`  … ${more} more: release-policy audit`] : []),
  ];
}

const boldLines = (text: string, style: Style): readonly string[] =>
  wrapped([text], style, 0)
    .split("\n")
    .map((line) => paint(style, "bold", line));

const CONFIG = ".changeset/config.json";

const STATES = {
  proposed: "would be written",
  written: "written",
  there: "already there",
} as const;

const fileRow = (path: string, state: string, width: number, style: Style): string =>
  `${paint(style, "cyan", path.padEnd(width))}  ${wrapped([state], style, width + 2)}`;

/** The file itself, as it would be written. */
const fileText = ({ path, text }: Initialized["files"][number], style: Style): string =>
  [
    paint(style, ["cyan", "bold"], path),
    ...text
      .trimEnd()
      .split("\n")
      .map((line) => `  ${printable(line)}`.trimEnd()),
  ].join("\n");

function scriptWords({ script }: Initialized, isProposal: boolean): string {
  switch (script) {
    case "added":
      return isProposal ? "would get the script release:check" : "got the script release:check";
    case "there":
      return "already has the script release:check";
    case "other":
      return "already has a different script release:check (unchanged)";
    case "no place":
      return "could not get the script release:check (add it by hand)";
  }
}

function guardRow(
  { guard }: Initialized,
  isProposal: boolean,
  width: number,
  style: Style,
): readonly string[] {
  if (guard !== "added") return [];
  const state = isProposal ? "would get the guard" : "got the guard";
  return [fileRow(CONFIG, state, width, style)];
}

/** Whether the proposal is in place already. */
export const isUnchanged = ({ files, script, guard }: Initialized): boolean =>
  script !== "added" && guard !== "added" && files.every(({ state }) => state === "there");

function nextStep({ report: { outcome } }: Initialized): string {
  return outcome === "fail"
    ? "Next: fix these before the next release (npx release-policy check shows how), or move the packages to a track that allows their versions."
    : "Next: commit the files, and run release:check on every pull request.";
}
