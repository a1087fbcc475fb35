import { oneOf, textOf } from "../args.ts";
import { CannotJudge } from "../errors.ts";
import { versionedText } from "../reporters/versioned.ts";
import { version } from "../version.ts";
import { SOURCE_OPTIONS, sourceOptions } from "./check.ts";
import type { Command } from "./command.ts";

const { ref: _, ...options } = SOURCE_OPTIONS;

export const versionCommand: Command = {
  usage: "release-policy version [options] [-- <arguments of the planner's command>]",
  about: "check, run the planner's own version command, and prove that it wrote what was judged",
  options: {
    "dry-run": { about: "check and tell what would be run" },
    keep: {
      about: "where something fails, leave the files as they are instead of putting them back",
    },
    strict: { about: "count warnings as errors" },
    format: { value: "name", about: "terminal (default) or json" },
    ...options,
  },

  async run({ values, positionals, passed }, terminal) {
    if (positionals.length > passed.length) {
      throw new CannotJudge({
        message: `version takes no argument ${positionals[0]}`,
        help: `what the planner's command is to get stands behind --: \`release-policy version -- ${positionals[0]}\``,
      });
    }
    const format = oneOf("format", textOf(values["format"]) ?? "terminal", ["terminal", "json"]);
    const result = await version({
      ...sourceOptions(values),
      args: passed,
      dryRun: values["dry-run"] === true,
      keep: values["keep"] === true,
      output: format === "json" ? "stderr" : "stdout",
    });
    const output =
      format === "json"
        ? (await import("../reporters/json.ts")).jsonVersioned(result)
        : versionedText(result, terminal);
    const isBad = result.outcome === "refused" || result.outcome === "failed";
    return { output, code: isBad ? 1 : 0 };
  },
};
