import type { Link, Location, Sentence } from "@release-policy/core";
import type { Report, ReportedFinding } from "../../report.ts";
import { causeText } from "../chain.ts";
import { editorText, editsText } from "./edits.ts";
import type { MarkdownOptions } from "./options.ts";
import { code, link, sentence } from "./text.ts";

const MOST_NAMED = 12;
const MOST_STEPS = 8;

/**
 * Groups of findings, each group of one cause, that one edit answers: what is wrong, how it is fixed, the lines of the
 * policy that say so, and what led there.
 */
export function findingText(
  groups: readonly (readonly ReportedFinding[])[],
  report: Report,
  { links }: MarkdownOptions,
): string {
  const first = groups[0]![0]!;
  const place = ({ path, line }: Location, side: "base" | "head" = "head", label?: string) =>
    link(code(label ?? `${path}:${line}`), links?.view(path, line, side));
  const judge = report.since?.judgedBy === "base" ? "base" : "head";
  const heads = groups.map(([finding]) => headOf(finding!, links));
  const policies = groups.flatMap(([finding]) =>
    finding!.because
      ? `- **Policy:** ${place(finding!.because.at, judge)} ${code(finding!.because.text)}`
      : [],
  );
  const also = groups.flatMap(([, ...others]) => others);
  const edits = editsText(first, report, links);
  return [
    // Two spaces at its end break a line.
    heads.join("  \n"),
    `- **Fix:** ${sentence(first.help)}${edits || editorText(first.at, report, links)}`,
    ...new Set(policies),
    first.chain.length > 0
      ? `- **Chain:** ${chainText(first.chain, place)}`
      : `- **Place:** ${place(first.at)}`,
    ...(also.length > 0 ? [`- **Also:** ${named(also)}`] : []),
  ].join("\n");
}

const headOf = (
  { level, message, rule }: { level: string; message: Sentence; rule: string },
  links: MarkdownOptions["links"],
): string =>
  `${level === "error" ? "❌" : "⚠️"} ${sentence(message)} · ${link(rule, links?.rule?.(rule))}`;

/** From the release back to the line of the changeset that started it. */
function chainText(
  chain: readonly Link[],
  place: (at: Location, side: "head", label: string) => string,
): string {
  const steps = chain.flatMap(({ package: name, to, cause }, i) => [
    ...(i === 0 || chain[i - 1]!.package !== name ? [code(`${name} ${to}`)] : []),
    cause.kind === "changeset" ? place(cause.at, "head", causeText(cause)) : code(causeText(cause)),
  ]);
  const shown =
    steps.length > MOST_STEPS ? [...steps.slice(0, MOST_STEPS - 2), "…", steps.at(-1)!] : steps;
  return shown.join(" ← ");
}

function named(findings: readonly ReportedFinding[]): string {
  const names = findings.map(({ package: name, version }) =>
    code([name ?? "another", version].filter((part) => part !== undefined).join(" ")),
  );
  const more = names.length - MOST_NAMED;
  return more > 1 ? `${names.slice(0, MOST_NAMED).join(", ")} and ${more} more` : names.join(", ");
}
