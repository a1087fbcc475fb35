import { readFileSync } from "node:fs";
import { plain } from "@release-policy/core";
import { expect, test } from "vitest";
import { CannotJudge, baseline, check } from "../../src/index.ts";
import { runCli } from "../kit/run-cli.ts";
import { commitAll, gitIn } from "../kit/run-example.ts";
import { changeset, repository, workspace } from "../kit/workspace.ts";

const PATH = "policies/baseline.yaml";
const TODAY = "2026-06-15";
const GRANT = { owner: "@ann", until: "2026-09-01" } as const;

/** A plugin that is about to become 1.0.0 by accident. */
const failing = () => workspace({ changesets: { old: { "@acme/plugin": "major" } } });
const accept = (cwd: string, more = {}) =>
  baseline({ cwd, today: TODAY, write: true, ...GRANT, ...more });
const verdict = async (cwd: string, more = {}) => {
  const { outcome, findings, waived, pending, notes } = await check({ cwd, today: TODAY, ...more });
  return {
    outcome,
    findings: findings.map(({ rule, at }) => `${rule} ${at.path}`),
    accepted: waived.map(({ finding, accepted }) => `${finding.rule} until ${accepted?.until}`),
    pending: pending.length,
    notes: notes.map(plain),
  };
};

test("accepts current findings, and fails on new ones", async () => {
  const fixture = await failing();
  expect(await accept(fixture.path)).toMatchObject({
    path: PATH,
    written: true,
    accepted: 1,
    until: "2026-09-01",
    open: 0,
  });
  expect(readFileSync(fixture.getPath(PATH), "utf8")).toBe(`\
# yaml-language-server: $schema=https://unpkg.com/release-policy/schema/baseline.json
# Findings from before the policy. This list only gets shorter: \`release-policy baseline --prune\` deletes what is fixed.
baseline:
  - { rule: accidental-graduation, package: "@acme/plugin", file: .changeset/old.md, owner: "@ann", until: 2026-09-01 }
`);
  expect(await verdict(fixture.path)).toEqual({
    outcome: "pass",
    findings: [],
    accepted: ["accidental-graduation until 2026-09-01"],
    pending: 0,
    notes: [],
  });
  await fixture.writeFile(".changeset/new.md", changeset({ "@acme/cor": "patch" }));
  expect(await verdict(fixture.path)).toMatchObject({
    outcome: "fail",
    findings: ["unknown-package .changeset/new.md"],
  });
});

test("accepts findings until the last day only", async () => {
  const fixture = await failing();
  await accept(fixture.path);
  expect(await verdict(fixture.path, { today: "2026-09-01" })).toMatchObject({ outcome: "pass" });
  expect(await verdict(fixture.path, { today: "2026-09-02" })).toMatchObject({
    outcome: "fail",
    findings: ["accidental-graduation .changeset/old.md"],
    accepted: [],
    notes: ["`1` of these findings was only accepted until `2026-09-01`"],
  });
  const late = await baseline({ cwd: fixture.path, today: "2026-09-02" });
  expect(late).toMatchObject({ accepted: 0, expired: 1, open: 0, fixed: 0 });
  await accept(fixture.path, { today: "2026-09-02", owner: "@bob", until: "2026-10-01" });
  expect(await verdict(fixture.path, { today: "2026-10-01" })).toMatchObject({ outcome: "pass" });
  expect(readFileSync(fixture.getPath(PATH), "utf8").match(/- \{.*\}/g)).toEqual([
    '- { rule: accidental-graduation, package: "@acme/plugin", file: .changeset/old.md, owner: "@bob", until: 2026-10-01 }',
  ]);
});

