import { expect, test } from "vitest";
import { fingerprints } from "../../src/formats/fingerprint.ts";
import { check } from "../../src/index.ts";
import { findingOf, reportOf } from "../kit/report.ts";
import { workspace } from "../kit/workspace.ts";

/** The fingerprints of what cannot be read, by file. */
async function printsOf(files: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const fixture = await workspace({
    files: Object.fromEntries(files.map((path) => [path, "no front matter\n"])),
  });
  const prints = fingerprints(await check({ cwd: fixture.path }));
  return new Map([...prints].map(([{ at }, print]) => [at.path, print]));
}

test("a finding is recognised after another one of the same rule disappears", async () => {
  const [first, second] = [".changeset/a.md", ".changeset/b.md"];
  const both = await printsOf([first, second]);
  const rest = await printsOf([second]);
  expect(rest.get(second)).toBe(both.get(second));
  expect(both.get(first)).not.toBe(both.get(second));
});

test("of equal findings, those of the base are counted first, then waived ones, then new ones", () => {
  const [ofBase, waived, added] = [findingOf({}), findingOf({}), findingOf({})];
  const alone = fingerprints(reportOf({ pending: [ofBase] })).get(ofBase);
  const line = { at: ofBase.at, text: "" };
  const report = reportOf({
    pending: [ofBase],
    waived: [{ finding: waived, waiver: { reason: "", owner: "", until: "2026-07-01", line } }],
    findings: [added],
  });
  const prints = fingerprints(report);
  expect([...prints.keys()]).toEqual([ofBase, waived, added]);
  expect(prints.get(ofBase)).toBe(alone);
  expect(new Set(prints.values()).size).toBe(3);
});
