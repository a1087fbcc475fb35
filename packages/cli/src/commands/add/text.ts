import { printable } from "../../formats/escape.ts";
import { findingBlock } from "../../formats/finding.ts";
import { byCause } from "../../formats/grouping.ts";
import { type Style, paint, wrapped } from "../../formats/style.ts";
import { movesText } from "../graduate/moves.ts";
import type { Added } from "./add.ts";

/** What a new changeset does, or why it was not written. Ends with a line break. */
export function addedText({ findings, moves, files, failure }: Added, style: Style): string {
  const isRefused = findings.some(({ level }) => level === "error");
  const last = failure
    ? [paint(style, ["red", "bold"], "error:"), wrapped(failure, style, 2, 7)].join(" ")
    : files.length > 0
      ? `${paint(style, ["green", "bold"], "written:")} ${files.map(printable).join(", ")}`
      : isRefused
        ? paint(style, ["red", "bold"], "nothing was written: the policy does not allow it")
        : "nothing was written";
  return `${[
    ...byCause(findings).map((group) => findingBlock(group, style)),
    ...(moves.length > 0
      ? [movesText("with this changeset, the next release makes:", moves, style)]
      : []),
    last,
  ].join("\n\n")}\n`;
}

/** The text of a changeset: the summary, the section of what breaks, and the trailers, which come last. */
export function changesetMessage(
  summary: string,
  answers: Readonly<Partial<Record<Answer, string>>>,
): string {
  const trailers = Object.entries(ANSWERS).flatMap(([kind, { trailer }]) => {
    const value = answers[kind as Answer];
    return trailer === undefined || value === undefined ? [] : [`${trailer}: ${value}`];
  });
  return [
    summary,
    ...(answers.breaking === undefined ? [] : [`### Breaking Changes\n\n- ${answers.breaking}`]),
    ...(trailers.length > 0 ? [trailers.join("\n")] : []),
  ].join("\n\n");
}

/** Declarations of a change beyond its summary; kinds as in docs/declarations.md. */
export const ANSWERS = {
  breaking: { asks: "What breaks, and what should users do?", trailer: undefined },
  deprecates: { asks: "Which API is deprecated? <api> use <replacement>", trailer: "Deprecates" },
  removes: { asks: "Which API is removed?", trailer: "Removes" },
  security: { asks: "Which advisory does it fix?", trailer: "Security" },
  migration: { asks: "Where is the migration?", trailer: "Migration" },
  guide: { asks: "Where is the upgrade guide? A path or an address", trailer: "Upgrade-guide" },
} as const;
export type Answer = keyof typeof ANSWERS;
