import { distance, isOver } from "@release-policy/core";
import { CannotJudge } from "../../errors.ts";
import { printable } from "../../formats/escape.ts";
import { causesText } from "../../formats/finding.ts";
import { type Style, paint, wrapped } from "../../formats/style.ts";
import { rules } from "../../policy/rules.ts";
import { FORMAT, formatOf } from "../arguments.ts";
import type { Command } from "../command.ts";
import { SOURCE_OPTIONS, sourceOptions } from "../source-options.ts";
import type { ChangesetExplanation } from "./explain-changeset.ts";
import { explainAny } from "./explain.ts";
import { explainedJson, releaseProblemJson, ruleJson } from "./json.ts";
import { releaseProblem } from "./release-problems.ts";
import { explainedFindingLines, explanationText, releaseProblemText, ruleText } from "./text.ts";

const { branch: _, ...options } = SOURCE_OPTIONS;

export const explainCommand: Command = {
  usage: "release-policy explain <package, changeset, rule or finding> [options]",
  about: "explain why a package is released, what a changeset does or what a rule checks",
  examples: [
    ["release-policy explain @acme/plugin", "why it is released"],
    ["release-policy explain .changeset/brave-cats.md", "which releases it causes"],
    ["release-policy explain declared-bump", "what the rule checks, with examples"],
    ["release-policy explain packed-file", "the same for a finding of pack or verify"],
  ],
  options: { format: FORMAT, ...options },

  async run({ values, positionals: [name, ...rest] }, terminal) {
    if (name === undefined || rest.length > 0) {
      throw new CannotJudge({
        message: "expected one package, changeset or rule",
        help: "for example: `release-policy explain @acme/core`",
      });
    }
    const format = formatOf(values);
    const rule = rules.find(({ id }) => id === name);
    if (rule) {
      return { output: format === "json" ? ruleJson(rule) : ruleText(rule, terminal), code: 0 };
    }
    const problem = releaseProblem(name);
    if (problem) {
      const output =
        format === "json"
          ? releaseProblemJson(name, problem)
          : releaseProblemText(name, problem, terminal);
      return { output, code: 0 };
    }
    const explanation = await explainAny(name, sourceOptions(values));
    const output =
      format === "json"
        ? explainedJson(explanation)
        : "changeset" in explanation
          ? changesetExplanationText(explanation, terminal)
          : explanationText(explanation, terminal);
    return { output, code: 0 };
  },
};

/** JSON has all of them. */
const MOST_FOLLOWS = 10;

/** A changeset explained, for people. Ends with a line break. */
function changesetExplanationText(
  { changeset, named, follows, findings }: ChangesetExplanation,
  style: Style,
): string {
  const [firstLine = ""] = changeset.summary.split("\n");
  const lines = [
    `${paint(style, "bold", changeset.path)}  ${paint(style, "dim", firstLine)}`,
    "",
    named.length === 0 ? "It does not name a package, so nothing is released for it." : "It names:",
    ...named.map(({ name, bump, release }) => {
      const step = release ? `${release.from} → ${release.to}` : "not released";
      return `  ${paint(style, "bold", bump.padEnd(5))}  ${printable(`${name}  ${step}`)}`;
    }),
  ];
  if (changeset.consumed) {
    lines.push("", "A prerelease already includes it; it waits for the stable version.");
  }
  if (changeset.declarations.length > 0) lines.push("", "It declares:");
  for (const { kind, value, replacement, until, at } of changeset.declarations) {
    const words = [value, replacement && `use ${replacement}`, until && `until ${until}`];
    lines.push(
      `  ${kind.padEnd(13)}  ${wrapped([words.filter(Boolean).join(" ")], style, 17)} ${paint(style, "dim", `(line ${at.line})`)}`,
    );
  }
  if (follows.length > 0) lines.push("", "Released because of it:");
  const more = follows.length - MOST_FOLLOWS;
  for (const { name, from, to, chain } of more > 1 ? follows.slice(0, MOST_FOLLOWS) : follows) {
    const { bump } = chain[0]!.cause;
    const total = distance(from, to);
    const head = `  • ${paint(style, "bold", name)} ${printable(`${from} → ${to}`)}  `;
    const why = `${causesText(chain)}${isOver(total, bump) ? ` (only a ${bump}; something else causes the ${total})` : ""}`;
    lines.push(`${head}${wrapped([why], style, 4, `  • ${name} ${from} → ${to}  `.length)}`);
  }
  if (more > 1) lines.push(`  … ${more} more (--format json lists all)`);
  lines.push(...explainedFindingLines(findings, style));
  return `${lines.join("\n")}\n`;
}
