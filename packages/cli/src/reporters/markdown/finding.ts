import type { Location } from "@release-policy/core";
import type { LineEdit, Report, ReportedFinding } from "../../report.ts";
import { chainParts } from "./chain.ts";
import type { MarkdownOptions } from "./options.ts";
import { block, code, isPlain, link, sentence } from "./text.ts";

const MOST_NAMED = 12;

/** Findings of one cause: what is wrong, how it is fixed, the line of the policy that says so, and what led there. */
export function findingText(
  [finding, ...others]: readonly ReportedFinding[],
  { since }: Report,
  { links }: MarkdownOptions,
): string {
  const { rule, level, message, because, chain, at } = finding!;
  const place = ({ path, line }: Location, side: "base" | "head" = "head") =>
    link(code(`${path}:${line}`), links?.view(path, line, side));
  const judged = since?.judgedBy === "base" ? "base" : "head";
  return [
    `${level === "error" ? "❌" : "⚠️"} ${sentence(message)} · ${link(rule, links?.rule?.(rule))}`,
    `- **Fix:** ${sentence(finding!.help)}${editsText(finding!, links)}`,
    ...(because ? [`- **Policy:** ${place(because.at, judged)} ${code(because.text)}`] : []),
    ...(chain.length > 0
      ? [`- **Chain:** ${chainParts(chain).map(code).join(" ← ")}`]
      : [`- **Place:** ${place(at)}`]),
    ...(others.length > 0 ? [`- **Also:** ${named(others)}`] : []),
  ].join("\n");
}

function editsText({ edits = [], at }: ReportedFinding, links: MarkdownOptions["links"]): string {
  const shown = edits.filter(({ text = "" }) => isPlain(text));
  if (shown.length === 0) {
    const url = at.path.startsWith("policies/") ? undefined : links?.edit?.(at.path);
    return url === undefined ? "" : ` → ${link(`edit ${code(at.path)}`, url)}`;
  }
  return shown.map((edit) => `\n${editText(edit, links)}`).join("");
}

function editText(
  { path, line, text, inserted }: LineEdit,
  links: MarkdownOptions["links"],
): string {
  const url = line === undefined ? links?.create?.(path, text ?? "") : links?.edit?.(path);
  const label = link(`${line === undefined ? "new file" : "edit"} ${code(path)}`, url);
  if (text === undefined) return `  → ${label}: line ${line} goes`;
  const what =
    line === undefined ? "with" : inserted ? `before line ${line}, insert` : `line ${line} becomes`;
  return `  → ${label}: ${what}\n${block("yaml", text, "  ")}`;
}

function named(findings: readonly ReportedFinding[]): string {
  const names = findings.map(({ package: name, version }) =>
    code([name ?? "another", version].filter((part) => part !== undefined).join(" ")),
  );
  const more = names.length - MOST_NAMED;
  return more > 1 ? `${names.slice(0, MOST_NAMED).join(", ")} and ${more} more` : names.join(", ");
}
