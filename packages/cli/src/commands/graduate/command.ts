import { CannotJudge } from "../../errors.ts";
import { jsonLines, plain, printable } from "../../formats/escape.ts";
import { findingBlock } from "../../formats/finding.ts";
import { byCause } from "../../formats/grouping.ts";
import { type Style, paint, wrapped } from "../../formats/style.ts";
import { FORMAT, formatOf, textOf } from "../arguments.ts";
import type { Command } from "../command.ts";
import { writerOptions } from "../recovery-text.ts";
import { SOURCE_OPTIONS, sourceOptions } from "../source-options.ts";
import { graduateTogether } from "./graduate.ts";
import { type Graduation, movesText } from "./moves.ts";

const { dir, branch, today, planner } = SOURCE_OPTIONS;

export const graduateCommand: Command = {
  usage: "release-policy graduate <package…> --to <track> [options]",
  about: "move packages to a more mature track together with their changesets",
  examples: [
    ["release-policy graduate @acme/plugin --to core", "ask before anything is written"],
    ["release-policy graduate @acme/a @acme/b --to core --dry-run", "show the edits only"],
  ],
  options: {
    to: { value: "track", about: "the track to graduate to" },
    "dry-run": { about: "print the edits without writing them" },
    format: FORMAT,
    dir,
    branch,
    today,
    planner,
  },

  async run({ values, positionals: names }, terminal) {
    const to = textOf(values["to"]);
    if (names.length === 0 || to === undefined) {
      throw new CannotJudge({
        message: "expected packages and a track",
        help: "for example: `release-policy graduate @acme/core --to stable`",
      });
    }
    const format = formatOf(values);
    const dryRun = values["dry-run"] === true;
    const options = { ...sourceOptions(values), ...writerOptions(terminal), to, dryRun };
    const graduations = await graduateTogether([...new Set(names)], options);
    const outputs =
      format === "json"
        ? graduations.map((one) => graduationJson(one))
        : await Promise.all(graduations.map((one) => diffAndText(one, terminal)));
    const isMissing = graduations.some(({ missing }) => missing.length > 0);
    return { output: outputs.join("\n"), code: isMissing ? 1 : 0 };
  },
};

async function diffAndText(graduation: Graduation, terminal: Style): Promise<string> {
  const { diffsText } = await import("../diff.ts");
  const diff = graduation.changes.length > 0 ? `${diffsText(graduation.changes, terminal)}\n` : "";
  return `${diff}${graduationText(graduation, terminal)}`;
}

/** What a graduation does or misses, for people; the diff comes before it. Ends with a line break. */
function graduationText(graduation: Graduation, style: Style): string {
  const { package: name, version, to, already, next, moves, missing, findings } = graduation;
  if (already) return `${printable(name)} is already on track ${printable(to)}\n`;
  const way = `${name} ${version}${next === undefined ? "" : ` → ${next}`}, to track ${to}`;
  // An error is below what is missing, with its sentence.
  const warnings = findings.filter(({ level }) => level === "warn");
  const errors = findings.filter(({ level }) => level === "error");
  const blocks = [
    ...byCause(missing.length > 0 ? [...errors, ...warnings] : warnings).map((group) =>
      findingBlock(group, style),
    ),
    ...(moves.length > 0 ? [movesText("also changes:", moves, style)] : []),
    ...(missing.length > 0
      ? [
          [
            paint(style, ["red", "bold"], `not yet: ${way}`),
            ...missing
              .filter((one) => !errors.some(({ message }) => plain(one).endsWith(plain(message))))
              .map((one) => `  - ${wrapped(one, style, 4)}`),
            "nothing was written",
          ].join("\n"),
        ]
      : [
          `${paint(style, ["green", "bold"], way)}${graduation.written ? "" : "; nothing was written"}`,
        ]),
  ];
  return `${blocks.join("\n\n")}\n`;
}

/** The same as data. */
const graduationJson = (graduation: Graduation): string => jsonLines({ version: 1, graduation });
