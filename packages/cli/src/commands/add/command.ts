import { CannotJudge } from "../../errors.ts";
import { type Arguments, FORMAT, formatOf, textOf } from "../arguments.ts";
import { jsonLines } from "../../formats/escape.ts";
import { jsonFinding, sentenceText } from "../../formats/json/json.ts";
import { canAsk } from "../ask.ts";
import type { Command, Outcome } from "../command.ts";
import { writerOptions } from "../recovery-text.ts";
import { SOURCE_OPTIONS, sourceOptions } from "../source-options.ts";
import { type Added, add } from "./add.ts";
import { addedText } from "./text.ts";

const { dir, branch, today, planner } = SOURCE_OPTIONS;
const BUMPS = ["major", "minor", "patch"] as const;
const NAMES = { value: "packages", about: "package names, separated by commas" };

export const addCommand: Command = {
  usage: "release-policy add [options]",
  about: "write a changeset that the policy allows",
  examples: [
    ["release-policy add", "ask for packages, bumps and a summary"],
    ['release-policy add --minor @acme/core --message "Add retries"', "write it without questions"],
  ],
  options: {
    major: NAMES,
    minor: NAMES,
    patch: NAMES,
    message: { value: "text", about: "the text of the changeset, including declarations" },
    since: { value: "ref", about: "list packages changed since this reference first" },
    "dry-run": { about: "check it without writing" },
    force: { about: "write it even if the policy refuses it" },
    format: FORMAT,
    dir,
    branch,
    today,
    planner,
  },

  async run({ values, positionals }, terminal) {
    if (positionals[0] !== undefined) throw noPackages(`unexpected argument "${positionals[0]}"`);
    const format = formatOf(values);
    const bumps = bumpsOf(values);
    const message = textOf(values["message"]);
    const options = { ...sourceOptions(values), ...writerOptions(terminal) };
    if (Object.keys(bumps).length === 0 && message === undefined) {
      if (!canAsk()) throw noPackages("cannot ask questions, because this is not a terminal");
      const { addInterview } = await import("./interview.ts");
      return addInterview(options, terminal, { input: process.stdin, output: process.stdout });
    }
    const dryRun = values["dry-run"] === true;
    const force = values["force"] === true;
    const added = await add({ ...options, bumps, message: message ?? "", dryRun, force });
    const { output, code } = addedAsJson(added, force);
    return { output: format === "json" ? output : addedText(added, terminal), code };
  },
};

/** As data, which docs/json.md describes. */
export function addedAsJson(
  { text, findings, moves, files, failure }: Added,
  isForced: boolean,
): Outcome {
  const isRefused = !isForced && findings.some(({ level }) => level === "error");
  const output = jsonLines({
    version: 1,
    text,
    findings: findings.map((one) => jsonFinding(one)),
    moves,
    files,
    ...(failure ? { failure: sentenceText(failure) } : {}),
  });
  return { output, code: isRefused || failure ? 1 : 0 };
}

const noPackages = (message: string): CannotJudge =>
  new CannotJudge({
    message,
    help: "name the packages, such as `release-policy add --minor @acme/core --patch @acme/cli --message 'Say what changed.'`",
  });

/** Throws `CannotJudge` where a package has two bumps. */
function bumpsOf(values: Arguments["values"]): Record<string, (typeof BUMPS)[number]> {
  const bumps: Record<string, (typeof BUMPS)[number]> = Object.create(null);
  for (const bump of BUMPS) {
    for (const name of (textOf(values[bump]) ?? "").split(",").map((one) => one.trim())) {
      if (name === "") continue;
      if (name in bumps)
        throw new CannotJudge({
          message: `${name} is listed under both ${bumps[name]!} and ${bump}`,
          help: "list it once",
        });
      bumps[name] = bump;
    }
  }
  return bumps;
}
