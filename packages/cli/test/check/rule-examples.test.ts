import { plain, rules } from "@release-policy/core";
import type { Example } from "@release-policy/core/testing";
import { describe, expect, test } from "vitest";
import type { Report } from "../../src/index.ts";
import { runExample } from "../kit/run-example.ts";

const known = new Map<Example, Promise<Report>>();

/** Runs each example once. */
function reportOn(example: Example): Promise<Report> {
  const report = known.get(example) ?? runExample(example);
  known.set(example, report);
  return report;
}

describe.each(rules.map((rule) => [rule.id, rule] as const))("%s", (id, rule) => {
  test.for(rule.examples.reject)("reports: $title", async (example) => {
    const report = await reportOn(example);
    expect(new Set(report.findings.map((finding) => finding.rule))).toEqual(new Set([id]));
    for (const finding of report.findings) expect(plain(finding.help)).not.toBe("");
  });

  test("a rule with findings about packages can be set on a track", async () => {
    const reports = await Promise.all(rule.examples.reject.map(reportOn));
    const packages = reports.flatMap(({ findings }) => findings.map((finding) => finding.package));
    expect(packages.every((name) => name === undefined)).toBe(rule.workspaceOnly ?? false);
  });

  test.for(rule.examples.accept)("reports nothing: $title", async (example) => {
    const report = await reportOn(example);
    expect(report.findings.map(({ rule: by, message }) => `${by}: ${plain(message)}`)).toEqual([]);
  });
});
