import { printable, entities } from "../../formats/escape.ts";
import { type Style, paint, count, wrapped } from "../../formats/style.ts";
import {
  type Graduation,
  graduationsOf,
  shapeOfTrack,
  undoneText,
  withoutConsequences,
} from "./graduations.ts";
import {
  type Audit,
  type AuditApart,
  type AuditFinding,
  type AuditGroup,
  type AuditOrigin,
  type AuditRelease,
  ORIGIN_TEXTS,
} from "./release.ts";

/** The limit of packages, or findings of one rule. */
const MOST = 5;
/** JSON and HTML have all of them. */
const MOST_GRADUATIONS = 12;

/**
 * The audit for people: how much would have been blocked, each cause with its consequences, and what to do next. Ends
 * with a line break.
 */
export function auditText(audit: Audit, style: Style, milliseconds?: number): string {
  const graduations = graduationsOf(audit.releases);
  const others = withoutConsequences(audit.releases, graduations);
  const blocks = [
    ...audit.notes.map(
      (note) => `${paint(style, "bold", "note")}: ${wrapped([withoutMarks(note)], style, 6)}`,
    ),
    conclusion(audit, style, milliseconds),
    ...(graduations.length > 0 ? [graduationsText(graduations, audit, style)] : []),
    ...rulesText(others, style),
    ...(audit.byPackage.length > 1 ? [countsTable("by package", audit.byPackage, style)] : []),
    ...(audit.byOrigin.length > 0 ? [originsTable(audit, style)] : []),
    limits(audit, style),
    nextSteps(audit, style),
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

function conclusion(
  { counts, releases, empty, evaluated }: Audit,
  style: Style,
  time?: number,
): string {
  if (empty !== undefined)
    return [paint(style, "bold", "no releases found:"), wrapped([empty], style, 2, 19)].join(" ");
  const [first, last] = [releases[0]?.date, releases.at(-1)?.date];
  const when = first === undefined ? "" : ` from ${first} to ${last}`;
  const color = counts.refused > 0 ? "red" : "green";
  const refused = `${counts.refused} of ${count(counts.releases, "release")} would have been blocked`;
  const warned = counts.warned > 0 ? `, ${counts.warned} with warnings` : "";
  const took = time === undefined ? "" : `, checked in ${(time / 1000).toFixed(1)} s`;
  const sentence = `${refused}${warned}${when} (${count(counts.versions, "version")}${took})`;
  const [head = "", ...rest] = wrapped([sentence], style, 2, 0).split("\n");
  return [
    `${paint(style, [color, "bold"], head.slice(0, refused.length))}${head.slice(refused.length)}`,
    ...rest,
    ...evaluated.map((one) =>
      wrapped(
        [
          `what is evaluated until ${one.until} would have blocked ${one.refused} of ${count(one.releases, "release")} since ${one.since}`,
        ],
        style,
        2,
        0,
      ),
    ),
  ].join("\n");
}

/** Each package that reached 1.0.0 by accident, in one line with all that followed from it. */
function graduationsText(
  graduations: readonly Graduation[],
  { byRule, releases, tracks }: Audit,
  style: Style,
): string {
  const errors = byRule.reduce((sum, group) => sum + group.errors, 0);
  const own = graduations.reduce((sum, { consequences }) => sum + 1 + consequences.length, 0);
  const verb = graduations.length === 1 ? "accounts" : "account";
  const left = graduations.length - MOST_GRADUATIONS;
  return [
    paint(
      style,
      "cyan",
      `${count(graduations.length, "accidental graduation")} ${verb} for ${own} of ${count(errors, "error")}`,
    ),
    ...graduations.slice(0, MOST_GRADUATIONS).map((one) => {
      const { package: name, version, date, undone, consequences } = one;
      const then =
        consequences.length > 0
          ? `, then ${count(consequences.length, "release")} outside ${shapeOfTrack(name, releases, tracks)}`
          : "";
      const what = `became ${version}${undoneText(date, undone)}${then}`;
      return `  ${date}  ${paint(style, "bold", name)} ${wrapped([what], style, 14, 15 + printable(name).length)}`;
    }),
    ...(left > 0 ? [`  … and ${left} more`] : []),
  ].join("\n");
}

interface Found {
  readonly finding: AuditFinding;
  readonly release: AuditRelease;
  readonly undone: string | undefined;
}

/** Other findings by rule: undone releases first, then the newest; one entry per cause. */
function rulesText(releases: readonly AuditRelease[], style: Style): readonly string[] {
  const found = releases.flatMap((release) =>
    release.findings
      .filter(({ rule }) => rule !== "accidental-graduation")
      .map((finding): Found => {
        const pkg = release.packages.find(({ name }) => name === finding.package);
        return { finding, release, undone: pkg?.undone };
      }),
  );
  const rules = Map.groupBy(found, ({ finding }) => `${finding.level}[${finding.rule}]`);
  return [...rules]
    .toSorted(([, a], [, b]) => auditWeight(b) - auditWeight(a))
    .map(([head, all]) => {
      const color = all[0]!.finding.level === "error" ? "red" : "yellow";
      const causes = [...Map.groupBy(all, causeOf).values()]
        .toReversed()
        .toSorted((a, b) => Number(isUndone(b)) - Number(isUndone(a)));
      const left = causes.length - MOST;
      return [
        `${paint(style, [color, "bold"], head)} ${count(all.length, "finding")}`,
        ...causes.slice(0, left > 1 ? MOST : causes.length).map((one) => auditCause(one, style)),
        ...(left > 1 ? [`  … and ${left} more (with --html, all of them)`] : []),
      ].join("\n");
    });
}

/** The release, and the changeset that caused it. */
const causeOf = ({ finding: { chain, message }, release }: Found): string =>
  `${release.commit} ${chain?.split(" ← ").at(-1) ?? message}`;

const isUndone = (all: readonly Found[]): boolean => all.some(({ undone }) => undone !== undefined);

function auditCause(all: readonly Found[], style: Style): string {
  const [{ finding, release, undone }, ...others] = all as [Found, ...Found[]];
  const { message, chain } = finding;
  const names = [...new Set(others.map((one) => one.finding.package ?? "another"))];
  const more = names.length - MOST;
  const also = [...names.slice(0, MOST), ...(more > 0 ? [`${more} more`] : [])];
  const text = [
    withoutMarks(message),
    undoneText(release.date, undone),
    also.length > 0 ? `; also ${also.join(", ")}` : "",
  ].join("");
  return [
    `  ${release.date}  ${wrapped([text], style, 14, 14)}`,
    ...(chain === undefined ? [] : dimLines(chain, style, 14)),
  ].join("\n");
}

/** Code is not marked in a terminal. */
const withoutMarks = (text: string): string => text.replaceAll("`", "");

const dimLines = (text: string, style: Style, indent: number): readonly string[] =>
  wrapped([text], style, indent)
    .split("\n")
    .map((line) => `${" ".repeat(indent)}${paint(style, "dim", line.trimStart())}`);

const auditWeight = (all: readonly { readonly finding: AuditFinding }[]): number =>
  all.length * (all[0]!.finding.level === "error" ? 1_000_000 : 1);

function countsTable(title: string, groups: readonly AuditGroup[], style: Style): string {
  const shown = groups.slice(0, MOST);
  const width = Math.max(...shown.map(({ name }) => printable(name).length));
  const lines = shown.map(({ name, errors, warnings, releases, first, last }) => {
    const when = first === last ? first : `${first} to ${last}`;
    const counted = `${count(errors, "error")}, ${count(warnings, "warning")} in ${count(releases, "release")}, ${when}`;
    return `  ${printable(name).padEnd(width)}  ${wrapped([counted], style, width + 4)}`;
  });
  return [paint(style, "cyan", title), ...lines].join("\n");
}

/** What is not refused, with the newest example of each. */
function originsTable({ byOrigin, releases }: Audit, style: Style): string {
  const lines = byOrigin.flatMap((group) => [
    `  ${wrapped([`${group.origin}: ${originText(group)}`], style, 4, 2)}`,
    ...releases
      .flatMap(({ date, apart }) => apart.map((one) => ({ date, one })))
      .filter(({ one }) => one.origin === group.origin)
      .slice(-1)
      .flatMap(({ date, one }) => dimLines(`such as ${apartText(one)}, ${date}`, style, 4)),
  ]);
  return [paint(style, "cyan", "not counted"), ...lines].join("\n");
}

const originText = ({ origin, versions, releases, first, last }: AuditOrigin): string =>
  `${count(versions, "version")} in ${count(releases, "release")}, ${first === last ? first : `${first} to ${last}`} (${ORIGIN_TEXTS[origin]})`;

const apartText = ({ package: name, version, planned }: AuditApart): string =>
  printable(`${name} ${version} (planned: ${planned ?? "no release"})`);

/** What was left out, and why. */
function limits({ counts, releases, shallow, cached, left }: Audit, style: Style): string {
  const unjudged = releases.filter(({ outcome }) => outcome === "unjudged");
  const byProblem = Map.groupBy(unjudged, ({ problem = "" }) => problem);
  const lines = [...byProblem].map(([problem, [first, ...more]]) => {
    const what = more.length > 0 ? `${count(more.length + 1, "release")}, the first` : "a release";
    return `${what} on ${first!.date} (${first!.commit.slice(0, 10)}), could not be judged: ${problem}`;
  });
  if (counts.early > 0)
    lines.push(
      `${count(counts.early, "finding")} on versions from before the package reached its track (not counted)`,
    );
  if (counts.standing > 0)
    lines.push(
      `${count(counts.standing, "finding")} that the previous release already had (counted once)`,
    );
  if (shallow)
    lines.push("this clone is shallow, so older releases are missing (git fetch --unshallow)");
  if (left > 0)
    lines.push(`stopped: ${left} older releases not checked (run the same command to continue)`);
  if (cached > 0) lines.push(`${cached} from the cache (--fresh to check them again)`);
  return lines.map((line) => wrapped([line], style, 2, 0)).join("\n");
}

/** What to run next. */
function nextSteps({ proposed, counts }: Audit, style: Style): string {
  const commands = [
    ...(proposed ? [["release-policy init", "keep this policy"]] : []),
    ...(counts.refused > 0
      ? [["release-policy audit --html audit.html", "a page with every release"]]
      : []),
  ];
  const width = Math.max(0, ...commands.map(([command = ""]) => command.length));
  return commands
    .map(([command = "", what = ""]) => `  ${command.padEnd(width)}  ${paint(style, "dim", what)}`)
    .join("\n");
}

/** The audit for a pull request or an issue. Ends with a line break. */
export function auditMarkdown({
  notes,
  counts,
  byRule,
  byPackage,
  byOrigin,
  releases,
  shallow,
  empty,
}: Audit): string {
  const rows = releases.flatMap(({ date, commit, findings }) =>
    findings.map(({ level, rule, package: name = "", version = "", message }) =>
      auditRow(date, commit.slice(0, 10), level, rule, `${name} ${version}`, message),
    ),
  );
  return [
    "# Audit of the release policy",
    `**${counts.refused} of ${counts.releases} releases would have been blocked**, ${counts.warned} with warnings, ${counts.unjudged} could not be judged. ${counts.versions} versions; ${counts.early} findings on versions from before the package reached its track are not counted.${shallow ? " The clone is shallow, so older releases are missing." : ""}${empty === undefined ? "" : ` No releases found: ${entities(empty)}.`}`,
    notes.map((note) => `**Note:** ${entities(note)}`).join("\n\n"),
    groupsMarkdown("Rule", byRule),
    groupsMarkdown("Package", byPackage),
    markdownTable(
      ["Not counted", "Versions", "Releases", "First", "Last"],
      byOrigin.map(({ origin, versions, releases: number, first, last }) =>
        auditRow(`${origin}: ${ORIGIN_TEXTS[origin]}`, `${versions}`, `${number}`, first, last),
      ),
    ),
    markdownTable(["Day", "Commit", "Level", "Rule", "Package", "Why"], rows),
    "",
  ]
    .filter((part, i, parts) => part !== "" || i === parts.length - 1)
    .join("\n\n")
    .replace(/\n+$/, "\n");
}

const markdownTable = (head: readonly string[], rows: readonly string[]): string =>
  rows.length === 0
    ? ""
    : [`| ${head.join(" | ")} |`, `|${" --- |".repeat(head.length)}`, ...rows].join("\n");

/** What is neither a letter nor harmless becomes a number, which no parser takes for a mark. */
const auditRow = (...cells: readonly string[]): string =>
  `| ${cells.map((text) => entities(text.trim())).join(" | ")} |`;

const groupsMarkdown = (title: string, found: readonly AuditGroup[]): string =>
  markdownTable(
    [title, "Errors", "Warnings", "Releases", "First", "Last"],
    found.map(({ name, errors, warnings, releases: number, first, last }) =>
      auditRow(name, `${errors}`, `${warnings}`, `${number}`, first, last),
    ),
  );
