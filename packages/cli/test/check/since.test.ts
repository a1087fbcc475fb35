import { execFileSync } from "node:child_process";
import { plain } from "@release-policy/core";
import { expect, test } from "vitest";
import { CannotJudge, type CheckOptions, type Report, check } from "../../src/index.ts";
import { runChangesets } from "../kit/changesets-cli.ts";
import { commitAll, gitIn } from "../kit/run-example.ts";
import { changeset, folder, repository, workspace } from "../kit/workspace.ts";

const lines = (findings: Report["findings"]): string[] =>
  findings.map(({ rule, at }) => `${rule} ${at.path}`);

async function obstacle(options: CheckOptions): Promise<string> {
  try {
    await check(options);
  } catch (error) {
    if (error instanceof CannotJudge)
      return error.obstacles.map(({ message, help }) => `${message}; ${help}`).join("\n");
    throw error;
  }
  return "judged";
}

test("counts what a change introduces, and only lists what its base already has", async () => {
  const fixture = await workspace({ changesets: { old: { "@acme/plugin": "major" } } });
  repository(fixture);
  gitIn(fixture.path, "checkout", "-q", "-b", "change");
  await fixture.writeFile(".changeset/new.md", changeset({ "@acme/cor": "patch" }));
  commitAll(fixture.path, "change");
  const report = await check({ cwd: fixture.path, since: "main" });
  expect(lines(report.findings)).toEqual(["unknown-package .changeset/new.md"]);
  expect(lines(report.pending)).toEqual(["accidental-graduation .changeset/old.md"]);
  expect(report.outcome).toBe("fail");
  const all = await check({ cwd: fixture.path, since: "main", all: true });
  expect(all.findings).toHaveLength(2);
});

test("passes a change without new findings on a base with findings", async () => {
  const fixture = await workspace({ changesets: { old: { "@acme/plugin": "major" } } });
  repository(fixture);
  await fixture.writeFile("packages/core/index.js", "export {};\n");
  await fixture.writeFile(".changeset/fine.md", changeset({ "@acme/core": "patch" }));
  const report = await check({ cwd: fixture.path, since: "main" });
  expect([report.outcome, report.findings, lines(report.pending)]).toEqual([
    "pass",
    [],
    ["accidental-graduation .changeset/old.md"],
  ]);
});

test("counts a finding that a change makes worse", async () => {
  const given = {
    packages: { "@acme/core": "1.2.0" },
    policies: { core: { packages: ["*"], versions: "1.2.x" } },
  };
  const fixture = await workspace({ ...given, changesets: { old: { "@acme/core": "minor" } } });
  repository(fixture);
  await fixture.writeFile(".changeset/old.md", changeset({ "@acme/core": "major" }));
  const report = await check({ cwd: fixture.path, since: "main" });
  expect(report.findings.map(({ message }) => plain(message))).toEqual([
    "`@acme/core` would be `2.0.0`, but track `core` only allows `1.2.x`",
  ]);
});

test("includes uncommitted and untracked files", async () => {
  const fixture = await workspace();
  repository(fixture);
  await fixture.writeFile(".changeset/new.md", changeset({ "@acme/plugin": "major" }));
  const report = await check({ cwd: fixture.path, since: "main" });
  expect(lines(report.findings)).toEqual(["accidental-graduation .changeset/new.md"]);
});

test("gives the same verdict for a commit and for its folder", async () => {
  const fixture = await workspace({ changesets: { old: { "@acme/plugin": "major" } } });
  repository(fixture);
  await fixture.writeFile(".changeset/new.md", changeset({ "@acme/cor": "patch" }));
  commitAll(fixture.path, "change");
  const ofFolder = await check({ cwd: fixture.path, since: "HEAD~1" });
  const ofCommit = await check({ cwd: fixture.path, since: "HEAD~1", ref: "HEAD" });
  expect(ofCommit).toEqual(ofFolder);
});

test("uses the policy of the base, and says what the changed policy would find", async () => {
  const fixture = await workspace();
  repository(fixture);
  await fixture.writeFile(
    "policies/integrations.yaml",
    'packages: ["@acme/plugin"]\nversions: "1.x"\n',
  );
  await fixture.writeFile(".changeset/new.md", changeset({ "@acme/plugin": "major" }));
  const report = await check({ cwd: fixture.path, since: "main" });
  expect(lines(report.findings)).toEqual(["accidental-graduation .changeset/new.md"]);
  expect(report.since?.judgedBy).toBe("base");
  expect(report.notes.map(plain)).toEqual([
    "this change edits `policies`, but it was judged by the policy of the base (findings: `1`; with its own policy: `0`)",
  ]);
});

