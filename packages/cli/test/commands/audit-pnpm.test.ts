import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { audit, check } from "../../src/index.ts";
import { commitAll } from "../kit/run-example.ts";
import { changeset, repository, workspace } from "../kit/workspace.ts";

test("detects a pnpm release, which records used changesets in its ledger without deleting them", async () => {
  const fixture = await workspace({
    planner: "pnpm",
    changesets: { one: { "@acme/core": "minor" } },
  });
  const text = changeset({ "@acme/core": "minor" }, "BREAKING: `read` is gone.");
  await fixture.writeFile(".changeset/one.md", text);
  repository(fixture);
  const path = fixture.getPath("packages/core/package.json");
  const manifest = readFileSync(path, "utf8");
  writeFileSync(path, manifest.replace(/("version": ?)"[^"]*"/, '$1"1.3.0"'));
  const used = '"@acme/core@1.3.0":\n  dir: packages/core\n  intents:\n    - one\n';
  await fixture.writeFile(".changeset/ledger.yaml", used);
  commitAll(fixture.path, "release");
  const { releases } = await audit({ cwd: fixture.path });
  expect(releases).toMatchObject([
    { packages: [{ name: "@acme/core", from: "1.2.0", to: "1.3.0" }], outcome: "fail" },
  ]);
  expect(releases[0]!.findings.map(({ rule, package: name }) => [rule, name])).toEqual([
    ["change-bump", "@acme/core"],
  ]);
  const report = await check({ cwd: fixture.path, since: "HEAD^" });
  expect(report.since?.versionCommit).toBe(true);
});
