import { oneOf, textOf } from "../args.ts";
import { CannotJudge } from "../errors.ts";
import { policyTestsText } from "../reporters/policy-tests.ts";
import { testPolicy } from "../test-policy.ts";
import { SOURCE_OPTIONS, sourceOptions } from "./check.ts";
import type { Command } from "./command.ts";

const { dir, planner } = SOURCE_OPTIONS;

export const testCommand: Command = {
  usage: "release-policy test [options]",
  about: "run the tests of the policy, policies/tests/*.yaml",
  options: {
    update: { about: "rewrite what the tests expect to what is found" },
    format: { value: "name", about: "terminal (default) or json" },
    dir,
    planner,
  },

  async run({ values, positionals: [extra] }, terminal) {
    if (extra !== undefined) {
      throw new CannotJudge({ message: `test takes no argument ${extra}`, help: "see --help" });
    }
    const format = oneOf("format", textOf(values["format"]) ?? "terminal", ["terminal", "json"]);
    const tests = await testPolicy({ ...sourceOptions(values), update: values["update"] === true });
    const output =
      format === "json"
        ? `${JSON.stringify({ version: 1, ...tests }, null, 2)}\n`
        : policyTestsText(tests, terminal);
    return { output, code: tests.outcome === "fail" ? 1 : 0 };
  },
};