test("uses the changed policy if the policy of the base allows it", async () => {
  const fixture = await workspace({ files: { "policies/workspace.yaml": "judgedBy: head\n" } });
  repository(fixture);
  await fixture.writeFile(
    "policies/integrations.yaml",
    'packages: ["@acme/plugin"]\nversions: "1.x"\n',
  );
  await fixture.writeFile(".changeset/new.md", changeset({ "@acme/plugin": "major" }));
  const report = await check({ cwd: fixture.path, since: "main" });
  expect([report.outcome, report.since?.judgedBy]).toEqual(["pass", "head"]);
});

test("a change cannot delete the policy it is checked by", async () => {
  const fixture = await workspace();
  repository(fixture);
  await fixture.rm("policies");
  await fixture.writeFile(".changeset/new.md", changeset({ "@acme/plugin": "major" }));
  const report = await check({ cwd: fixture.path, since: "main" });
  expect(lines(report.findings)).toEqual(["accidental-graduation .changeset/new.md"]);
});

test("a first policy applies to the change that adds it", async () => {
  const fixture = await workspace({ policies: {} });
  repository(fixture);
  await fixture.mkdir("policies");
  await fixture.writeFile("policies/all.yaml", "packages: ['*']\n");
  const report = await check({ cwd: fixture.path, since: "main" });
  expect([report.outcome, report.since?.judgedBy]).toEqual(["pass", "head"]);
});

test("checks all versions that a version commit wrote", async () => {
  const fixture = await workspace({ changesets: { old: { "@acme/plugin": "major" } } });
  repository(fixture);
  gitIn(fixture.path, "checkout", "-q", "-b", "release");
  await fixture.rm(".changeset/old.md");
  const manifest = {
    name: "@acme/plugin",
    version: "1.0.0",
    peerDependencies: { "@acme/core": "workspace:^" },
  };
  await fixture.writeFile("packages/plugin/package.json", JSON.stringify(manifest));
  commitAll(fixture.path, "version packages");
  const report = await check({ cwd: fixture.path, since: "main" });
  expect(report.since?.versionCommit).toBe(true);
  expect(report.releases).toMatchObject([
    { name: "@acme/plugin", from: "0.3.0", to: "1.0.0", written: true },
  ]);
  expect(lines(report.findings)).toEqual(["accidental-graduation .changeset/old.md"]);
  expect(report.findings[0]?.source, "the line is shown although the file is gone").toBe(
    '"@acme/plugin": major',
  );
});

test.each([
  ["a security fix", "Close it.\n\nSecurity: GHSA-1", []],
  ["anything else", "Change it.", ["freeze .changeset/fix.md"]],
])("checks a version commit of %s during a freeze", async (_, summary, expected) => {
  const freeze = { from: "2026-06-10", to: "2026-06-20", reason: "summer", except: ["security"] };
  const fixture = await workspace({
    packages: { "@acme/core": "1.2.0" },
    changesets: { fix: changeset({ "@acme/core": "patch" }, summary) },
    policies: { core: { packages: ["@acme/core"] }, workspace: { freezes: [freeze] } },
  });
  repository(fixture);
  await fixture.rm(".changeset/fix.md");
  await fixture.writeFile(
    "packages/core/package.json",
    JSON.stringify({ name: "@acme/core", version: "1.2.1" }),
  );
  const report = await check({ cwd: fixture.path, since: "main", today: "2026-06-15" });
  expect([report.since?.versionCommit, lines(report.findings)]).toEqual([true, expected]);
});

test("says what to fetch if the base is missing", async () => {
  const fixture = await workspace();
  repository(fixture);
  expect(await obstacle({ cwd: fixture.path, since: "origin/main" })).toBe(
    'unknown commit "origin/main"; fetch it: `git fetch origin main`',
  );
  expect(await obstacle({ cwd: fixture.path, since: "--output=x" })).toContain(
    'unknown commit "--output=x"',
  );
});

test("says how to deepen a clone that is too shallow", async () => {
  const fixture = await workspace();
  repository(fixture);
  for (const name of ["one", "two", "three"]) {
    await fixture.writeFile(`.changeset/${name}.md`, changeset({ "@acme/core": "patch" }));
    commitAll(fixture.path, name);
  }
  gitIn(fixture.path, "branch", "side", "HEAD~2");
  const clone = await folder({});
  const from = `file://${fixture.path}`;
  execFileSync("git", ["clone", "-q", "--depth=1", "--no-single-branch", from, clone.path]);
  expect(await obstacle({ cwd: clone.path, since: "origin/side" })).toContain(
    "git fetch --unshallow",
  );
  expect(await obstacle({ cwd: clone.path }), "without a base it needs no history").toBe("judged");
});

