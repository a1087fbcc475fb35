import type { Graduation } from "../graduate.ts";
import { jsonText } from "./json-text.ts";
import { printable } from "./escape.ts";
import { byCause, findingBlock } from "./finding-block.ts";
import { paint, wrapped, type Style } from "./style.ts";

/** What a graduation does or misses, for people; the diff comes before it. Ends with a line break. */
export function graduationText(graduation: Graduation, style: Style): string {
  const { package: name, version, to, already, next, moves, missing, findings } = graduation;
  if (already) return `${printable(name)} is on track ${printable(to)} already\n`;
  const way = `${name} ${version}${next === undefined ? "" : ` → ${next}`}, to track ${to}`;
  const blocks = [
    ...byCause(findings).map((group) => findingBlock(group, style)),
    ...(moves.length > 0 ? [movesText(moves, style)] : []),
    ...(missing.length > 0
      ? [
          [
            paint(style, ["red", "bold"], `not yet: ${way}`),
            ...missing.map((one) => `  - ${wrapped(one, style, 4)}`),
            "nothing was written",
          ].join("\n"),
        ]
      : [
          `${paint(style, ["green", "bold"], way)}${graduation.written ? "" : "; nothing was written"}`,
        ]),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function movesText(moves: Graduation["moves"], style: Style): string {
  const lines = moves.map(({ name, from, to }) => `  ${printable(`${name} ${from} → ${to}`)}`);
  return [paint(style, "bold", "what else moves:"), ...lines].join("\n");
}

/** The same as data. */
export const graduationJson = (graduation: Graduation): string =>
  jsonText({ version: 1, graduation });
