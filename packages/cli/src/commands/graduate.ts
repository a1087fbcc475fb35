import { oneOf, textOf } from "../args.ts";
import { CannotJudge } from "../errors.ts";
import { graduate } from "../graduate.ts";
import { graduationJson, graduationText } from "../reporters/graduation.ts";
import { SOURCE_OPTIONS, sourceOptions } from "./check.ts";
import type { Command } from "./command.ts";

const { dir, branch, today, planner } = SOURCE_OPTIONS;

export const graduateCommand: Command = {
  usage: "release-policy graduate <package> --to <track> [options]",
  about: "move a package to a more mature track, with its changeset",
  options: {
    to: { value: "track", about: "the track that it graduates to" },
    "dry-run": { about: "print the edits and write nothing" },
    format: { value: "name", about: "terminal (default) or json" },
    dir,
    branch,
    today,
    planner,
  },

  async run({ values, positionals: [name, extra] }, terminal) {
    const to = textOf(values["to"]);
    if (name === undefined || to === undefined || extra !== undefined) {
      throw new CannotJudge({
        message: "graduate takes one package and a track",
        help: "release-policy graduate <package> --to <track>",
      });
    }
    const format = oneOf("format", textOf(values["format"]) ?? "terminal", ["terminal", "json"]);
    const dryRun = values["dry-run"] === true;
    const graduation = await graduate(name, { ...sourceOptions(values), to, dryRun });
    const code = graduation.missing.length > 0 ? 1 : 0;
    if (format === "json") return { output: graduationJson(graduation), code };
    const { changesText } = await import("./shown-changes.ts");
    const diff =
      graduation.changes.length > 0 ? `${changesText(graduation.changes, terminal)}\n` : "";
    return { output: `${diff}${graduationText(graduation, terminal)}`, code };
  },
};
