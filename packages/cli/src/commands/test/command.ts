import { printable } from "../../formats/escape.ts";
import { frame, gutterOf } from "../../formats/finding.ts";
import { type Style, paint } from "../../formats/style.ts";
import { FORMAT, formatOf, refuseArguments } from "../arguments.ts";
import type { Command } from "../command.ts";
import { writerOptions } from "../recovery-text.ts";
import { SOURCE_OPTIONS, sourceOptions } from "../source-options.ts";
import { type PolicyTestResult, type PolicyTests, testPolicy } from "./test.ts";

const { dir, planner } = SOURCE_OPTIONS;

export const testCommand: Command = {
  usage: "release-policy test [options]",
  about: "run the tests of the policy in policies/tests/*.yaml",
  examples: [
    ["release-policy test", "run all tests"],
    ["release-policy test --update", "accept what the tests find now"],
  ],
  options: {
    update: { about: "rewrite what the tests expect to what they find" },
    format: FORMAT,
    dir,
    planner,
  },

  async run({ values, positionals }, terminal) {
    refuseArguments("test", positionals);
    const format = formatOf(values);
    const tests = await testPolicy({
      ...sourceOptions(values),
      ...writerOptions(terminal),
      update: values["update"] === true,
    });
    const output =
      format === "json"
        ? `${JSON.stringify({ version: 1, ...tests }, null, 2)}\n`
        : policyTestsText(tests, terminal);
    return { output, code: tests.outcome === "fail" ? 1 : 0 };
  },
};

/** The cases that differ, in rustc's grammar, and the totals. Ends with a line break. */
function policyTestsText({ cases, written }: PolicyTests, style: Style): string {
  const failed = cases.filter(({ outcome }) => outcome === "fail");
  const passed = cases.filter(({ outcome }) => outcome === "pass").length;
  const updated = cases.length - passed - failed.length;
  const counts = [
    `${passed} passed`,
    `${failed.length} failed`,
    ...(updated > 0 ? [`${updated} updated in ${written.map(printable).join(", ")}`] : []),
  ].join(", ");
  const next = failed.length > 0 ? ["if the policy is correct: release-policy test --update"] : [];
  const total = paint(style, [failed.length > 0 ? "red" : "green", "bold"], counts);
  return `${[...failed.map((one) => testBlock(one, style)), [total, ...next].join("\n")].join("\n\n")}\n`;
}

function testBlock(result: PolicyTestResult, style: Style): string {
  const { name, at, missing, unexpected } = result;
  const gutter = paint(style, "blue", `${" ".repeat(gutterOf(at))} =`);
  const line = (sign: string, text: string) => `${gutter} ${sign} ${text}`;
  return [
    `${paint(style, ["red", "bold"], "error[test]:")} ${printable(name)}`,
    ...frame(result, style, "red"),
    ...missing.map((one) => line(paint(style, "red", "- expected:"), finding(one))),
    ...unexpected.map((one) =>
      line(paint(style, "green", "+ found:   "), `${finding(one)}: ${printable(one.message)}`),
    ),
  ].join("\n");
}

const finding = ({ rule, package: name, level }: PolicyTestResult["missing"][number]): string =>
  printable([rule, name, level && `(${level})`].filter((part) => part !== undefined).join(" "));
