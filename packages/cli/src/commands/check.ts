import { PLANNERS, type PlannerId } from "@release-policy/core";
import { dateOf, oneOf, textOf } from "../args.ts";
import { check, type CheckOptions } from "../check.ts";
import { CannotJudge } from "../errors.ts";
import { formatNamed, FORMATS } from "../formats.ts";
import { terminal as terminalText } from "../reporters/terminal.ts";
import type { Command } from "./command.ts";

export const SOURCE_OPTIONS = {
  dir: { value: "folder", about: "a folder of the workspace (default: the current one)" },
  ref: { value: "commit", about: "judge a commit instead of the files; none of its code is run" },
  branch: {
    value: "name",
    about: "the branch that is released from (default: what the forge or git says)",
  },
  today: { value: "date", about: "the day of the verdict (default: today, in UTC)" },
  planner: { value: "name", about: `instead of the workspace's own: ${PLANNERS.join(", ")}` },
} as const;

export const checkCommand: Command = {
  usage: "release-policy check [options]",
  about: "judge every version that the next release command would make",
  options: {
    since: {
      value: "ref",
      about: "count only what was introduced since the history left this reference",
    },
    all: { about: "with --since: count what the base has already, too" },
    strict: { about: "count warnings as errors" },
    fix: { about: "first do what `release-policy fix --yes` does" },
    format: { value: "name", about: `one of ${FORMATS.join(", ")}` },
    ...SOURCE_OPTIONS,
  },

  async run({ values, positionals: [extra] }, terminal) {
    if (extra !== undefined) {
      throw new CannotJudge({ message: `check takes no argument ${extra}`, help: "see --help" });
    }
    const name = oneOf("format", textOf(values["format"]) ?? "terminal", FORMATS);
    const format = await formatNamed(name, { style: terminal, cwd: textOf(values["dir"]) });
    try {
      const fixed = values["fix"] === true ? await fixFirst(sourceOptions(values)) : "";
      const report = await check({ ...sourceOptions(values), advice: name === "markdown" });
      const output =
        format?.report(report) ??
        fixed + terminalText(report, { ...terminal, milliseconds: process.uptime() * 1000 });
      return { output, code: report.outcome === "fail" ? 1 : 0 };
    } catch (error) {
      if (!format || !(error instanceof CannotJudge)) throw error;
      return { output: format.obstacles(error.obstacles), code: 2 };
    }
  },
};

/** The options of `check` from the command line, checked. */
export function sourceOptions(
  values: Readonly<Record<string, string | boolean | undefined>>,
): CheckOptions {
  const { dir, ref, since, branch, today, planner } = values;
  const named = textOf(planner);
  return {
    ...(dir === undefined ? {} : { cwd: textOf(dir)! }),
    ...(ref === undefined ? {} : { ref: textOf(ref)! }),
    ...(since === undefined ? {} : { since: textOf(since)! }),
    ...(branch === undefined ? {} : { branch: textOf(branch)! }),
    ...(today === undefined ? {} : { today: dateOf(textOf(today)!) }),
    ...(named === undefined ? {} : { planner: oneOf<PlannerId>("planner", named, PLANNERS) }),
    all: values["all"] === true,
    strict: values["strict"] === true,
  };
}

/** Says which files were changed. */
async function fixFirst(options: CheckOptions): Promise<string> {
  if (options.ref !== undefined)
    throw new CannotJudge({
      message: "a commit cannot be fixed",
      help: "leave out --ref or --fix",
    });
  const [{ fix }, { writtenText }] = await Promise.all([
    import("../fix.ts"),
    import("../reporters/fixes.ts"),
  ]);
  return writtenText(await fix(options));
}
