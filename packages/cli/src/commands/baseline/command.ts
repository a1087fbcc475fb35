import { jsonLines, printable } from "../../formats/escape.ts";
import { type Style, count, paint } from "../../formats/style.ts";
import { FORMAT, dateOf, formatOf, refuseArguments, textOf } from "../arguments.ts";
import type { Command } from "../command.ts";
import { writerOptions } from "../recovery-text.ts";
import { SOURCE_OPTIONS, sourceOptions } from "../source-options.ts";
import { type Baseline, baseline } from "./baseline.ts";

const { ref: _, ...options } = SOURCE_OPTIONS;

export const baselineCommand: Command = {
  usage: "release-policy baseline [options]",
  about: "accept today's errors until a date, so that only new ones fail",
  examples: [
    [
      "release-policy baseline --write --owner @ann --until 2027-01-15",
      "accept what fails today in policies/baseline.yaml",
    ],
    ["release-policy baseline --prune", "delete what was fixed"],
    ["release-policy baseline", "show what is accepted"],
  ],
  options: {
    write: { about: "accept all errors" },
    prune: { about: "delete the entries of what was fixed" },
    owner: { value: "name", about: "with --write: who will fix them" },
    until: {
      value: "date",
      about: "with --write: the last day on which the findings are accepted",
    },
    strict: { about: "count warnings as errors" },
    format: FORMAT,
    ...options,
  },

  async run({ values, positionals }, terminal) {
    refuseArguments("baseline", positionals);
    const format = formatOf(values);
    const [owner, until] = [textOf(values["owner"]), textOf(values["until"])];
    const result = await baseline({
      ...sourceOptions(values),
      ...writerOptions(terminal),
      write: values["write"] === true,
      prune: values["prune"] === true,
      ...(owner === undefined ? {} : { owner }),
      ...(until === undefined ? {} : { until: dateOf(until) }),
    });
    const output =
      format === "json" ? jsonLines({ version: 1, ...result }) : baselineSummary(result, terminal);
    return { output, code: 0 };
  },
};

/** What is accepted, and what to do about the rest. Ends with a line break. */
function baselineSummary(
  { path, written, accepted, until, expired, open, fixed, entries }: Baseline,
  style: Style,
): string {
  const failing = open + expired;
  if (entries.length + failing === 0) return "No errors to accept: a baseline is not needed.\n";
  const counts = [
    `${accepted} accepted${until === undefined ? "" : ` until ${until}`}`,
    ...(expired > 0 ? [`${expired} expired`] : []),
    ...(fixed > 0 ? [`${fixed} fixed`] : []),
  ].join(", ");
  const commands = [
    ...(fixed > 0
      ? [["release-policy baseline --prune", `delete the entries of ${fixed}`] as const]
      : []),
    ...(failing > 0
      ? [["release-policy check", `${count(failing, "error")} not accepted`] as const]
      : []),
  ];
  const width = Math.max(0, ...commands.map(([command]) => command.length));
  return [
    `${paint(style, "bold", printable(path))}: ${counts}${written ? " (written)" : ""}`,
    ...commands.map(
      ([command, what]) => `  ${command.padEnd(width)}  ${paint(style, "dim", what)}`,
    ),
    "",
  ].join("\n");
}
