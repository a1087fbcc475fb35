import { oneOf, textOf } from "../args.ts";
import { CannotJudge } from "../errors.ts";
import { maturityMarkdown, maturityText, pageText } from "../reporters/maturity.ts";
import { tracks } from "../tracks.ts";
import { SOURCE_OPTIONS, sourceOptions } from "./check.ts";
import { jsonText } from "../reporters/json-text.ts";
import type { Command } from "./command.ts";

const { dir, ref, planner } = SOURCE_OPTIONS;

export const tracksCommand: Command = {
  usage: "release-policy tracks [options]",
  about: "list the packages of every track, and what each may do",
  options: {
    markdown: { about: "print the maturity table in Markdown" },
    write: { about: "put that table into the page that docs.table of the policy names" },
    check: { about: "exit with 1 where the table of that page is not up to date" },
    format: { value: "name", about: "terminal (default) or json" },
    dir,
    ref: { ...ref, about: "read a commit instead of the files; none of its code is run" },
    planner,
  },

  async run({ values, positionals: [extra] }, terminal) {
    if (extra !== undefined) {
      throw new CannotJudge({ message: `tracks takes no argument ${extra}`, help: "see --help" });
    }
    const format = oneOf("format", textOf(values["format"]) ?? "terminal", ["terminal", "json"]);
    const { write, check, markdown } = values;
    if (write === true && check === true) {
      throw new CannotJudge({ message: "--write and --check exclude each other" });
    }
    const { rows, page } = await tracks({ ...sourceOptions(values), write: write === true });
    if (check === true && !page) {
      throw new CannotJudge({
        message: "the policy names no page for the maturity table",
        help: "write `docs: { table: README.md }` in policies/workspace.yaml",
      });
    }
    const isStale = page?.differing?.length !== 0;
    const code = check === true && isStale ? 1 : 0;
    if (format === "json") {
      return { output: jsonText({ version: 1, packages: rows, page }), code };
    }
    if (markdown === true) return { output: maturityMarkdown(rows), code };
    if (page && (write === true || check === true)) return { output: pageText(page), code };
    return { output: maturityText(rows, terminal), code };
  },
};
