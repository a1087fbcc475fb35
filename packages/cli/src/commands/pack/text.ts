import { printable } from "../../formats/escape.ts";
import { findingBlock, waivedLine } from "../../formats/finding.ts";
import { type Style, count, paint, wrapped } from "../../formats/style.ts";
import type { Packed } from "./pack.ts";

/** What was packed, for people, in the grammar of `check`. Ends with a line break. */
export function packedText(packed: Packed, build: string | undefined, style: Style): string {
  const blocks = [
    ...packed.notes.map((note) => `${paint(style, "bold", "note")}: ${wrapped(note, style, 6)}`),
    ...packed.findings.map((finding) => findingBlock([finding], style)),
    ...packed.waived.map((waived) => waivedLine(waived, style)),
    ...unbuiltBlock(packed, build, style),
    packSummary(packed, style),
  ];
  return `${blocks.join("\n\n")}\n`;
}

const MOST_NAMED = 12;

function unbuiltBlock({ unbuilt }: Packed, build: string | undefined, style: Style): string[] {
  if (unbuilt.length === 0) return [];
  const width = Math.max(...unbuilt.map(({ name }) => printable(name).length));
  const more = unbuilt.length - MOST_NAMED;
  const help =
    build === undefined
      ? "build the packages first, or add --run-scripts if their prepack script does"
      : `run \`${build}\` first, or add --run-scripts if a prepack script builds`;
  return [
    [
      `${paint(style, ["yellow", "bold"], "not built:")} ${count(unbuilt.length, "package")} cannot be judged completely`,
      ...unbuilt
        .slice(0, MOST_NAMED)
        .map(
          ({ name, files }) =>
            `  ${paint(style, "bold", printable(name).padEnd(width))}  ${printable(namesOf(files))}`,
        ),
      ...(more > 0 ? [`  … and ${more} more`] : []),
      `  ${paint(style, "bold", "help:")} ${printable(help)}`,
    ].join("\n"),
  ];
}

const namesOf = (files: readonly string[]): string =>
  files.length > 2 ? `${files.slice(0, 2).join(", ")}, …` : files.join(", ");

function packSummary({ outcome, tool, packages, findings, waived }: Packed, style: Style): string {
  const errors = findings.filter(({ level }) => level === "error").length;
  const what = `${count(packages.length, "package")} packed with ${tool}`;
  const text = {
    pass: `✓ ${what}, no findings`,
    warn: `⚠ ${what}, ${count(findings.length, "warning")}`,
    fail: `✗ ${what}, ${count(errors, "error")}`,
    unknown: `? ${what}, but not all of them are built`,
  }[outcome];
  const allowed = waived.length > 0 ? `, ${waived.length} waived` : "";
  const color = { pass: "green", warn: "yellow", fail: "red", unknown: "yellow" } as const;
  return paint(style, [color[outcome], "bold"], text + allowed);
}
