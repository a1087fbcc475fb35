import { oneOf, textOf } from "../args.ts";
import { deprecations } from "../deprecations.ts";
import { CannotJudge } from "../errors.ts";
import { ledgerText } from "../reporters/ledger.ts";
import { SOURCE_OPTIONS, sourceOptions } from "./check.ts";
import { jsonText } from "../reporters/json-text.ts";
import type { Command } from "./command.ts";

const { branch: _, ...options } = SOURCE_OPTIONS;

export const deprecationsCommand: Command = {
  usage: "release-policy deprecations [options]",
  about: "list what is deprecated, until when, and what the pending changesets add",
  options: {
    write: { about: "write what they add and end into policies/deprecations.yaml" },
    format: { value: "name", about: "terminal (default) or json" },
    ...options,
  },

  async run({ values, positionals: [extra] }, terminal) {
    if (extra !== undefined) {
      throw new CannotJudge({
        message: `deprecations takes no argument ${extra}`,
        help: "see --help",
      });
    }
    const format = oneOf("format", textOf(values["format"]) ?? "terminal", ["terminal", "json"]);
    const write = values["write"] === true;
    const ledger = await deprecations({ ...sourceOptions(values), write });
    const output = format === "json" ? jsonText(ledger) : ledgerText(ledger, terminal);
    return { output, code: 0 };
  },
};
