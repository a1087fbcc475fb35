import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { CannotJudge, codeOf } from "../../errors.ts";
import { jsonLines } from "../../formats/escape.ts";
import type { Style } from "../../formats/style.ts";
import { oneOf, textOf, refuseArguments } from "../arguments.ts";
import type { Command } from "../command.ts";
import { SOURCE_OPTIONS } from "../source-options.ts";
import { audit } from "./audit.ts";
import type { AuditProgress } from "./audit-policy.ts";
import type { Merged } from "./merge/merged.ts";
import type { Audit } from "./release.ts";

const FORMATS = ["terminal", "json", "markdown", "html"] as const;
const { dir, branch } = SOURCE_OPTIONS;

export const auditCommand: Command = {
  usage: "release-policy audit [options]",
  about: "check past releases against the policy and show what it would have blocked",
  examples: [
    ["release-policy audit --limit 50", "the newest 50 releases"],
    ["release-policy audit --html audit.html", "also write a page to share"],
    ["release-policy audit --merge results", "one page of many repositories"],
  ],
  options: {
    since: { value: "date or ref", about: "only releases from this date on, or after this commit" },
    limit: { value: "number", about: "maximum number of releases, newest first" },
    html: { value: "file", about: "also write a page to share" },
    format: { value: "name", about: "terminal (default), json, markdown or html" },
    merge: { about: "merge JSON files from many repositories: name the files, or folders of them" },
    strict: { about: "count warnings as errors" },
    fresh: { about: "do not use or write cached verdicts in node_modules/.cache" },
    branch,
    dir,
  },

  async run({ values, positionals }, terminal) {
    const isMerge = values["merge"] === true;
    if (!isMerge) refuseArguments("audit", positionals);
    const format = oneOf("format", textOf(values["format"]) ?? "terminal", FORMATS);
    const [cwd, since, named] = [values["dir"], values["since"], values["branch"]].map(textOf);
    const limit = textOf(values["limit"]);
    const page = textOf(values["html"]);
    if (isMerge) {
      const folder = resolve(cwd ?? ".");
      const [{ mergedResults }, { readResults }] = await Promise.all([
        import("./merge/merged.ts"),
        import("./merge/results.ts"),
      ]);
      const merged = mergedResults(readResults(folder, positionals), today());
      if (page !== undefined) writePage(resolve(folder, page), await mergedIn("html", merged));
      return { output: await mergedIn(format, merged, terminal), code: 0 };
    }
    const started = Date.now();
    // Each thread would optimize the same functions.
    terminal.optimizeLater?.();
    const result = await audit({
      ...(cwd === undefined ? {} : { cwd }),
      ...(since === undefined ? {} : { since }),
      ...(named === undefined ? {} : { branch: named }),
      ...(limit === undefined ? {} : { limit: numberOf(limit) }),
      strict: values["strict"] === true,
      fresh: values["fresh"] === true,
      onProgress: (progress) => terminal.progress?.(progressText(progress)),
      ...(terminal.interrupted ? { signal: terminal.interrupted() } : {}),
    });
    terminal.progress?.("");
    if (page !== undefined) writePage(resolve(cwd ?? ".", page), await textIn("html", result));
    const output = await textIn(format, result, terminal, Date.now() - started);
    return { output, code: result.left > 0 ? 2 : 0 };
  },
};

/** In 80 columns with large numbers too. */
export function progressText({ done, all, refused, date }: AuditProgress): string {
  const back = date === undefined ? "" : `, back to ${date}`;
  return `${done} of ${all} releases${back}: ${refused} blocked (Ctrl-C stops here)`;
}

async function textIn(
  format: (typeof FORMATS)[number],
  result: Audit,
  terminal: Style = { color: false, width: 100 },
  milliseconds?: number,
): Promise<string> {
  switch (format) {
    case "json":
      return jsonLines({ version: 1, ...result });
    case "markdown":
      return (await import("./text.ts")).auditMarkdown(result);
    case "html":
      return (await import("./html/page.ts")).auditHtml(result);
    case "terminal":
      return (await import("./text.ts")).auditText(result, terminal, milliseconds);
  }
}

const today = (): string => new Date().toISOString().slice(0, 10);

async function mergedIn(
  format: (typeof FORMATS)[number],
  merged: Merged,
  terminal: Style = { color: false, width: 100 },
): Promise<string> {
  if (format === "json") return jsonLines({ version: 1, ...merged });
  if (format === "html") return (await import("./merge/page.ts")).mergedHtml(merged);
  const { mergedMarkdown, mergedText } = await import("./merge/text.ts");
  return format === "markdown" ? mergedMarkdown(merged) : mergedText(merged, terminal);
}

function numberOf(value: string): number {
  if (/^[1-9]\d{0,6}$/.test(value)) return Number(value);
  throw new CannotJudge({ message: `invalid limit "${value}" (expected 1 or more)` });
}

function writePage(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new CannotJudge({
      message: `cannot write ${path} (${codeOf(error) ?? "unknown error"})`,
    });
  }
}
