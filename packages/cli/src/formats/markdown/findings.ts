import { count, thousands } from "../style.ts";
import type { Link, Location, PolicyLine } from "@release-policy/core/types";
import type { LineEdit, Report, ReportedFinding } from "../../check/report.ts";
import { causeText, withOwnFix } from "../finding.ts";
import type { FindingGroup } from "../grouping.ts";
import {
  type MarkdownLinks,
  type MarkdownOptions,
  code,
  codeBlock,
  freePaths,
  isPlain,
  link,
  sentence,
  tooLong,
  withoutAlternatives,
} from "./text.ts";

const MOST_NAMED = 12;
const FEW_NAMED = 4;
const MOST_RULES = 2;
const MOST_STEPS = 8;

/** A group of findings: what is wrong, how it is fixed, the lines of the policy that say so, and what led there. */
export function findingsMarkdown(
  { lead, others }: Pick<FindingGroup, "lead" | "others">,
  report: Report,
  { links }: MarkdownOptions,
): string {
  const [first, ...same] = lead;
  const place = placeLink(links);
  return [
    // Two spaces at its end break a line.
    [lead, ...others].map(([finding]) => headOf(finding, links)).join("  \n"),
    `- **Fix:** ${sentence(first.help)}${
      editsText(first, report, links) ||
      editors(first, report, links)
        .map(({ path, url }) => `  \n  ${link(`Edit ${code(path)}`, url)}`)
        .join("")
    }`,
    ...new Set([lead, ...others].flatMap(([finding]) => policyItem(finding, report, links))),
    first.chain.length > 0
      ? `- **Chain:** ${chainMarkdown(first.chain, place)}`
      : `- **Place:** ${place(first.at)}`,
    ...[same, ...others.map(([, ...rest]) => rest)]
      .filter((rest) => rest.length > 0)
      .map((rest) => `- **Also:** ${namesMarkdown(rest)}`),
  ].join("\n");
}

/** A group in two or three lines of a numbered list, one of so many findings; its causes are shown elsewhere. */
export function shortFinding(
  group: FindingGroup,
  like: readonly FindingGroup[],
  all: number,
  report: Report,
  { links }: MarkdownOptions,
): string {
  const [first] = group.lead;
  const [edit] = editors(first, report, links);
  return [
    `1. ${saidBy(first, links)}`,
    ...followingText(group, all),
    ...(like.length > 0
      ? [
          `The same for ${namesMarkdown(
            like.map(({ lead: [one] }) => one),
            FEW_NAMED,
          )}`,
        ]
      : []),
    `**Fix:** ${shortFix(first)}${edit ? ` · ${link("Edit", edit.url)}` : ""}`,
  ].join("  \n   ");
}

/** What else the line of a group causes, by rule; in bold where that is most of all. */
function followingText({ lead, others }: FindingGroup, all: number): readonly string[] {
  const [{ level, at }, ...same] = lead;
  const following = [same, ...others]
    .flatMap(([one, ...more]) => (one ? [{ rule: one.rule, number: more.length + 1 }] : []))
    .toSorted((a, b) => b.number - a.number);
  if (following.length === 0) return [];
  const shown = following.length > MOST_RULES + 1 ? following.slice(0, MOST_RULES) : following;
  const sum = (counted: typeof following) =>
    counted.reduce((total, { number }) => total + number, 0);
  const number = sum(following);
  const rest = number - sum(shown);
  const rules = shown.map((one) => `${one.rule} (${thousands(one.number)})`).join(", ");
  const isMost = number + 1 > all / 2 && at.path.startsWith(".changeset/");
  const share = number + 1 === all ? "" : `${thousands(number)} of `;
  const what = isMost
    ? `**Causes ${share}the ${count(all - 1, `other ${NOUNS[level]}`)}:**`
    : `${count(number, `more ${NOUNS[level]}`)} from the same line:`;
  return [`${what} ${rules}${rest > 0 ? ` and ${thousands(rest)} more` : ""}`];
}

const shortFix = ({ help, shortHelp }: ReportedFinding): string =>
  sentence(shortHelp ?? withoutAlternatives(help));

const NOUNS = { error: "error", warn: "warning" } as const;

/**
 * Why a group is wrong and what led there: one item of a list for each rule. With the whole fix, unless the short form
 * of the listed finding has it.
 */
