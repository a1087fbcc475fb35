import { entities, plain, printable } from "../../formats/escape.ts";
import { findingBlock, waivedLine } from "../../formats/finding.ts";
import { type Style, count, paint, wrapped } from "../../formats/style.ts";
import type { Verified } from "./verify.ts";

/** How the registry agrees, for people, in the grammar of `check`. Ends with a line break. */
export function verifiedText(verified: Verified, style: Style): string {
  const blocks = [
    ...verified.notes.map((note) => `${paint(style, "bold", "note")}: ${wrapped(note, style, 6)}`),
    ...verified.findings.map((finding) => findingBlock([finding], style)),
    ...verified.waived.map((waived) => waivedLine(waived, style)),
    paint(style, [COLORS[verified.outcome], "bold"], headlineOf(verified)),
  ];
  return `${blocks.join("\n\n")}\n`;
}

const COLORS = { pass: "green", warn: "yellow", fail: "red", unknown: "yellow" } as const;
const ICONS = { pass: "✓", warn: "⚠", fail: "✗", unknown: "?" } as const;

/** `✗ 3 of 8 releases are on the registry, 5 errors` */
function headlineOf({ outcome, packages, findings, waived }: Verified): string {
  const released = packages.filter(({ state }) => state !== "unreleased");
  const there = released.filter(({ state }) => state === "published").length;
  const errors = findings.filter(({ level }) => level === "error").length;
  const warnings = findings.length - errors;
  const parts = [
    there === released.length
      ? `${count(there, "release")} on the registry`
      : `${there} of ${count(released.length, "release")} on the registry`,
    ...(errors > 0 ? [count(errors, "error")] : []),
    ...(warnings > 0 ? [count(warnings, "warning")] : []),
    ...(waived.length > 0 ? [`${waived.length} waived`] : []),
    ...(outcome === "unknown" ? ["not all could be read"] : []),
  ];
  return `${ICONS[outcome]} ${parts.join(", ")}`;
}

const MOST_FINDINGS = 100;

/** The same as the text of an issue. Ends with a line break. */
export function verifiedMarkdown(verified: Verified): string {
  const { findings, notes } = verified;
  const more = findings.length - MOST_FINDINGS;
  return [
    `**${headlineOf(verified)}**`,
    ...(findings.length === 0
      ? []
      : [
          [
            "| Package | What is wrong | Fix |",
            "| --- | --- | --- |",
            ...findings
              .slice(0, MOST_FINDINGS)
              .map(
                ({ package: name = "", message, help }) =>
                  `| ${[entities(name), entities(plain(message)), entities(plain(help))].join(" | ")} |`,
              ),
          ].join("\n"),
        ]),
    ...(more > 0 ? [`… and ${count(more, "more finding")}`] : []),
    ...(notes.length === 0 ? [] : [notes.map((note) => `- ${entities(plain(note))}`).join("\n")]),
    "Written by `release-policy verify`.",
  ]
    .map((block) => block.split("\n").map(printable).join("\n"))
    .join("\n\n")
    .concat("\n");
}
