import type { PolicyLine } from "@release-policy/core/types";
import { CannotJudge } from "../../errors.ts";
import { jsonLines, printable } from "../../formats/escape.ts";
import { jsonFinding, sentenceText } from "../../formats/json/json.ts";
import { type Style, paint, wrapped } from "../../formats/style.ts";
import { apiSummary } from "../../formats/verdict-text.ts";
import { FORMAT, formatOf } from "../arguments.ts";
import type { Command } from "../command.ts";
import { jsonTrack } from "../explain/json.ts";
import { SKIPPED } from "../explain/text.ts";
import { SOURCE_OPTIONS, sourceOptions } from "../source-options.ts";
import { type Allowed, allowed } from "./allowed.ts";

export const allowedCommand: Command = {
  usage: "release-policy allowed <package> [options]",
  about: "show what a changeset may declare for a package today",
  examples: [
    ["release-policy allowed @acme/plugin", "which bumps and declarations its track allows"],
  ],
  options: { format: FORMAT, ...SOURCE_OPTIONS },

  async run({ values, positionals: [name, ...rest] }, terminal) {
    if (name === undefined || rest.length > 0) {
      throw new CannotJudge({
        message: "expected one package",
        help: "for example: `release-policy allowed @acme/core`",
      });
    }
    const format = formatOf(values);
    const answer = await allowed(name, sourceOptions(values));
    const output = format === "json" ? allowedJson(answer) : allowedText(answer, terminal);
    return { output, code: 0 };
  },
};

/** The same as data, described in docs/json.md. */
function allowedJson({ version: current, track, bumps, evidence, ...answer }: Allowed): string {
  return jsonLines({
    version: 1,
    current,
    ...answer,
    ...(track ? { track: jsonTrack(track) } : {}),
    bumps: bumps.map((bump) => ({
      ...bump,
      findings: bump.findings.map((one) => jsonFinding(one)),
    })),
    evidence: evidence.map((one) => ({ ...one, asks: sentenceText(one.asks) })),
  });
}

/** What may be declared, for people. Ends with a line break. */
export function allowedText(answer: Allowed, style: Style): string {
  const { version, track, skipped, branch, branchLines, freezes, pre, group, api, pending } =
    answer;
  const where = track ? `on track ${track.name}` : "not on a track";
  const shape = track?.versions ? `, ${track.versions.shape}` : "";
  const lines = [
    `${paint(style, "bold", answer.package)} ${printable(version ?? "without a version")}  ${paint(style, "dim", `${where}${shape}`)}`,
    "",
  ];
  if (skipped) return `${[...lines, `No bump can be declared: ${SKIPPED[skipped]}.`].join("\n")}\n`;
  if (branchLines.length > 0) lines.push(`On ${branch!} (policy for ${branchLines.join(", ")}):`);
  lines.push(...answer.bumps.flatMap((bump) => bumpLines(bump, style)));
  const notes = [
    ...(api
      ? [`API since ${api.against}: ${apiSummary(api)}; least bump for it: ${api.least}`]
      : []),
    ...freezes.map(
      ({ to, reason, except }) =>
        `frozen until ${to} (${reason})${except.length > 0 ? `; only for ${except.join(", ")}` : ""}`,
    ),
    ...(pre?.mode === "pre" ? [`pre mode: the next release is a prerelease (-${pre.tag})`] : []),
    ...(pre?.mode === "exit"
      ? ["pre mode ends with the next release: its versions are stable"]
      : []),
    ...(group.length > 1
      ? [`shares its version with ${group.length - 1} more: the highest one counts`]
      : []),
  ];
  lines.push(...notes.map((note) => `  ${wrapped([note], style, 2)}`));
  if (answer.evidence.length > 0) lines.push("", "What the changeset can declare in its text:");
  for (const { kind, form, asks } of answer.evidence) {
    lines.push(`  ${kind.padEnd(11)}  ${wrapped(asks, style, 15)}`);
    lines.push(...form.map((text) => `${" ".repeat(15)}${paint(style, "cyan", `| ${text}`)}`));
  }
  if (pending.length > 0) lines.push("", "Changesets that already name it:");
  lines.push(
    ...pending.map(({ bump, at }) => `  ${bump.padEnd(5)}  ${printable(`${at.path}:${at.line}`)}`),
  );
  return `${lines.join("\n")}\n`;
}

function bumpLines(
  { bump, allowed: isAllowed, version, mayBreak, findings }: Allowed["bumps"][number],
  style: Style,
): string[] {
  const mark = paint(style, isAllowed ? "green" : "red", isAllowed ? "yes" : "no ");
  const to = version === undefined ? "a prerelease" : `to ${version}`;
  const about = mayBreak ? `${to}; may break` : to;
  return [
    `  ${mark}  ${paint(style, "bold", bump.padEnd(5))}  ${printable(about)}`,
    ...findings.flatMap(({ message, because }) => [
      `              ${wrapped(message, style, 14)}`,
      ...(because ? [policyLine(because, style)] : []),
    ]),
  ];
}

function policyLine({ at, text }: PolicyLine, style: Style): string {
  const place = printable(`${at.path}:${at.line}`);
  const indent = " ".repeat(14);
  return `${indent}${paint(style, "dim", place)}  ${wrapped([text], style, 16, place.length + 16)}`;
}
