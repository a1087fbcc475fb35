import type { ReportedFinding } from "../report.ts";
import { chainText } from "./chain.ts";
import { printable } from "./escape.ts";
import { frame, gutterOf } from "./frame.ts";
import { paint, wrapped, type Style } from "./style.ts";

const MOST_NAMED = 12;

/** Findings of one rule at one place have one cause, such as a changeset that moves a group: they are one block. */
export function byCause(findings: readonly ReportedFinding[]): readonly ReportedFinding[][] {
  const keyOf = ({ rule, level, at }: ReportedFinding) =>
    [rule, level, at.path, at.line, at.column].join("\n");
  return [...Map.groupBy(findings, keyOf).values()];
}

/** The first finding in rustc's grammar, and the packages of the others. */
export function findingBlock(
  [finding, ...others]: readonly ReportedFinding[],
  style: Style,
): string {
  const { level, rule, message, because, chain, help, at } = finding!;
  const color = level === "error" ? "red" : "yellow";
  const head = `${level}[${rule}]: `;
  const gutter = gutterOf(at);
  const note = (name: string, text: string) =>
    `${paint(style, "blue", `${" ".repeat(gutter)} =`)} ${paint(style, "bold", `${name}:`)}${" ".repeat(7 - name.length)}${text}`;
  const column = gutter + 11;
  const lines = [
    `${paint(style, [color, "bold"], head.trimEnd())} ${wrapped(message, style, 2, head.length)}`,
    ...frame(finding!, style, color),
  ];
  if (others.length > 0) lines.push(note("also", wrapped(named(others), style, column)));
  if (because) {
    const place = printable(`${because.at.path}:${because.at.line}`);
    lines.push(note("policy", `${place}  ${paint(style, "dim", because.text)}`));
  }
  if (chain.length > 0) lines.push(note("chain", wrapped([chainText(chain)], style, column)));
  lines.push(note("fix", wrapped(help, style, column)));
  return lines.join("\n");
}

/** The packages of findings with what they become. */
export function named(findings: readonly ReportedFinding[]): ReportedFinding["message"] {
  const names = findings.map(({ package: name, version }) =>
    [name ?? "another", version].filter((part) => part !== undefined).join(" "),
  );
  const more = names.length - MOST_NAMED;
  const shown = names.slice(0, more > 1 ? MOST_NAMED : names.length);
  const text = shown.flatMap((name, i) => [i === 0 ? "" : ", ", { code: name }]);
  return more > 1 ? [...text, ` and ${more} more`] : text;
}
