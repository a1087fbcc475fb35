import { readFileSync } from "node:fs";
import { join } from "node:path";
import { plain, rules } from "@release-policy/core";
import type { Example } from "@release-policy/core/testing";
import { describe, expect, test } from "vitest";
import { terminalText } from "../../src/formats/terminal/terminal.ts";
import type { Report } from "../../src/index.ts";
import { runExample } from "../kit/run-example.ts";

const PAGES = join(import.meta.dirname, "../../../../docs/rules");
const known = new Map<Example, Promise<Report>>();

/** Runs each example once. */
function reportOn(example: Example): Promise<Report> {
  const report = known.get(example) ?? runExample(example);
  known.set(example, report);
  return report;
}

describe.each(rules.map((rule) => [rule.id, rule] as const))("%s", (id, rule) => {
  test.for(rule.examples.reject)("reports what its page shows: $title", async (example) => {
    const report = await reportOn(example);
    expect(new Set(report.findings.map((finding) => finding.rule))).toEqual(new Set([id]));
    for (const finding of report.findings) expect(plain(finding.help)).not.toBe("");
    const page = readFileSync(join(PAGES, `${id}.md`), "utf8");
    // Where a sentence was changed on purpose, `pnpm generate` writes the page.
    expect(page).toContain(terminalText(report, { color: false, width: 100 }).trimEnd());
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
