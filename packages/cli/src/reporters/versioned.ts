import type { Sentence, TrainMove } from "@release-policy/core";
import type { Versioned } from "../version.ts";
import { printable } from "./escape.ts";
import { paint, wrapped, type Style } from "./style.ts";
import { terminal } from "./terminal.ts";

/** What `version` did, for people. Ends with a line break. */
export function versionedText(result: Versioned, style: Style): string {
  const { outcome, report } = result;
  const text = outcome === "refused" || outcome === "planned" ? [terminal(report, style)] : [];
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
    ...(ledger ? ["then: write the ledger of deprecations"] : []),
  ],
  done: ({ report, command, trains, left, changed, ledger }, style) => [
    ...trains.map(moveText),
    ...trains.flatMap(untold),
    ...left.map((sentence) => noteText(sentence, style)),
    ...(ledger ? ["the ledger of deprecations is up to date"] : []),
    `${paint(style, ["green", "bold"], "done")}: ${printable(command)} wrote what was judged (${count(report.releases.length, "release")}, ${count(changed.length, "file")})`,
  ],
  failed: (result, style) => [
    `${paint(style, ["red", "bold"], "error:")} ${wrapped(result.failure ?? [], style, 7)}`,
    ...result.differences.map((difference: Sentence) => `  ${wrapped(difference, style, 4, 2)}`),
    ...undoText(result),
  ],
};

const moveText = ({ name, leader, from, planned, to }: TrainMove): string =>
  printable(`${name} ${planned ?? from} → ${to}, by the train of ${leader}`);

const noteText = (sentence: Sentence, style: Style): string =>
  `${paint(style, "bold", "note")}: ${wrapped([...sentence, "; write the range by hand, with a changeset"], style, 6)}`;

/** What is not written for a member that Changesets leaves alone. */
const untold = ({ name, planned }: TrainMove): string[] =>
  planned === undefined
    ? [
        printable(
          `  no changelog entry: no changeset releases ${name}; plain ranges on it stay as they are`,
        ),
      ]
    : [];

function undoText({ restored, undo, command }: Versioned): string[] {
  const back = restored?.restored.length ?? 0;
  if (!undo) {
    if (back === 0) return ["  no file was changed"];
    return [
      `  every file is as it was before ${printable(command)}: ${count(back, "file")} put back`,
    ];
  }
  const { restore, remove, copied, folder } = undo;
  const shown = (paths: readonly string[]): string => printable(paths.join(" "));
  return [
    ...(restored?.failed ?? []).map(
      ({ path, code }) => `  could not be put back: ${printable(path)} (${code})`,
    ),
    ...(restored ? [] : ["  the files are as the command left them; to undo:"]),
    ...(restore.length > 0 ? [`    git restore -- ${shown(restore)}`] : []),
    ...(remove.length > 0 ? [`    delete ${shown(remove)}`] : []),
    ...(copied.length > 0 ? [`    copy back from ${printable(folder!)}: ${shown(copied)}`] : []),
  ];
}

const count = (number: number, noun: string): string =>
  `${number} ${noun}${number === 1 ? "" : "s"}`;
