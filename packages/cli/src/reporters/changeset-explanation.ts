import type { ChangesetExplanation } from "../changeset-explanation.ts";
import { causesText } from "./chain.ts";
import { printable } from "./escape.ts";
import { findingLines } from "./explanation.ts";
import { paint, wrapped, type Style } from "./style.ts";

/** A changeset explained, for people. Ends with a line break. */
export function changesetExplanationText(
  { changeset, named, follows, findings }: ChangesetExplanation,
  style: Style,
): string {
  const [firstLine = ""] = changeset.summary.split("\n");
  const lines = [
    `${paint(style, "bold", changeset.path)}  ${paint(style, "dim", firstLine)}`,
    "",
    named.length === 0 ? "It names no package: nothing is released for it." : "It names:",
    ...named.map(({ name, bump, release }) => {
      const step = release ? `${release.from} → ${release.to}` : "not released";
      return `  ${paint(style, "bold", bump.padEnd(5))}  ${printable(`${name}  ${step}`)}`;
    }),
  ];
  if (changeset.consumed) {
    lines.push("", "A prerelease has released it already: it waits for the stable version.");
  }
  if (changeset.declarations.length > 0) lines.push("", "It declares:");
  for (const { kind, value, replacement, until, at } of changeset.declarations) {
    const words = [value, replacement && `use ${replacement}`, until && `until ${until}`];
    lines.push(
      `  ${kind.padEnd(13)}  ${wrapped([words.filter(Boolean).join(" ")], style, 17)} ${paint(style, "dim", `line ${at.line}`)}`,
    );
  }
  if (follows.length > 0) lines.push("", "Released because of it:");
  for (const { name, from, to, chain } of follows) {
    const head = `  • ${paint(style, "bold", name)} ${printable(`${from} → ${to}`)}  `;
    lines.push(
      `${head}${wrapped([causesText(chain)], style, 4, `  • ${name} ${from} → ${to}  `.length)}`,
    );
  }
  lines.push(...findingLines(findings, style));
  return `${lines.join("\n")}\n`;
}
