import { printable } from "../../formats/escape.ts";
import { type Style, paint, wrapped } from "../../formats/style.ts";
import { type TerminalOptions, terminalText } from "../../formats/terminal.ts";
import type { Initialized } from "./init.ts";

/** What `init` proposes or did, what fails today, and what to do. Ends with a line break. */
export function initializedText(result: Initialized, options: TerminalOptions): string {
  const { files, report, hints } = result;
  const isProposal = files.some(({ state }) => state === "proposed");
  const width = Math.max(...[...files.map(({ path }) => path), CONFIG].map((path) => path.length));
  const rows = files.map(({ path, state }) => fileRow(path, STATES[state], width, options));
  const blocks = [
    ...(isProposal ? files.map((file) => fileText(file, options)) : []),
    [
      ...rows,
      fileRow("package.json", scriptWords(result, isProposal), width, options),
      ...guardRow(result, isProposal, width, options),
    ].join("\n"),
    ...(isUnchanged(result) ? ["Nothing to change: all of it is there already."] : []),
    paint(options, "bold", "Judged with these tracks today:"),
    terminalText(report, options).trimEnd(),
    wrapped([nextStep(result)], options, 0),
    ...hints.map((hint) => `${paint(options, "bold", "hint")}: ${wrapped(hint, options, 6)}`),
  ];
  return `${blocks.join("\n\n")}\n`;
}

const CONFIG = ".changeset/config.json";

const STATES = {
  proposed: "would be written",
  written: "written",
  there: "there already, as proposed",
} as const;

const fileRow = (path: string, state: string, width: number, style: Style): string =>
  `${paint(style, "cyan", path.padEnd(width))}  ${printable(state)}`;

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
      return isProposal ? "would get the script release:check" : "has got the script release:check";
    case "there":
      return "has the script release:check already";
    case "other":
      return "has another script release:check, which is left as it is";
    case "no place":
      return "has no place for the script release:check";
  }
}

function guardRow(
  { guard }: Initialized,
  isProposal: boolean,
  width: number,
  style: Style,
): readonly string[] {
  if (guard !== "added") return [];
  const state = isProposal ? "would get the guard" : "has got the guard";
  return [fileRow(CONFIG, state, width, style)];
}

const isUnchanged = ({ files, script, guard }: Initialized): boolean =>
  script !== "added" && guard !== "added" && files.every(({ state }) => state === "there");

function nextStep({ report: { outcome } }: Initialized): string {
  switch (outcome) {
    case "pass":
      return "Nothing fails today: commit the files, and let every pull request run release:check.";
    case "warn":
      return "Nothing fails today, and the warnings tell what may later: commit the files, and let every pull request run release:check.";
    case "fail":
      return "These fail today: mend each as its fix says before the next release, or, where the release is right, move the package to another track.";
  }
}
