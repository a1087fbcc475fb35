import type { PolicyTestResult, PolicyTests } from "../test-policy.ts";
import { printable } from "./escape.ts";
import { frame, gutterOf } from "./frame.ts";
import { paint, type Style } from "./style.ts";

/** The cases that differ, in rustc's grammar, and the totals. Ends with a line break. */
export function policyTestsText({ cases, written }: PolicyTests, style: Style): string {
  const failed = cases.filter(({ outcome }) => outcome === "fail");
  const passed = cases.filter(({ outcome }) => outcome === "pass").length;
  const updated = cases.length - passed - failed.length;
  const counts = [
    `${passed} passed`,
    `${failed.length} failed`,
    ...(updated > 0 ? [`${updated} updated in ${written.map(printable).join(", ")}`] : []),
  ].join(", ");
  const next = failed.length > 0 ? ["if the policy is right: release-policy test --update"] : [];
  const total = paint(style, [failed.length > 0 ? "red" : "green", "bold"], counts);
  return `${[...failed.map((one) => block(one, style)), [total, ...next].join("\n")].join("\n\n")}\n`;
}

function block(result: PolicyTestResult, style: Style): string {
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
