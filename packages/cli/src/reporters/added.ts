import type { Added } from "../add.ts";
import { printable } from "./escape.ts";
import { byCause, findingBlock } from "./finding-block.ts";
import { movesText } from "./moves.ts";
import { paint, wrapped, type Style } from "./style.ts";

/** What a new changeset does, or why it was not written. Ends with a line break. */
export function addedText({ findings, moves, files, failure }: Added, style: Style): string {
  const isRefused = findings.some(({ level }) => level === "error");
  const last = failure
    ? [paint(style, ["red", "bold"], "failed:"), wrapped(failure, style, 2, 8)].join(" ")
    : isRefused
      ? paint(style, ["red", "bold"], "nothing was written: the policy refuses it")
      : files.length > 0
        ? `${paint(style, ["green", "bold"], "written:")} ${files.map(printable).join(", ")}`
        : "nothing was written";
  return `${[
    ...byCause(findings).map((group) => findingBlock(group, style)),
    ...(moves.length > 0 ? [movesText("with it, the next release makes:", moves, style)] : []),
    last,
  ].join("\n\n")}\n`;
}
