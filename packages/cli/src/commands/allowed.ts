import { oneOf, textOf } from "../args.ts";
import { allowed } from "../allowed.ts";
import { CannotJudge } from "../errors.ts";
import { allowedText } from "../reporters/allowed.ts";
import { SOURCE_OPTIONS, sourceOptions } from "./check.ts";
import { jsonText } from "../reporters/json-text.ts";
import type { Command } from "./command.ts";

export const allowedCommand: Command = {
  usage: "release-policy allowed <package> [options]",
  about: "say what a changeset may declare for a package today, and how",
  options: { format: { value: "name", about: "terminal (default) or json" }, ...SOURCE_OPTIONS },

  async run({ values, positionals: [name, ...rest] }, terminal) {
    if (name === undefined || rest.length > 0) {
      throw new CannotJudge({
        message: "allowed takes one package",
        help: "such as `release-policy allowed @acme/core`",
      });
    }
    const format = oneOf("format", textOf(values["format"]) ?? "terminal", ["terminal", "json"]);
    const answer = await allowed(name, sourceOptions(values));
    const output = format === "json" ? jsonText(answer) : allowedText(answer, terminal);
    return { output, code: 0 };
  },
};