export function groundsOf(
  { lead, others }: FindingGroup,
  listed: ReportedFinding,
  report: Report,
  { links }: MarkdownOptions,
): readonly string[] {
  const place = placeLink(links);
  const fixed = withOwnFix([lead, ...others].map(([first]) => first));
  return [lead, ...others].map(([first, ...same]) => {
    const grounds = [
      `${first.rule}: ${first.chain.length > 0 ? chainMarkdown(first.chain, place) : place(first.at)}`,
      ...(first.because ? [policyText(first.because, report, links)] : []),
      ...(same.length > 0 ? [`also ${namesMarkdown(same)}`] : []),
    ].join(" · ");
    const fix = sentence(first.help);
    const isShown = fix === shortFix(listed) || !fixed.includes(first);
    return `- ${grounds}${isShown ? "" : `  \n  **Fix:** ${fix}`}`;
  });
}

const placeLink =
  (links: MarkdownLinks | undefined) =>
  ({ path, line }: Location, side: "base" | "head" = "head", label?: string): string =>
    link(code(label ?? `${path}:${line}`), links?.view(path, line, side));

const policyItem = (
  { because }: ReportedFinding,
  report: Report,
  links: MarkdownLinks | undefined,
): readonly string[] => (because ? [`- **Policy:** ${policyText(because, report, links)}`] : []);

const policyText = (
  { at, text }: PolicyLine,
  { since }: Report,
  links: MarkdownLinks | undefined,
): string => `${placeLink(links)(at, since?.judgedBy === "base" ? "base" : "head")} ${code(text)}`;

const headOf = (finding: ReportedFinding, links: MarkdownOptions["links"]): string =>
  `${finding.level === "error" ? "❌" : "⚠️"} ${saidBy(finding, links)}`;

const saidBy = ({ message, rule }: ReportedFinding, links: MarkdownOptions["links"]): string =>
  `${sentence(message)} · ${link(rule, links?.rule?.(rule))}`;

/** From the release back to the line of the changeset that started it. */
function chainMarkdown(
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

/** The packages of findings with their next versions; the place of one that is not about a package. */
function namesMarkdown(findings: readonly ReportedFinding[], most = MOST_NAMED): string {
  const names = findings.map(({ package: name, version, at: { path, line } }) =>
    code(
      name === undefined ? `${path}:${line}` : version === undefined ? name : `${name} ${version}`,
    ),
  );
  const more = names.length - most;
  return more > 1 ? `${names.slice(0, most).join(", ")} and ${more} more` : names.join(", ");
}

/** The edits that fix a finding: a link to the editor and the exact line to type. Empty without edits. */
function editsText(
  { edits = [] }: ReportedFinding,
  report: Report,
  links: MarkdownLinks | undefined,
): string {
  // A line with invisible characters could not be typed.
  if (!edits.every(({ text = "" }) => isPlain(text))) return "";
  return edits.map((edit) => `  \n  ${editText(edit, report, links)}`).join("");
}

function editText(
  { path, line, text = "", inserted }: LineEdit,
  { changesetPaths = [] }: Report,
  links: MarkdownLinks | undefined,
): string {
  if (line === undefined) {
    const free = freePaths(path, changesetPaths)(0);
    const url = links?.create?.(free, text);
    const label = `New file ${code(free)}`;
    const shown = tooLong(url) ? links?.create?.(free, "") : url;
    return `${link(label, shown)} with\n${codeBlock("yaml", text.trimEnd(), "  ")}`;
  }
  const label = link(`Edit ${code(path)}`, links?.edit?.(path));
  if (text === "") return `${label}: delete line ${line}`;
  const what = inserted ? `before line ${line} comes` : `line ${line} becomes`;
  return `${label}, ${what}\n${codeBlock("yaml", text, "  ")}`;
}

/** The editors of the files that the fix edits; none for the policy, which is the base's, and for changesets that are not there. */
const editors = (
  { at, editedPaths = [at.path] }: ReportedFinding,
  { changesetPaths }: Report,
  links: MarkdownLinks | undefined,
): readonly { readonly path: string; readonly url: string }[] =>
  editedPaths.flatMap((path) => {
    const isMissing =
      /^\.changeset\/.*\.md$/.test(path) && changesetPaths?.includes(path) === false;
    const url = isMissing || path.startsWith("policies/") ? undefined : links?.edit?.(path);
    return url === undefined ? [] : [{ path, url }];
  });
