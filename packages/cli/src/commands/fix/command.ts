import { CannotJudge } from "../../errors.ts";
import { type Arguments, FORMAT, formatOf, refuseArguments } from "../arguments.ts";
import type { Command, Outcome, Terminal } from "../command.ts";
import { writerOptions } from "../recovery-text.ts";
import { SOURCE_OPTIONS, sourceOptions } from "../source-options.ts";
import type { FixOptions, Fixes } from "./fix.ts";

const { dir, branch, today, planner } = SOURCE_OPTIONS;

export const fixCommand: Command = {
  usage: "release-policy fix [options]",
  about: "edit changesets so that the check passes, where that is safe",
  examples: [
    ["release-policy fix --dry-run", "show the edits as a diff"],
    ["release-policy fix --yes", "write them without asking"],
  ],
  options: {
    yes: { about: "write without asking" },
    "dry-run": { about: "print the edits without writing them" },
    format: FORMAT,
    dir,
    branch,
    today,
    planner,
  },

  async run({ values, positionals }, terminal) {
    refuseArguments("fix", positionals);
    if (values["yes"] === true && values["dry-run"] === true)
      throw new CannotJudge({ message: "--yes and --dry-run cannot be combined" });
    const format = formatOf(values);
    return await runFix(values, { ...terminal, isJson: format === "json" });
  },
};

/** Shows the edits, asks if possible, and writes them. Without a terminal and --yes, nothing is written. */
export async function runFix(
  values: Arguments["values"],
  terminal: Terminal & { readonly isJson: boolean },
): Promise<Outcome> {
  const [{ fix }, { ask, canAsk }, { diffsText }, reporter] = await Promise.all([
    import("./fix.ts"),
    import("../ask.ts"),
    import("../diff.ts"),
    import("./text.ts"),
  ]);
  const { isJson } = terminal;
  const isYes = values["yes"] === true;
  const asks = !isYes && values["dry-run"] !== true && !isJson && canAsk();
  let shown = false;
  const options: FixOptions = {
    ...sourceOptions(values),
    ...writerOptions(terminal),
    dryRun: !isYes && !asks,
    ...(asks
      ? {
          confirm: ({ changes }: Fixes) => {
            shown = true;
            return ask(`${diffsText(changes, terminal)}\nWrite this?`);
          },
        }
      : {}),
  };
  const fixes = await fix(options);
  const isOpen = !fixes.written && fixes.fixed.some(({ level }) => level === "error");
  const code = fixes.outcome === "fail" || isOpen ? 1 : 0;
  if (isJson) return { output: reporter.fixesJson(fixes), code };
  const note =
    !isYes && !asks && values["dry-run"] !== true && fixes.changes.length > 0
      ? "\nThis is not a terminal: add --yes to write without being asked.\n"
      : "";
  const diff = shown || fixes.changes.length === 0 ? "" : `${diffsText(fixes.changes, terminal)}\n`;
  return { output: `${diff}${reporter.fixesText(fixes, terminal)}${note}`, code };
}