test("pruning deletes fixed findings and keeps the comments of the rest", async () => {
  const fixture = await workspace({
    changesets: { old: { "@acme/plugin": "major" }, wrong: { "@acme/cor": "patch" } },
  });
  await accept(fixture.path);
  const text = readFileSync(fixture.getPath(PATH), "utf8");
  await fixture.writeFile(
    PATH,
    text.replace("  - { rule: acc", "  # the rewrite\n  - { rule: acc"),
  );
  await fixture.rm(".changeset/wrong.md");
  expect(await verdict(fixture.path)).toMatchObject({
    outcome: "pass",
    notes: ["`1` accepted finding is fixed: run `release-policy baseline --prune`"],
  });
  const pruned = await baseline({ cwd: fixture.path, today: TODAY, prune: true });
  expect(pruned).toMatchObject({ written: true, accepted: 1, fixed: 0 });
  expect(readFileSync(fixture.getPath(PATH), "utf8")).toMatch(
    /baseline:\n {2}# the rewrite\n {2}- \{ rule: accidental-graduation.*\}\n$/,
  );
  expect(await baseline({ cwd: fixture.path, today: TODAY, prune: true })).toMatchObject({
    written: false,
  });
  await fixture.rm(".changeset/old.md");
  await baseline({ cwd: fixture.path, today: TODAY, prune: true });
  expect(readFileSync(fixture.getPath(PATH), "utf8")).toContain("baseline: []\n");
});

test("accepts as many findings as counted, not every one of the same kind", async () => {
  const fixture = await workspace({ changesets: { old: { "@acme/cor": "patch" } } });
  await accept(fixture.path);
  await fixture.writeFile(
    ".changeset/old.md",
    changeset({ "@acme/cor": "patch", "@acme/plugn": "patch" }),
  );
  const { findings, accepted } = await verdict(fixture.path);
  expect([findings.length, accepted.length]).toEqual([1, 1]);
});

test("an undeclared change is only accepted at its version", async () => {
  const pkg = { version: "1.2.0", exports: { ".": "./index.js", "./old": "./old.js" } };
  const fixture = await workspace({
    packages: { "@acme/core": pkg },
    policies: {
      all: { packages: ["*"], rules: { "change-bump": ["error", { kinds: { export: "major" } }] } },
    },
  });
  repository(fixture);
  gitIn(fixture.path, "tag", "@acme/core@1.2.0");
  const { "./old": _, ...exports } = pkg.exports;
  await fixture.writeFile(
    "packages/core/package.json",
    JSON.stringify({ name: "@acme/core", ...pkg, exports }),
  );
  await fixture.writeFile(".changeset/one.md", changeset({ "@acme/core": "patch" }));
  const { entries } = await accept(fixture.path);
  expect(entries).toMatchObject([
    { rule: "change-bump", file: "packages/core/package.json", version: "1.2.1" },
  ]);
  expect(await verdict(fixture.path)).toMatchObject({ outcome: "pass" });
  await fixture.writeFile(".changeset/one.md", changeset({ "@acme/core": "minor" }));
  expect(await verdict(fixture.path)).toMatchObject({
    outcome: "fail",
    findings: ["change-bump packages/core/package.json"],
  });
});

test("requires an owner and an end date that is not in the past", async () => {
  const fixture = await failing();
  const cwd = fixture.path;
  await expect(baseline({ cwd, today: TODAY, write: true })).rejects.toThrow(CannotJudge);
  const { stderr } = await runCli(cwd, ["baseline", "--write", "--today", TODAY]);
  expect(stderr).toContain("run release-policy baseline --write --owner <name> --until 2026-09-13");
  await expect(accept(cwd, { until: "2026-06-14" })).rejects.toThrow(
    "--until 2026-06-14 is in the past",
  );
  expect(await fixture.exists(PATH)).toBe(false);
});

test("a change cannot accept its own findings", async () => {
  const fixture = await workspace();
  repository(fixture);
  gitIn(fixture.path, "checkout", "-q", "-b", "change");
  await fixture.writeFile(".changeset/mine.md", changeset({ "@acme/plugin": "major" }));
  await accept(fixture.path);
  commitAll(fixture.path, "change");
  const both = [
    "accidental-graduation .changeset/mine.md",
    "baseline-grown policies/baseline.yaml",
  ];
  expect(await verdict(fixture.path, { since: "main" })).toMatchObject({
    outcome: "fail",
    findings: both,
    accepted: [],
  });
  // Without a base, it is what will be on the main branch.
  expect(await verdict(fixture.path)).toMatchObject({ outcome: "pass" });
});

