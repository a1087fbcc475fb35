import { rules } from "@release-policy/core";
import { oneOf, textOf } from "../args.ts";
import { CannotJudge } from "../errors.ts";
import { explainAny } from "../explain.ts";
import { changesetExplanationText } from "../reporters/changeset-explanation.ts";
import { explanationText, ruleText } from "../reporters/explanation.ts";
import { SOURCE_OPTIONS, sourceOptions } from "./check.ts";
import { jsonText } from "../reporters/json-text.ts";
import type { Command } from "./command.ts";

const { branch: _, ...options } = SOURCE_OPTIONS;

export const explainCommand: Command = {
  usage: "release-policy explain <package, changeset or rule> [options]",
  about: "say why a package would be released, what a changeset does, or what a rule wants",
  options: { format: { value: "name", about: "terminal (default) or json" }, ...options },

  async run({ values, positionals: [name, ...rest] }, terminal) {
    if (name === undefined || rest.length > 0) {
      throw new CannotJudge({
        message: "explain takes one package, changeset or rule",
        help: "such as `release-policy explain @acme/core`",
      });
    }
    const format = oneOf("format", textOf(values["format"]) ?? "terminal", ["terminal", "json"]);
    const rule = rules.find(({ id }) => id === name);
    if (rule) return { output: ruleText(rule, terminal), code: 0 };
    const explanation = await explainAny(name, sourceOptions(values));
    const output =
      format === "json"
        ? jsonText(explanation)
        : "changeset" in explanation
          ? changesetExplanationText(explanation, terminal)
          : explanationText(explanation, terminal);
    return { output, code: 0 };
  },
};