test("says that two histories have no merge base", async () => {
  const fixture = await workspace();
  repository(fixture);
  gitIn(fixture.path, "checkout", "-q", "--orphan", "other");
  commitAll(fixture.path, "other");
  expect(await obstacle({ cwd: fixture.path, since: "main" })).toContain(
    "HEAD and main have no merge base",
  );
});

test("needs no git without a base, and says so with one", async () => {
  const fixture = await workspace();
  expect(await obstacle({ cwd: fixture.path })).toBe("judged");
  expect(await obstacle({ cwd: fixture.path, since: "main" })).toContain(
    "not inside a git repository",
  );
});

test("works on a detached HEAD, and requires the branch only if the policy has branches", async () => {
  const fixture = await workspace();
  repository(fixture);
  gitIn(fixture.path, "checkout", "-q", "--detach");
  expect(await obstacle({ cwd: fixture.path, since: "main" })).toBe("judged");
  await fixture.writeFile(
    "policies/workspace.yaml",
    'branches:\n  "maint/*": { bumps: { declared: [patch] } }\n',
  );
  expect(await obstacle({ cwd: fixture.path })).toContain("name it with --branch");
  expect(await obstacle({ cwd: fixture.path, branch: "maint/1.x" })).toBe("judged");
});

test("finds a workspace in a folder of a repository", async () => {
  const inner = await workspace({ changesets: { old: { "@acme/plugin": "major" } } });
  const outer = await folder({ "README.md": "all\n" });
  gitIn(outer.path, "init", "-q", "-b", "main");
  execFileSync("cp", ["-r", inner.path, outer.getPath("js")]);
  commitAll(outer.path, "first");
  await outer.writeFile("js/.changeset/new.md", changeset({ "@acme/cor": "patch" }));
  commitAll(outer.path, "second");
  const report = await check({
    cwd: outer.getPath("js/packages/core"),
    since: "HEAD~1",
    ref: "HEAD",
  });
  expect(lines(report.findings)).toEqual(["unknown-package .changeset/new.md"]);
  expect(report.pending).toHaveLength(1);
});

const PRIVATE = {
  packages: {
    "@acme/core": "1.2.0",
    "@acme/docs": {
      version: "0.0.27",
      private: true,
      dependencies: { "@acme/core": "workspace:*" },
    },
  },
  policies: { core: { packages: ["@acme/*"], versions: "1.x" } },
  config: { privatePackages: { version: true, tag: false } },
};

test.each(["changesets@2", "changesets@3"] as const)(
  "includes the versions of private packages in a version commit of %s",
  async (planner) => {
    const changesets = { fix: { "@acme/core": "patch" as const } };
    const fixture = await workspace({ ...PRIVATE, planner, changesets });
    repository(fixture);
    await runChangesets(fixture.path, planner, "version");
    expect(await fixture.readFile("packages/docs/package.json", "utf8")).toContain("0.0.28");
    commitAll(fixture.path, "version");
    const report = await check({ cwd: fixture.path, since: "HEAD~1" });
    expect([report.since?.versionCommit, lines(report.findings)]).toEqual([true, []]);
    expect(report.releases).toHaveLength(2);
  },
);

test.each(["changesets@2", "changesets@3"] as const)(
  "explains a change that leaves pre mode and versions, with %s",
  async (planner) => {
    const fixture = await workspace({
      planner,
      packages: { "@acme/core": "1.2.0" },
      changesets: { new: { "@acme/core": "minor" } },
      policies: { core: { packages: ["@acme/core"], versions: "1.x" } },
    });
    await runChangesets(fixture.path, planner, "pre", "enter", "beta");
    await runChangesets(fixture.path, planner, "version");
    repository(fixture);
    await runChangesets(fixture.path, planner, "pre", "exit");
    await runChangesets(fixture.path, planner, "version");
    commitAll(fixture.path, "stable");
    const report = await check({ cwd: fixture.path, since: "HEAD~1" });
    const released = report.releases.map(({ name, from, to }) => `${name} ${from} ${to}`);
    expect(released).toContain("@acme/core 1.3.0-beta.0 1.3.0");
    expect(lines(report.findings)).toEqual([]);
  },
);
