import type { Sentence, TrainMove } from "@release-policy/core/types";
import { CannotJudge } from "../../errors.ts";
import type { Recovery } from "../../files/writing/journal.ts";
import { jsonLines, printable } from "../../formats/escape.ts";
import { JSON_VERSION, jsonReport, sentenceText } from "../../formats/json/json.ts";
import { type Style, count, paint, wrapped } from "../../formats/style.ts";
import { terminalText } from "../../formats/terminal/terminal.ts";
import { FORMAT, formatOf, textOf } from "../arguments.ts";
import type { Command } from "../command.ts";
import { recoveryText, writerOptions } from "../recovery-text.ts";
import { SOURCE_OPTIONS, sourceOptions } from "../source-options.ts";
import { recover } from "../writer.ts";
import { type Versioned, version } from "./version.ts";

const { ref: _, ...options } = SOURCE_OPTIONS;

export const versionCommand: Command = {
  usage: "release-policy version [options] [-- <arguments of the planner's command>]",
  about: "check, run the planner's version command and verify what it wrote",
  examples: [
    ["release-policy version --dry-run", "check and show the command"],
    ["release-policy version -- --no-git-checks", "pass arguments to pnpm version -r"],
  ],
  options: {
    "dry-run": { about: "check and show what would be run" },
    keep: {
      about: "on failure, keep the files as they are instead of restoring them",
    },
    recover: {
      about: "restore the files of an interrupted command (with --keep: keep them)",
    },
    strict: { about: "count warnings as errors" },
    format: FORMAT,
    ...options,
  },

  async run({ values, positionals, passed }, terminal) {
    if (positionals.length > passed.length) {
      throw new CannotJudge({
        message: `unexpected argument "${positionals[0]}"`,
        help: `put arguments of the planner's command after --, such as \`release-policy version -- ${positionals[0]}\``,
      });
    }
    const format = formatOf(values);
    if (values["recover"] === true) {
      const cwd = textOf(values["dir"]);
      const keep = values["keep"] === true;
      const recovery = await recover({ ...(cwd === undefined ? {} : { cwd }), keep });
      return { output: recoveredText(recovery, format === "json", terminal), code: 0 };
    }
    const result = await version({
      ...sourceOptions(values),
      ...writerOptions(terminal),
      args: passed,
      dryRun: values["dry-run"] === true,
      keep: values["keep"] === true,
      output: format === "json" ? "stderr" : "stdout",
    });
    const output = format === "json" ? jsonVersioned(result) : versionedText(result, terminal);
    const { outcome } = result;
    return { output, code: outcome === "failed" ? 2 : outcome === "refused" ? 1 : 0 };
  },
};

function recoveredText(recovery: Recovery | undefined, isJson: boolean, style: Style): string {
  if (isJson) return jsonLines({ version: JSON_VERSION, recovery: recovery ?? null });
  return recovery
    ? recoveryText(recovery, style)
    : "nothing to restore (no command was interrupted)\n";
}

/** What `version` did, for people. Ends with a line break. */
function versionedText(result: Versioned, style: Style): string {
  const { outcome, report } = result;
  const text = outcome === "refused" || outcome === "planned" ? [terminalText(report, style)] : [];
  return [...text, ...BLOCKS[outcome](result, style).map((line) => `${line}\n`)].join("");
}

const BLOCKS: Readonly<
  Record<Versioned["outcome"], (result: Versioned, style: Style) => string[]>
> = {
  refused: ({ command }) => [`${command} was not run`],
  nothing: ({ command }) => [`nothing to release; ${command} was not run`],
  planned: ({ command, trains, ledger, left }, style) => [
    `would run: ${printable(command)}`,
    ...trains.map((move) => `then: ${moveText(move)}`),
    ...left.map((sentence) => noteText(sentence, style)),
    ...(ledger ? ["then: write the deprecation ledger"] : []),
  ],
  done: ({ report, command, trains, left, changed, ledger }, style) => [
    ...trains.map(moveText),
    ...trains.flatMap(untold),
    ...left.map((sentence) => noteText(sentence, style)),
    ...(ledger ? ["the deprecation ledger is up to date"] : []),
    `${paint(style, ["green", "bold"], "done")}: ${printable(command)} wrote what was checked (${count(report.releases.length, "release")}, ${count(changed.length, "file")})`,
  ],
  failed: (result, style) => [
    `${paint(style, ["red", "bold"], "error:")} ${wrapped(result.failure ?? [], style, 7)}`,
    ...result.differences.map((difference: Sentence) => `  ${wrapped(difference, style, 4, 2)}`),
    ...undoText(result),
  ],
};

const moveText = ({ name, leader, from, planned, to }: TrainMove): string =>
  printable(`${name} ${planned ?? from} → ${to} (train of ${leader})`);

const noteText = (sentence: Sentence, style: Style): string =>
  `${paint(style, "bold", "note")}: ${wrapped([...sentence, "; change the range by hand and add a changeset"], style, 6)}`;

/** What is not written for a member that Changesets leaves alone. */
const untold = ({ name, planned }: TrainMove): string[] =>
  planned === undefined
    ? [
        printable(
          `  no changelog entry, because no changeset releases ${name}; plain ranges on it are unchanged`,
        ),
      ]
    : [];

function undoText({ restored, undo, command }: Versioned): string[] {
  const back = restored?.restored.length ?? 0;
  if (!undo) {
    if (back === 0) return ["  no file was changed"];
    return [
      `  all files restored to their state before ${printable(command)} (${count(back, "file")})`,
    ];
  }
  const { restore, remove, copied, folder } = undo;
  const shown = (paths: readonly string[]): string => printable(paths.join(" "));
  return [
    ...(restored?.failed ?? []).map(
      ({ path, code }) => `  could not restore ${printable(path)} (${code})`,
    ),
    ...(restored ? [] : ["  the files were kept as the command left them; to undo:"]),
    ...(restore.length > 0 ? [`    git restore -- ${shown(restore)}`] : []),
    ...(remove.length > 0 ? [`    delete ${shown(remove)}`] : []),
    ...(copied.length > 0 ? [`    copy back from ${printable(folder!)}: ${shown(copied)}`] : []),
  ];
}

/** What `version` did, as JSON: the report within it is that of `check`. */
export function jsonVersioned({ report, failure, differences, left, ...rest }: Versioned): string {
  const data = {
    version: JSON_VERSION,
    ...rest,
    ...(failure ? { failure: sentenceText(failure) } : {}),
    differences: differences.map(sentenceText),
    left: left.map(sentenceText),
    report: jsonReport(report),
  };
  return jsonLines(data);
}