test("a change cannot accept its own findings even if its own policy applies", async () => {
  const fixture = await workspace({
    policies: {
      all: { packages: ["*"], bumps: { declared: ["patch"] } },
      workspace: { judgedBy: "head" },
    },
  });
  repository(fixture);
  await fixture.writeFile(".changeset/mine.md", changeset({ "@acme/core": "minor" }));
  await accept(fixture.path);
  expect(await verdict(fixture.path, { since: "main" })).toMatchObject({
    outcome: "fail",
    findings: ["declared-bump .changeset/mine.md", "baseline-grown policies/baseline.yaml"],
    accepted: [],
  });
});

test("a change that prunes or fixes passes", async () => {
  const fixture = await failing();
  await accept(fixture.path);
  repository(fixture);
  await fixture.rm(".changeset/old.md");
  await baseline({ cwd: fixture.path, today: TODAY, prune: true });
  expect(await verdict(fixture.path, { since: "main" })).toMatchObject({
    outcome: "pass",
    findings: [],
  });
});

test("the change that introduces policy and baseline passes", async () => {
  const fixture = await workspace({
    policies: {},
    changesets: { old: { "@acme/plugin": "major" } },
    files: { "policies/tests/none.yaml": "[]\n" },
  });
  repository(fixture);
  await fixture.writeFile("policies/all.yaml", 'packages: ["*"]\nbumps: { declared: [patch] }\n');
  await accept(fixture.path);
  expect(await verdict(fixture.path, { since: "main" })).toMatchObject({
    outcome: "pass",
    findings: [],
  });
});

test("every format counts accepted findings in the same words", async () => {
  const fixture = await failing();
  await accept(fixture.path);
  const shown = async (...args: string[]) =>
    (await runCli(fixture.path, ["check", "--today", TODAY, ...args])).stdout;
  expect(await shown()).toMatch(
    /^ {2}@acme\/plugin .*\n\n✓ 1 release allowed \(1 accepted until 2026-09-01\)\n$/,
  );
  expect(await shown("--full")).toContain("accepted[accidental-graduation]: @acme/plugin would go");
  const comment = await shown("--format", "markdown");
  expect(comment).toContain(
    "### ✅ Release policy: 1 release allowed (1 accepted until 2026-09-01)",
  );
  expect(comment).toContain("<details><summary>1 accepted until 2026-09-01</summary>");
  const { counts, waived } = JSON.parse(await shown("--format", "json"));
  expect(counts).toMatchObject({ errors: 0, waived: 0, accepted: 1, evaluated: 0 });
  expect(waived[0].accepted).toEqual({
    owner: "@ann",
    until: "2026-09-01",
    at: { path: PATH, line: 4, column: 5, length: expect.any(Number) },
  });
  const sarif = JSON.parse(await shown("--format", "sarif"));
  expect(sarif.runs[0].results[0].suppressions).toMatchObject([
    { status: "accepted", justification: "in the baseline (@ann, until 2026-09-01)" },
  ]);
  expect(await shown("--format", "junit")).toContain('skipped="1"');
});

test("the command says what is accepted, fixed and failing", async () => {
  const fixture = await failing();
  await accept(fixture.path);
  const { stdout } = await runCli(fixture.path, ["baseline", "--today", TODAY]);
  expect(stdout).toBe(`${PATH}: 1 accepted until 2026-09-01\n`);
  await fixture.rm(".changeset/old.md");
  await fixture.writeFile(".changeset/new.md", changeset({ "@acme/cor": "patch" }));
  expect((await runCli(fixture.path, ["baseline", "--today", TODAY])).stdout).toBe(`\
${PATH}: 0 accepted, 1 fixed
  release-policy baseline --prune  delete the entries of 1
  release-policy check             1 error not accepted
`);
});

test("writes no baseline where nothing fails, and says so", async () => {
  const fixture = await workspace();
  const { stdout } = await runCli(fixture.path, ["baseline", "--write"]);
  expect(stdout).toBe("No errors to accept: a baseline is not needed.\n");
  expect(await fixture.exists("policies/baseline.yaml")).toBe(false);
});
