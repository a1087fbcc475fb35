import { CannotJudge } from "../../errors.ts";
import { jsonLines, printable } from "../../formats/escape.ts";
import { FORMAT, formatOf, refuseArguments, textOf } from "../arguments.ts";
import type { Command } from "../command.ts";
import { writerOptions } from "../recovery-text.ts";
import { type PolicyUpdate, updatePolicy } from "./update.ts";

export const policyCommand: Command = {
  usage: "release-policy policy update [options]",
  about: "copy the shared policies that tracks extend into policies/vendor",
  examples: [
    ["release-policy policy update", "after installing or updating their package"],
    ["release-policy policy update --check", "in CI: exit with 1 if a copy is stale"],
  ],
  options: {
    check: { about: "write nothing; exit with 1 if a copy is stale" },
    format: FORMAT,
    dir: { value: "folder", about: "a folder of the workspace (default: the current one)" },
  },

  async run({ values, positionals: [what, ...others] }, terminal) {
    if (what !== "update") {
      throw new CannotJudge({
        message:
          what === undefined ? "expected a subcommand: update" : `unknown subcommand "${what}"`,
        help: "run release-policy policy update",
      });
    }
    refuseArguments("policy", others);
    const check = values["check"] === true;
    const cwd = textOf(values["dir"]);
    const update = await updatePolicy({
      ...(cwd === undefined ? {} : { cwd }),
      ...writerOptions(terminal),
      check,
    });
    const isStale = update.copies.some((copy) => copy.isStale);
    const output =
      formatOf(values) === "json"
        ? jsonLines({ version: 1, ...update })
        : updateText(update, check);
    return { output, code: check && isStale ? 1 : 0 };
  },
};

/** A line for each copy. Ends with a line break. */
function updateText({ copies, unused }: PolicyUpdate, check: boolean): string {
  const state = (isStale: boolean): string =>
    isStale ? (check ? "stale" : "written") : "up to date";
  const lines = [
    ...copies.map(
      (copy) =>
        `${copy.path}: ${copy.package} ${copy.version} (${copy.policies.join(", ")}) ${state(copy.isStale)}`,
    ),
    ...unused.map((path) => `${path}: not used by any track; delete it`),
  ];
  const text = lines.length === 0 ? ["No track extends a policy of a package."] : lines;
  return `${text.map(printable).join("\n")}\n`;
}
