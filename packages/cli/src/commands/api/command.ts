import { CannotJudge } from "../../errors.ts";
import { RUNNERS, packageManagerOf } from "../../files/package-manager.ts";
import { findRoot } from "../../files/files.ts";
import { jsonLines } from "../../formats/escape.ts";
import { oneOf, textOf } from "../arguments.ts";
import type { Command, Terminal } from "../command.ts";
import { writerOptions } from "../recovery-text.ts";
import { SOURCE_OPTIONS, sourceOptions } from "../source-options.ts";
import { type Apis, api } from "./api.ts";

const FORMATS = ["terminal", "json", "markdown", "html"] as const;
const { dir, planner } = SOURCE_OPTIONS;

export const apiCommand: Command = {
  usage: "release-policy api [packages…] [options]",
  about: "compare the public API of built packages with their last release, or keep it in git",
  examples: [
    ["release-policy api", "what changed since the last release"],
    ["release-policy api --write", "write the API of each package to its api folder"],
    ["release-policy api --check", "fail in CI if a report is out of date"],
  ],
  options: {
    write: { about: "write the reports: <package>/api/<entry>.d.ts" },
    check: { about: "exit with 1 if a report differs from the built types" },
    published: { about: "compare with the last release on the registry instead of git" },
    format: { value: "name", about: "terminal (default), json, markdown or html" },
    dir,
    planner,
  },

  async run({ values, positionals: packages }, terminal) {
    const format = oneOf("format", textOf(values["format"]) ?? "terminal", FORMATS);
    const [write, check] = [values["write"] === true, values["check"] === true];
    if (write && check)
      throw new CannotJudge({
        message: "--write and --check cannot be combined",
        help: "omit one",
      });
    if ((write || check) && (format === "markdown" || format === "html"))
      throw new CannotJudge({
        message: `--format ${format} only works for the comparison with the last release`,
        help: `omit --${write ? "write" : "check"}`,
      });
    const apis = await api({
      ...sourceOptions(values),
      ...writerOptions(terminal),
      packages,
      write,
      check,
      published: values["published"] === true,
    });
    const isStale = check && apis.packages.some(({ stale }) => stale.length > 0);
    const root = findRoot(textOf(values["dir"]) ?? process.cwd());
    const runner = RUNNERS[packageManagerOf(root)];
    const command = [runner, "release-policy", "api", ...packages, "--write"].join(" ");
    const mode = write ? "write" : check ? "check" : format;
    const output =
      format === "json"
        ? jsonLines({ version: 1, ...apis })
        : await outputFor(mode, apis, command, terminal);
    return { output, code: isStale ? 1 : 0 };
  },
};

async function outputFor(
  mode: "write" | "check" | (typeof FORMATS)[number],
  apis: Apis,
  command: string,
  terminal: Terminal,
): Promise<string> {
  if (mode === "markdown") return (await import("./pages.ts")).apiMarkdown(apis);
  if (mode === "html") return (await import("./pages.ts")).apiHtml(apis);
  const { apiText, staleText, writtenReportsText } = await import("./text.ts");
  if (mode === "write") return writtenReportsText(apis);
  return mode === "check" ? staleText(apis, command, terminal) : apiText(apis, terminal);
}
