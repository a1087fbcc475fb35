import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { FsFixture } from "fs-fixture";
import { expect, test } from "vitest";
import { withPolicyEffect } from "../../src/commands/audit/effect/effect.ts";
import type { EffectBounds } from "../../src/commands/audit/effect/past-effect.ts";
import { type PolicyEffect, type Report, check, formatMarkdown } from "../../src/index.ts";
import { runCli } from "../kit/run-cli.ts";
import { commitAll, commitOn, gitIn } from "../kit/run-example.ts";
import { changeset, repository, workspace } from "../kit/workspace.ts";

/** A release as `changeset version` commits it: the changeset is gone, the version is written. */
function release(fixture: FsFixture, day: string, name: "core" | "plugin", to: string): void {
  const bump = to.endsWith(".0") ? "minor" : "patch";
  const path = fixture.getPath(`.changeset/day-${day}.md`);
  writeFileSync(path, changeset({ [`@acme/${name}`]: bump }));
  commitAll(fixture.path, "change");
  rmSync(path);
  const manifest = fixture.getPath(`packages/${name}/package.json`);
  const text = readFileSync(manifest, "utf8");
  writeFileSync(manifest, text.replace(/("version": ?)"[^"]*"/, `$1"${to}"`));
  commitOn(day, fixture.path, "Version Packages");
}

/** Three releases; its policy refuses the last one, which is in a freeze. */
async function history(): Promise<FsFixture> {
  const fixture = await workspace({
    policies: {
      core: { packages: ["@acme/core"], versions: ">=1.0.0" },
      integrations: { packages: ["@acme/plugin"], bumps: { declared: ["patch"] } },
      workspace: { freezes: [{ from: "2026-01-25", to: "2026-02-05", reason: "inventory" }] },
    },
    files: { ".gitignore": "node_modules\n", "node_modules/.keep": "" },
  });
  repository(fixture);
  release(fixture, "2025-11-03", "core", "1.3.0");
  release(fixture, "2025-12-24", "core", "1.3.1");
  release(fixture, "2026-02-01", "plugin", "0.4.0");
  gitIn(fixture.path, "branch", "base");
  return fixture;
}

/** Refuses a release of the past that the old one allowed, and allows the one that it refused. */
async function changePolicy(fixture: FsFixture): Promise<void> {
  await fixture.writeFile("policies/integrations.yaml", 'packages: ["@acme/plugin"]\n');
  await fixture.writeFile(
    "policies/workspace.yaml",
    'freezes: [{ from: 2025-12-18, to: 2026-01-04, reason: "year end" }]\n',
  );
  commitAll(fixture.path, "another policy");
}

async function effectOf(
  fixture: FsFixture,
  bounds?: EffectBounds,
  options: { ref?: string } = {},
): Promise<{ report: Report; effect: PolicyEffect | undefined; notes: string }> {
  const where = { cwd: fixture.path, since: "base", ...options };
  const report = await withPolicyEffect(await check(where), where, {
    milliseconds: 120_000,
    ...bounds,
  });
  const notes = report.notes
    .map((note) => note.map((part) => (typeof part === "string" ? part : part.code)).join(""))
    .join("\n");
  return { report, effect: report.since?.policyEffect, notes };
}

test("a change of the policy says which past releases it would block, and which no longer", async () => {
  const fixture = await history();
  await changePolicy(fixture);
  const { report, effect, notes } = await effectOf(fixture);
  expect(effect?.past).toMatchObject({ compared: 3, from: "2025-11-03", unjudged: 0, left: 0 });
  expect(effect?.past?.refused).toMatchObject([
    { date: "2025-12-24", findings: [{ rule: "freeze", package: "@acme/core", version: "1.3.1" }] },
  ]);
  expect(effect?.past?.allowed).toMatchObject([
    { date: "2026-02-01", findings: [{ rule: "freeze", package: "@acme/plugin" }] },
  ]);
  expect(notes).toContain(
    "1 of the last 3 releases (since 2025-11-03) would now be blocked: @acme/core 1.3.1 (freeze) on 2025-12-24",
  );
  expect(notes).toContain("would no longer be blocked: @acme/plugin 0.4.0 (freeze)");
  const comment = formatMarkdown(report);
  expect(comment).toContain("<summary>1 past release would now be blocked</summary>");
  expect(comment).toContain("| 2025-12-24 | `@acme/core 1.3.1` | `freeze`");
  // The verdicts of both are cached, as an audit's are.
  const { stdout } = await runCli(fixture.path, ["check", "--since", "base", "--format", "json"]);
  expect(JSON.parse(stdout).since.policyEffect).toEqual(effect);
});

test("the first policy of a workspace is compared with none, on the releases of pnpm", async () => {
  const fixture = await workspace({
    planner: "pnpm",
    changesets: { one: { "@acme/core": "minor" } },
  });
  const policies = fixture.getPath("policies");
  rmSync(policies, { recursive: true });
  repository(fixture);
  const manifest = fixture.getPath("packages/core/package.json");
  const text = readFileSync(manifest, "utf8");
  writeFileSync(manifest, text.replace(/("version": ?)"[^"]*"/, '$1"1.3.0"'));
  const used = '"@acme/core@1.3.0":\n  dir: packages/core\n  intents:\n    - one\n';
  await fixture.writeFile(".changeset/ledger.yaml", used);
  commitAll(fixture.path, "release");
  gitIn(fixture.path, "branch", "base");
  await fixture.mkdir("policies");
  await fixture.writeFile("policies/core.yaml", 'packages: ["@acme/core"]\nversions: "1.2.x"\n');
  await fixture.writeFile("policies/integrations.yaml", 'packages: ["@acme/plugin"]\n');
  commitAll(fixture.path, "a policy");
  const { effect } = await effectOf(fixture);
  expect(effect?.past).toMatchObject({
    compared: 1,
    refused: [{ subject: "release", findings: [{ rule: "version-inside-track" }] }],
    allowed: [],
  });
});

test("says what the new policy finds in today's plan", async () => {
  const fixture = await history();
  await fixture.writeFile(".changeset/one.md", changeset({ "@acme/plugin": "minor" }));
  commitAll(fixture.path, "a changeset");
  gitIn(fixture.path, "branch", "-f", "base");
  await changePolicy(fixture);
  const { effect, notes } = await effectOf(fixture, { milliseconds: 0 });
  expect(effect?.today).toMatchObject({
    added: [],
    removed: [{ rule: "declared-bump", package: "@acme/plugin", version: "0.5.0" }],
  });
  expect(notes).toContain(
    "the new policy has 1 fewer finding today: @acme/plugin 0.5.0 (declared-bump)",
  );
});

test("a change that leaves the policy alone compares nothing", async () => {
  const fixture = await history();
  await fixture.writeFile(".changeset/one.md", changeset({ "@acme/core": "minor" }));
  commitAll(fixture.path, "a changeset");
  const report = await check({ cwd: fixture.path, since: "base" });
  expect(report.since?.policyEffect).toBeUndefined();
  expect(await withPolicyEffect(report, { cwd: "/nowhere" })).toBe(report);
  // Nor does a test of the policy, which is in its folder.
  await fixture.mkdir("policies/tests");
  await fixture.writeFile("policies/tests/one.yaml", "[]\n");
  commitAll(fixture.path, "a test of the policy");
  expect((await effectOf(fixture)).effect).toEqual({ today: { added: [], removed: [] } });
});

test("compares as many releases as a stranger's change may cost, without a cache, and says what is left", async () => {
  const fixture = await history();
  await changePolicy(fixture);
  const few = await effectOf(fixture, { limit: 1, ofStranger: true }, { ref: "HEAD" });
  expect(few.effect?.past).toMatchObject({ compared: 1, left: 2, refused: [] });
  expect(few.notes).toContain("the last release (since 2026-02-01) would no longer be blocked");
  expect(existsSync(fixture.getPath("node_modules/.cache"))).toBe(false);
  const none = await effectOf(fixture, { milliseconds: 0, ofStranger: true }, { ref: "HEAD" });
  expect(none.effect?.past).toMatchObject({ compared: 0, left: 3, stoppedAfter: 0 });
  expect(none.notes).toContain(
    "no past release was compared with the new policy (stopped after 0 s, older commits were not checked)",
  );
});

test("says that a policy of the base that cannot be parsed is not compared", async () => {
  const fixture = await history();
  const good = readFileSync(fixture.getPath("policies/core.yaml"), "utf8");
  await fixture.writeFile("policies/core.yaml", "packages: [\n");
  commitAll(fixture.path, "a typing mistake");
  gitIn(fixture.path, "branch", "-f", "base");
  await fixture.writeFile("policies/core.yaml", good);
  commitAll(fixture.path, "put it right");
  const { effect, notes } = await effectOf(fixture);
  expect(effect).toEqual({ problem: "the policy of the base cannot be parsed" });
  expect(notes).toBe(
    "the policy of the base cannot be parsed, so this change is judged by its own policy",
  );
});
