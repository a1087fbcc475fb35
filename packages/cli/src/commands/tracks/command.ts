import type { MaturityRow } from "@release-policy/core/types";
import { CannotJudge } from "../../errors.ts";
import { jsonLines, printable } from "../../formats/escape.ts";
import { maturityMarkdown } from "../../formats/markdown/maturity-table.ts";
import { type Style, paint, wrapped } from "../../formats/style.ts";
import { FORMAT, formatOf, refuseArguments } from "../arguments.ts";
import type { Command } from "../command.ts";
import { writerOptions } from "../recovery-text.ts";
import { SOURCE_OPTIONS, sourceOptions } from "../source-options.ts";
import { type Tracks, tracks } from "./tracks.ts";

/** The packages of each track, for people. Ends with a line break. */
function maturityText(
  rows: readonly MaturityRow[],
  empty: readonly string[],
  style: Style,
): string {
  if (rows.length === 0) return "The policy does not cover any package.\n";
  const width = (key: "package" | "version") =>
    Math.max(...rows.map((row) => printable(row[key]).length));
  const [names, versions] = [width("package"), width("version")];
  const blocks = [...Map.groupBy(rows, ({ track }) => track)].map(([track, members]) => {
    const [first] = members;
    const isShared = members.every(({ promise }) => promise === first?.promise);
    const title = track === "none" ? "not on a track" : track;
    const head = paint(style, "cyan", title);
    const lines = members.map((row) => {
      const name = paint(style, "bold", printable(row.package).padEnd(names));
      const version = printable(row.version);
      if (isShared) return `  ${name}  ${version}`;
      const promise = wrapped([row.promise], style, names + versions + 6);
      return `  ${name}  ${version.padEnd(versions)}  ${promise}`;
    });
    const promise =
      isShared && first ? `  ${wrapped([first.promise], style, 4, title.length + 2)}` : "";
    return [`${head}${promise}`.trimEnd(), ...lines].join("\n");
  });
  const others = empty.map((track) => `${paint(style, "cyan", track)}\n  no packages`);
  return `${[...blocks, ...others].join("\n\n")}\n`;
}

/** What became of the page, or what is wrong with it. Ends with a line break. */
function pageText({ path, differing, written }: NonNullable<Tracks["page"]>): string {
  const page = printable(path);
  if (written) return `${page}: maturity table written\n`;
  if (!differing) return `${page} has no maturity table (run release-policy tracks --write)\n`;
  return differing.length === 0
    ? `${page}: the maturity table is up to date\n`
    : `${page} is out of date for ${differing.map(printable).join(", ")} (run release-policy tracks --write)\n`;
}

const { dir, ref, planner } = SOURCE_OPTIONS;

export const tracksCommand: Command = {
  usage: "release-policy tracks [options]",
  about: "list the packages of every track and what each may release",
  examples: [
    ["release-policy tracks", "the table in the terminal"],
    ["release-policy tracks --write", "update the table in your docs"],
  ],
  options: {
    markdown: { about: "print the maturity table in Markdown" },
    write: { about: "write the table to the page that docs.table of the policy names" },
    check: { about: "exit with 1 if the table of that page is out of date" },
    format: FORMAT,
    dir,
    ref: { ...ref, about: "read a commit instead of the files (none of its code is run)" },
    planner,
  },

  async run({ values, positionals }, terminal) {
    refuseArguments("tracks", positionals);
    const format = formatOf(values);
    const { write, check, markdown } = values;
    if (write === true && check === true) {
      throw new CannotJudge({ message: "--write and --check cannot be combined" });
    }
    const { rows, empty, page } = await tracks({
      ...sourceOptions(values),
      ...writerOptions(terminal),
      write: write === true,
    });
    if (check === true && !page) {
      throw new CannotJudge({
        message: "the policy does not name a page for the maturity table",
        help: "write `docs: { table: README.md }` in policies/workspace.yaml",
      });
    }
    const isStale = page?.differing?.length !== 0;
    const code = check === true && isStale ? 1 : 0;
    if (format === "json") {
      return { output: jsonLines({ version: 1, packages: rows, empty, page }), code };
    }
    if (markdown === true) return { output: maturityMarkdown(rows), code };
    if (page && (write === true || check === true)) return { output: pageText(page), code };
    return { output: maturityText(rows, empty, terminal), code };
  },
};
