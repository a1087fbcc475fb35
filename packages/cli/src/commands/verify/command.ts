import { CannotJudge } from "../../errors.ts";
import { jsonLines } from "../../formats/escape.ts";
import { JSON_VERSION, jsonFinding, jsonWaived, sentenceText } from "../../formats/json/json.ts";
import { oneOf, textOf } from "../arguments.ts";
import type { Command } from "../command.ts";
import { SOURCE_OPTIONS, sourceOptions } from "../source-options.ts";
import { verifiedMarkdown, verifiedText } from "./text.ts";
import { type Verified, verify } from "./verify.ts";

const { dir, branch, today, planner } = SOURCE_OPTIONS;
const FORMATS = ["terminal", "json", "markdown"] as const;
const CODES = { pass: 0, warn: 0, fail: 1, unknown: 2 } as const;

export const verifyCommand: Command = {
  usage: "release-policy verify [packages…] [options]",
  about: "compare the registry with the policy, the versions in the workspace and its git tags",
  examples: [
    ["release-policy verify", "what the registry says today"],
    ["release-policy verify --wait 10m", "after a release: keep asking until the registry agrees"],
    ["release-policy verify --format markdown", "the text of an issue"],
  ],
  options: {
    wait: {
      value: "time",
      about: "keep asking for this long while the registry differs, such as 90s or 10m",
    },
    strict: { about: "count warnings as errors" },
    format: { value: "name", about: `terminal (default), json or markdown` },
    dir,
    branch,
    today,
    planner,
  },

  async run({ values, positionals: packages }, terminal) {
    const format = oneOf("format", textOf(values["format"]) ?? "terminal", FORMATS);
    const { all: _, ...given } = sourceOptions(values);
    const verified = await verify({
      packages,
      ...given,
      wait: millisecondsOf(textOf(values["wait"]) ?? "0s"),
      ...(terminal.progress ? { onProgress: terminal.progress } : {}),
    });
    const code = CODES[verified.outcome];
    if (format === "json") return { output: jsonLines(verifiedJson(verified)), code };
    const output =
      format === "markdown" ? verifiedMarkdown(verified) : verifiedText(verified, terminal);
    return { output, code };
  },
};

const UNITS = { s: 1_000, m: 60_000, h: 3_600_000 } as const;

/** Throws `CannotJudge` on anything but a number and its unit. */
function millisecondsOf(value: string): number {
  const [, number, unit] = /^(\d{1,4})([smh])$/.exec(value) ?? [];
  if (number === undefined)
    throw new CannotJudge({ message: `invalid time "${value}" (expected 90s, 10m or 1h)` });
  return Number(number) * UNITS[unit as keyof typeof UNITS];
}

const verifiedJson = ({ findings, waived, notes, ...rest }: Verified) => ({
  version: JSON_VERSION,
  ...rest,
  findings: findings.map((one) => jsonFinding(one)),
  waived: waived.map(jsonWaived),
  notes: notes.map(sentenceText),
});
