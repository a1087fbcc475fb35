import { type AnyRule, say } from "@release-policy/core";
import { printable } from "../../formats/escape.ts";
import { causeText, causesText, packageNames } from "../../formats/finding.ts";
import { byCause } from "../../formats/grouping.ts";
import { type Style, paint, wrapped } from "../../formats/style.ts";
import type { Explanation } from "./explain.ts";
import type { ReleaseProblem } from "./release-problems.ts";

/** A package explained, for people. Ends with a line break. */
export function explanationText(explanation: Explanation, style: Style): string {
  const { package: pkg, release, chains, findings, dependents, planner } = explanation;
  const lines = [
    `${paint(style, "bold", pkg.name)} ${printable(pkg.version ?? "without a version")}  ${paint(style, "dim", pkg.dir)}`,
    "",
    ...trackLines(explanation, style),
    "",
  ];
  if (release) {
    lines.push(
      wrapped(
        say`The next release is ${release.to} (planned by ${[`${planner.package} ${planner.version}`]}), because of`,
        style,
        0,
      ),
    );
    for (const chain of chains) {
      const head = chain[0]!.cause.bump.padEnd(5);
      lines.push(`  ${paint(style, "bold", head)}  ${wrapped([causesText(chain)], style, 9)}`);
    }
    if (chains.length === 0)
      lines.push("  nothing in the workspace (see the rule unexplained-release)");
  } else lines.push(notReleased(explanation));
  lines.push(...explainedFindingLines(findings, style));
  if (dependents.length > 0) {
    lines.push("", "Released because of it:");
    for (const { name, from, to, causes } of dependents) {
      const edges = causes.flatMap((cause) =>
        cause.kind === "dependency" && cause.on === pkg.name ? causeText(cause) : [],
      );
      const step = `${name} ${from} → ${to}`;
      lines.push(
        `  • ${paint(style, "bold", name)} ${printable(`${from} → ${to}`)}  ${wrapped([edges.join(", ")], style, 4, printable(step).length + 6)}`,
      );
    }
  }
  return `${lines.join("\n")}\n`;
}

/** What the policy has against it, each rule and place once, with its fix. */
export const explainedFindingLines = (
  findings: Explanation["findings"],
  style: Style,
): readonly string[] =>
  byCause(findings).flatMap(([{ level, rule, message, help }, ...same], i) => {
    const color = level === "error" ? "red" : "yellow";
    const head = `${level}[${rule}]: `;
    return [
      ...(i === 0 ? ["", "Findings about it:"] : []),
      `  ${paint(style, color, head.trimEnd())} ${wrapped(message, style, 4, head.length + 2)}`,
      ...(same.length > 0
        ? [`    ${paint(style, "bold", "also:")} ${wrapped(packageNames(same), style, 10)}`]
        : []),
      `    ${paint(style, "bold", "fix:")} ${wrapped(help, style, 9)}`,
    ];
  });

function trackLines({ track }: Explanation, style: Style): string[] {
  if (!track) return ["It is not on a track."];
  const { name, versions, declared, received, inPreMode, prerelease, breaking } = track;
  const row = (label: string, value: string) => `  ${label.padEnd(12)}${printable(value)}`;
  const words = (bumps: readonly string[]) =>
    bumps.filter((bump) => bump !== "none").join(", ") || "none";
  return [
    `It is on track ${paint(style, "cyan", name)}:`,
    ...(versions ? [row("versions", versions.shape)] : []),
    row(
      "prerelease",
      typeof prerelease === "string" ? prerelease : `required: ${prerelease.required.join(", ")}`,
    ),
    row("may declare", words(declared)),
    row("may receive", words(received)),
    ...(inPreMode ? [row("in pre mode", words(inPreMode))] : []),
    ...(breaking ? [row("breaking", breaking === "major" ? breaking : `${breaking} or more`)] : []),
  ];
}

export const SKIPPED = {
  ignored: "the release command ignores it",
  private: "it is private and not versioned",
  versionless: "it has no version",
} as const;

const notReleased = ({ package: { skipped } }: Explanation): string =>
  skipped
    ? `It is not released: ${SKIPPED[skipped]}.`
    : "It is not released: no changeset, dependency, group or mode releases it.";

/** A rule explained, for people. Ends with a line break. */
export const ruleText = (rule: AnyRule, style: Style): string =>
  explainedPage(
    {
      id: rule.id,
      head: `${rule.family}, ${rule.level} by default`,
      about: [rule.summary, rule.why, ...(rule.notWhen ? [rule.notWhen] : [])],
      reports: rule.examples.reject.map(({ title }) => title),
      accepts: rule.examples.accept.map(({ title }) => title),
      end: `Set it in ${rule.workspaceOnly ? "policies/workspace.yaml" : "a file of policies/"}, under rules: ${rule.id}: off, warn or error.`,
    },
    style,
  );

/** What `pack` or `verify` looks for, for people. Ends with a line break. */
export const releaseProblemText = (
  id: string,
  { command, level, summary, why, reports, accepts }: ReleaseProblem,
  style: Style,
): string =>
  explainedPage(
    {
      id,
      head: `found by release-policy ${command}, ${level}`,
      about: [summary, why].map((text) => text.replaceAll("`", "")),
      reports: reports.map((title) => title.replaceAll("`", "")),
      accepts: accepts.map((title) => title.replaceAll("`", "")),
      end: `Accept it for one package at one version in policies/waivers.yaml, with rule: ${id}.`,
    },
    style,
  );

interface Page {
  readonly id: string;
  readonly head: string;
  readonly about: readonly string[];
  readonly reports: readonly string[];
  readonly accepts: readonly string[];
  readonly end: string;
}

function explainedPage({ id, head, about, reports, accepts, end }: Page, style: Style): string {
  const lines = [
    `${paint(style, "bold", id)}  ${paint(style, "dim", head)}`,
    "",
    ...about.map((text) => wrapped([text], style, 0)),
    "",
    "Reports:",
    ...reports.map((title) => `  • ${wrapped([title], style, 4)}`),
    "Accepts:",
    ...accepts.map((title) => `  • ${wrapped([title], style, 4)}`),
    "",
    wrapped([end], style, 0),
  ];
  return `${lines.join("\n")}\n`;
}
