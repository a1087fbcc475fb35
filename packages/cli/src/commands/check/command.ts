import { judgedFolder } from "../../check/check.ts";
import type { Report } from "../../check/report.ts";
import { CannotJudge } from "../../errors.ts";
import { FORMATS, formatNamed } from "../../formats/formats.ts";
import { type TerminalOptions, planText } from "../../formats/terminal/plan-text.ts";
import { oneOf, textOf, refuseArguments } from "../arguments.ts";
import type { Command } from "../command.ts";
import { SOURCE_OPTIONS, sourceOptions } from "../source-options.ts";

export const checkCommand: Command = {
  usage: "release-policy check [options]",
  about: "check every version that the next release would publish",
  examples: [
    ["release-policy check", "check all pending changesets"],
    ["release-policy check --since origin/main", "only count what this branch introduces"],
    ["release-policy check --fix", "apply safe fixes first"],
  ],
  options: {
    since: {
      value: "ref",
      about: "only count what was introduced since the merge base with this ref",
    },
    all: { about: "with --since: also count findings that the base already has" },
    strict: { about: "count warnings as errors" },
    online: { about: "ask the registry (by npm) which packages of the plan it knows" },
    fix: { about: "run `release-policy fix --yes` first" },
    format: { value: "name", about: `one of ${FORMATS.join(", ")}` },
    full: { about: "show every finding with its policy and chain" },
    verbose: { about: "show the planner and the duration" },
    ...SOURCE_OPTIONS,
  },

  async run({ values, positionals }, terminal) {
    refuseArguments("check", positionals);
    const name = oneOf("format", textOf(values["format"]) ?? "terminal", FORMATS);
    const format = await formatNamed(name, { style: terminal, cwd: textOf(values["dir"]) });
    try {
      const fixed =
        values["fix"] === true
          ? await (await import("./fix-first.ts")).fixFirst(sourceOptions(values), terminal)
          : "";
      const options = {
        ...sourceOptions(values),
        advice: name === "markdown",
        online: values["online"] === true,
        onDiscovered: terminal.onDiscovered,
      };
      const judged = (await judgedFolder(options)).report;
      const report = judged.since?.policyEffect
        ? await (await import("../audit/effect/effect.ts")).withPolicyEffect(judged, options)
        : judged;
      const output = format?.report(report) ?? fixed + (await textOfReport(report, styleOf()));
      return { output, code: report.outcome === "fail" ? 1 : 0 };
    } catch (error) {
      if (!format || !(error instanceof CannotJudge)) throw error;
      return { output: format.obstacles(error.obstacles), code: 2 };
    }

    function styleOf(): TerminalOptions {
      return {
        ...terminal,
        full: values["full"] === true,
        ...(values["verbose"] === true ? { milliseconds: process.uptime() * 1000 } : {}),
      };
    }
  },
};

/** Most checks find nothing, and load nothing to print it. */
const textOfReport = async (report: Report, options: TerminalOptions): Promise<string> =>
  report.findings.length > 0 || report.waived.length > 0
    ? (await import("../../formats/terminal/terminal.ts")).terminalText(report, options)
    : planText(report, options);
