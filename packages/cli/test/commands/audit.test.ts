import type { RuleId } from "@release-policy/core";
import { appendFileSync, cpSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { exampleFiles } from "@release-policy/core/testing";
import type { FsFixture } from "fs-fixture";
import { fixtureOf } from "../kit/fixture.ts";
import { afterAll, expect, test } from "vitest";
import { auditHtml } from "../../src/commands/audit/html/page.ts";
import { type Audit, type AuditProgress, audit } from "../../src/index.ts";
import { runChangesets } from "../kit/changesets-cli.ts";
import { runCli } from "../kit/run-cli.ts";
import { commitAll, commitOn, gitIn } from "../kit/run-example.ts";
import { changeset, folder, repository, workspace } from "../kit/workspace.ts";

/** Releases what the changesets ask for, by the real command, on a day. Returns the version commit. */
async function release(
  fixture: FsFixture,
  day: string,
  ...bumps: readonly Readonly<Record<string, string>>[]
): Promise<string> {
  for (const [i, one] of bumps.entries()) {
    writeFileSync(fixture.getPath(`.changeset/day-${day}-${i}.md`), changeset(one));
  }
  commitAll(fixture.path, "change");
  await runChangesets(fixture.path, "changesets@3", "version");
  return commitOn(day, fixture.path, "Version Packages");
}

/** Releases core as the real command would, which takes longer. */
function releaseByHand(fixture: FsFixture, version: string): void {
  writeFileSync(fixture.getPath(".changeset/used.md"), changeset({ "@acme/core": "patch" }));
  commitAll(fixture.path, "change");
  rmSync(fixture.getPath(".changeset/used.md"));
  const path = fixture.getPath("packages/core/package.json");
  const text = readFileSync(path, "utf8");
  writeFileSync(path, text.replace(/"version": ?"[^"]*"/, `"version": "${version}"`));
  commitAll(fixture.path, `Version Packages ${version}`);
}

/** A repository with a good release, one in a freeze, and one that graduates by accident. */
const made = fixtureOf(
  exampleFiles({
    packages: {
      "@acme/core": "1.2.0",
      "@acme/plugin": { version: "0.3.0", peerDependencies: { "@acme/core": "workspace:^" } },
    },
    policies: {
      core: { packages: ["@acme/core"], versions: ">=1.0.0" },
      integrations: { packages: ["@acme/plugin"], versions: "0.y.z" },
      workspace: { freezes: [{ from: "2025-12-18", to: "2026-01-04", reason: "year end" }] },
    },
    files: { ".gitignore": "node_modules\n", "node_modules/.keep": "" },
  }),
).then(async (fixture) => {
  repository(fixture);
  const commits = [
    await release(fixture, "2025-11-03", { "@acme/core": "minor" }),
    await release(fixture, "2025-12-24", { "@acme/core": "patch" }),
    await release(fixture, "2026-02-01", { "@acme/plugin": "major" }),
  ];
  writeFileSync(fixture.getPath("README.md"), "# Acme\n");
  commitAll(fixture.path, "no release");
  return { fixture, commits };
});
afterAll(async () => (await made).fixture.rm());

/** A copy of it for one test. */
async function history(): Promise<{ fixture: FsFixture; commits: string[] }> {
  const { fixture, commits } = await made;
  const copy = await folder({});
  cpSync(fixture.path, copy.path, { recursive: true });
  return { fixture: copy, commits };
}

const brief = ({ releases }: Audit) =>
  releases.map(({ date, commit, outcome, findings }) => [
    date,
    commit,
    outcome,
    ...findings.map(({ rule, package: name, version }) => `${rule} ${name} ${version}`),
  ]);

test("replays the policy of the working tree as of each release's date", async () => {
  const { fixture, commits } = await history();
  const result = await audit({ cwd: fixture.path });
  expect(brief(result)).toEqual([
    ["2025-11-03", commits[0], "pass"],
    ["2025-12-24", commits[1], "fail", "freeze @acme/core 1.3.1"],
    ["2026-02-01", commits[2], "fail", "accidental-graduation @acme/plugin 1.0.0"],
  ]);
  expect(result.counts).toEqual({
    releases: 3,
    versions: expect.any(Number) as number,
    refused: 2,
    warned: 0,
    unjudged: 0,
    early: expect.any(Number) as number,
    standing: 0,
  });
  expect(result.byRule.map(({ name, first }) => [name, first])).toEqual([
    ["accidental-graduation", "2026-02-01"],
    ["freeze", "2025-12-24"],
  ]);
  expect(result.releases[2]!.findings[0]!.chain).toBe(
    "@acme/plugin 1.0.0 ← major in .changeset/day-2026-02-01-0.md:2",
  );
});

test("accepts a date, a reference and a number of releases", async () => {
  const { fixture, commits } = await history();
  const found = async (options: object) =>
    (await audit({ cwd: fixture.path, ...options })).releases.map(({ commit }) => commit);
  expect(await found({ since: "2025-12-01" })).toEqual(commits.slice(1));
  expect(await found({ since: commits[1] })).toEqual(commits.slice(2));
  expect(await found({ limit: 1 })).toEqual(commits.slice(2));
  expect((await runCli(fixture.path, ["audit", "--since", "nowhere"])).code).toBe(2);
  expect((await runCli(fixture.path, ["audit", "--limit", "0"])).code).toBe(2);
});

const merging = (fixture: FsFixture, ...args: readonly string[]): string =>
  gitIn(fixture.path, "merge", "-q", ...args);

test("finds releases on merged branches, and counts each once", async () => {
  const { fixture, commits } = await history();
  gitIn(fixture.path, "checkout", "-q", "-b", "feature", "HEAD~3");
  writeFileSync(fixture.getPath("work.txt"), "work\n");
  commitAll(fixture.path, "work");
  // The merge ends at the .changeset of main: git leaves main out where history is simplified.
  merging(fixture, "--no-ff", "-m", "Merge main", "main");
  const result = await audit({ cwd: fixture.path });
  expect(result.releases.map(({ commit }) => commit)).toEqual(commits);
});

test("treats a merge as the release if its branch makes it in two commits", async () => {
  const { fixture, commits } = await history();
  writeFileSync(fixture.getPath(".changeset/two.md"), changeset({ "@acme/core": "patch" }));
  commitAll(fixture.path, "change");
  gitIn(fixture.path, "checkout", "-q", "-b", "release");
  await runChangesets(fixture.path, "changesets@3", "version");
  gitIn(fixture.path, "add", ".changeset");
  gitIn(
    fixture.path,
    "-c",
    "user.name=A",
    "-c",
    "user.email=a@b.c",
    "commit",
    "-qm",
    "use them up",
  );
  commitAll(fixture.path, "write versions");
  gitIn(fixture.path, "checkout", "-q", "main");
  merging(fixture, "--no-ff", "-m", "Merge release", "release");
  const result = await audit({ cwd: fixture.path });
  expect(result.releases.map(({ commit }) => commit)).toEqual([
    ...commits,
    gitIn(fixture.path, "rev-parse", "HEAD"),
  ]);
});

test.each([
  ["versions first", ["packages", ".changeset"], 0],
  ["changesets first", [".changeset", "packages"], 0],
  ["versions first and others between", ["packages", ".changeset"], 2],
  ["changesets first and others between", [".changeset", "packages"], 2],
])("detects a release made in two commits, %s", async (_, paths, between) => {
  const { fixture, commits } = await history();
  writeFileSync(fixture.getPath(".changeset/two.md"), changeset({ "@acme/plugin": "major" }));
  commitAll(fixture.path, "change");
  await runChangesets(fixture.path, "changesets@3", "version");
  writeFileSync(fixture.getPath("packages/plugin/CHANGELOG.md"), "# @acme/plugin\n");
  const commitPath = (path: string) => {
    gitIn(fixture.path, "add", "-A", path);
    gitIn(fixture.path, "-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "-qm", path);
  };
  commitPath(paths[0]!);
  for (let i = 0; i < between; i++) {
    writeFileSync(fixture.getPath("README.md"), `# Acme ${i}\n`);
    writeFileSync(fixture.getPath("package.json"), `{ "name": "root", "type": "${i}" }\n`);
    commitPath("README.md");
    commitPath("package.json");
  }
  commitPath(paths[1]!);
  const at = gitIn(fixture.path, "rev-parse", "HEAD");
  // Neither a changeset that is deleted beside an edited manifest nor one that is deleted alone is a release.
  writeFileSync(fixture.getPath(".changeset/gone.md"), changeset({ "@acme/core": "patch" }));
  commitAll(fixture.path, "change");
  rmSync(fixture.getPath(".changeset/gone.md"));
  commitAll(fixture.path, "no change after all");
  writeFileSync(fixture.getPath("package.json"), '{ "name": "root", "private": true }\n');
  commitAll(fixture.path, "something else");

  const { releases } = await audit({ cwd: fixture.path, since: commits[1]! });
  expect(releases.map(({ commit }) => commit)).toEqual([commits[2], at]);
  const newest = releases.at(-1)!;
  expect([newest.subject, newest.apart]).toEqual(["packages", []]);
  expect(newest.packages.map(({ name }) => name)).toContain("@acme/plugin");
  expect(newest.findings.map(({ chain }) => chain)).toContainEqual(
    expect.stringContaining("← major in .changeset/two.md:2"),
  );
});

const identity = ["-c", "user.name=A", "-c", "user.email=a@b.c"];

/** Another branch from `from` with the work, merged into main without a fast-forward. */
function mergeOf(fixture: FsFixture, from: string, work: () => void): void {
  gitIn(fixture.path, "checkout", "-q", "-B", "other", from);
  work();
  gitIn(fixture.path, "checkout", "-q", "main");
  merging(fixture, "--no-ff", "-m", "Merge other", "other");
}

/** The history with a changeset more, and the commit of the release that follows. */
const prepared = made.then(async ({ commits }) => {
  const { path } = await fixtureOf({});
  cpSync((await made).fixture.path, path, { recursive: true });
  writeFileSync(join(path, ".changeset/two.md"), changeset({ "@acme/core": "patch" }));
  const start = commitAll(path, "change");
  await runChangesets(path, "changesets@3", "version");
  const whole = commitAll(path, "whole");
  gitIn(path, "reset", "-q", "--hard", start);
  return { path, before: commits, start, whole };
});
afterAll(async () => rmSync((await prepared).path, { recursive: true, force: true }));

test.each([
  ["a merge of other work between", "after"],
  ["a merge that adds a changeset of the same package between", "same"],
  ["a commit that adds a changeset of the same package between", "squashed"],
  ["a merge that brings the first", "first"],
  ["a merge that brings the second", "second"],
  ["a merge for each", "both"],
])("detects a release made in two commits, with %s", async (_, shape) => {
  for (const paths of [
    [".changeset", "packages"],
    ["packages", ".changeset"],
  ]) {
    const { path: source, before, start, whole } = await prepared;
    const fixture = await folder({});
    cpSync(source, fixture.path, { recursive: true });
    const half = (path: string) => () => {
      gitIn(fixture.path, "checkout", "-q", whole, "--", path);
      if (path === ".changeset")
        gitIn(fixture.path, "rm", "-q", "--ignore-unmatch", ".changeset/two.md");
      gitIn(fixture.path, ...identity, "commit", "-qm", path);
    };
    const [first, second] = [half(paths[0]!), half(paths[1]!)];
    if (shape === "first" || shape === "both") mergeOf(fixture, start, first);
    else first();
    const otherWork = () => {
      const name = shape === "after" ? "@acme/plugin" : "@acme/core";
      writeFileSync(fixture.getPath(".changeset/next.md"), changeset({ [name]: "patch" }));
      commitAll(fixture.path, "other work");
    };
    if (shape === "after" || shape === "same") mergeOf(fixture, start, otherWork);
    if (shape === "squashed") otherWork();
    if (shape === "second" || shape === "both")
      mergeOf(fixture, shape === "both" ? "main" : start, second);
    else second();
    const { releases } = await audit({ cwd: fixture.path, since: before[1]! });
    expect(releases.map(({ commit }) => commit)).toEqual([
      before[2],
      gitIn(fixture.path, "rev-parse", "HEAD"),
    ]);
    const newest = releases.at(-1)!;
    expect(newest).toMatchObject({ outcome: "pass", findings: [], apart: [] });
    expect(newest.packages.map(({ name, to }) => `${name} ${to}`)).toEqual(["@acme/core 1.3.2"]);
  }
});

test("a limit counts releases, not commits that only look like releases", async () => {
  const { fixture, commits } = await history();
  writeFileSync(fixture.getPath(".changeset/gone.md"), changeset({ "@acme/core": "patch" }));
  commitAll(fixture.path, "change");
  rmSync(fixture.getPath(".changeset/gone.md"));
  writeFileSync(fixture.getPath("package.json"), '{ "name": "root", "private": true }\n');
  commitAll(fixture.path, "no release after all");
  const { releases } = await audit({ cwd: fixture.path, limit: 1 });
  expect(releases.map(({ commit }) => commit)).toEqual(commits.slice(2));
});

test("says why there is no release to judge", async () => {
  const { fixture } = await history();
  const none = await audit({ cwd: fixture.path, since: "HEAD" });
  expect(none.empty).toBe("no commit since HEAD changes .changeset");
  expect((await runCli(fixture.path, ["audit", "--since", "HEAD"])).stdout).toContain(
    "no releases found: no commit since HEAD changes .changeset",
  );
  writeFileSync(fixture.getPath(".changeset/new.md"), changeset({ "@acme/core": "patch" }));
  commitAll(fixture.path, "change");
  expect((await audit({ cwd: fixture.path, since: "HEAD~1" })).empty).toBe(
    "1 commit changes .changeset since HEAD~1, but none deletes changesets and edits a package.json",
  );
  expect((await audit({ cwd: fixture.path })).empty).toBeUndefined();
});

test("resumes after an interruption, and starts over if the policy changes", async () => {
  const { fixture } = await history();
  const first = await audit({ cwd: fixture.path, limit: 2 });
  const kept = fixture.getPath("node_modules/.cache/release-policy/audit");
  const file = join(kept, readdirSync(kept)[0]!);
  appendFileSync(file, '\n["half of a l');
  const second = await audit({ cwd: fixture.path });
  expect([first.cached, second.cached]).toEqual([0, 2]);
  const { cached: _, ...fresh } = await audit({ cwd: fixture.path, fresh: true });
  const { cached: __, ...known } = second;
  expect(known).toEqual(fresh);
  writeFileSync(fixture.getPath("policies/workspace.yaml"), "freezes: []\n");
  const third = await audit({ cwd: fixture.path });
  expect(third.cached).toBe(0);
  expect(third.releases.map(({ outcome }) => outcome)).toEqual(["pass", "pass", "fail"]);
});

test("ignores releases before a package reached its track", async () => {
  const { fixture } = await history();
  writeFileSync(
    fixture.getPath("policies/integrations.yaml"),
    'packages: ["@acme/plugin"]\nversions: "2.x"\n',
  );
  const result = await audit({ cwd: fixture.path });
  expect(result.counts.early).toBeGreaterThan(0);
  expect(result.byPackage.map(({ name }) => name)).toEqual(["@acme/core"]);
});

test("counts a persistent finding once, at its first release", async () => {
  const { fixture } = await history();
  await fixture.writeFile(".changeset/bad.md", "no front matter\n");
  // The real command would stop at the file.
  for (const version of ["1.3.2", "1.3.3", "1.3.4"]) releaseByHand(fixture, version);
  const { releases, counts } = await audit({ cwd: fixture.path, limit: 3 });
  expect(releases.map(({ findings }) => findings.map(({ rule, path }) => [rule, path]))).toEqual([
    [["unreadable-changeset", ".changeset/bad.md"]],
    [],
    [],
  ]);
  expect([counts.refused, counts.standing]).toEqual([1, 2]);
});

test("checks the newest releases first, and reports those if interrupted", async () => {
  const { fixture, commits } = await history();
  const controller = new AbortController();
  const seen: AuditProgress[] = [];
  const result = await audit({
    cwd: fixture.path,
    signal: controller.signal,
    onProgress(progress) {
      seen.push(progress);
      if (progress.done > 0) controller.abort();
    },
  });
  expect(seen[0]).toEqual({ done: 0, all: 3, refused: 0 });
  expect(result.left).toBe(2);
  expect(result.releases.at(-1)!.commit).toBe(commits[2]);
  const again = await audit({ cwd: fixture.path });
  expect([again.left, again.cached]).toEqual([0, 1]);
  expect(auditHtml(result)).toContain(
    "2 older releases not included, because the audit was stopped",
  );
});

test("gives the same verdicts whether it judges on threads or a few at a time", async () => {
  const { fixture } = await history();
  for (const version of ["1.3.2", "1.4.0", "2.0.0"]) releaseByHand(fixture, version);
  const onThreads = await audit({ cwd: fixture.path, fresh: true });
  await audit({ cwd: fixture.path, limit: 3 });
  const { cached, ...few } = await audit({ cwd: fixture.path });
  expect([cached, few.releases.length]).toEqual([3, 6]);
  expect({ ...few, cached: 0 }).toEqual(onThreads);
});

test("replays a workspace in a subfolder of the repository", async () => {
  const fixture = await folder({ "README.md": "" });
  const { fixture: inner } = await history();
  rmSync(inner.getPath(".git"), { recursive: true });
  cpSync(inner.path, fixture.getPath("apps/web"), { recursive: true });
  repository(fixture);
  const web = fixture.getPath("apps/web");
  await fixture.writeFile("apps/web/.changeset/one.md", changeset({ "@acme/core": "minor" }));
  commitAll(fixture.path, "change");
  await runChangesets(web, "changesets@3", "version");
  const commit = commitAll(fixture.path, "Version Packages");
  const { releases } = await audit({ cwd: web });
  expect(
    releases.map((one) => [one.commit, one.packages.map(({ name, to }) => [name, to])]),
  ).toEqual([[commit, [["@acme/core", "1.4.0"]]]]);
});

test("prints for people, as Markdown and as JSON", async () => {
  const { fixture } = await history();
  const { stdout, stderr, code } = await runCli(fixture.path, ["audit"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toContain("error[freeze] 1 finding\n  2025-12-24  ");
  expect(stdout).toContain(
    "1 accidental graduation accounts for 1 of 2 errors\n  2026-02-01  @acme/plugin became 1.0.0\n",
  );
  expect(stdout).toContain("2 of 3 releases would have been blocked from 2025-11-03 to 2026-02-01");
  const markdown = (await runCli(fixture.path, ["audit", "--format", "markdown"])).stdout;
  expect(markdown).toContain("**2 of 3 releases would have been blocked**");
  expect(markdown).toMatch(
    /^\| accidental-graduation \| 1 \| 0 \| 1 \| 2026-02-01 \| 2026-02-01 \|$/m,
  );
  const data = JSON.parse(
    (await runCli(fixture.path, ["audit", "--format", "json"])).stdout,
  ) as Audit;
  expect(data).toMatchObject({ version: 1, counts: { refused: 2 }, shallow: false });
});

test("the page has a timeline for each package, links to findings, and no external resources", async () => {
  const { fixture, commits } = await history();
  const page = (await runCli(fixture.path, ["audit", "--format", "html"])).stdout;
  expect(page.match(/<svg class="timeline"/g)).toHaveLength(2);
  expect(page).toMatch(
    new RegExp(`<a href="#c${commits[2]}"><svg class="mark"[^>]*><path class="refused"`),
  );
  expect(page).toContain(`<section class="release fail" id="c${commits[2]}">`);
  expect(page).not.toMatch(/<script|https?:|src=|@import|url\(/);
});

test("text of the repository is inert in the page", () => {
  const evil = `"'><script>alert(1)</script>\u202E`;
  const releases = [
    {
      commit: "a".repeat(40),
      date: "2026-01-01",
      subject: evil,
      outcome: "fail" as const,
      packages: [
        {
          name: evil,
          track: evil,
          dir: evil,
          undone: evil,
          from: "1.0.0",
          to: "2.0.0",
          refused: true,
          early: false,
        },
      ],
      findings: [
        {
          rule: evil as RuleId,
          level: "error" as const,
          package: evil,
          version: evil,
          message: `a \`${evil}\``,
          chain: evil,
        },
      ],
      apart: [
        {
          origin: "hand-edited" as const,
          package: evil,
          version: evil,
          planned: evil,
          findings: 1,
        },
      ],
      early: 0,
      standing: 0,
    },
  ];
  const group = { name: evil, errors: 1, warnings: 0, releases: 1, first: evil, last: evil };
  const page = auditHtml({
    workspace: evil,
    notes: [evil],
    releases,
    evaluated: [{ until: evil, refused: 1, releases: 1, since: evil }],
    counts: { releases: 1, versions: 1, refused: 1, warned: 0, unjudged: 0, early: 0, standing: 0 },
    byOrigin: [
      { origin: "hand-edited", releases: 1, versions: 1, findings: 1, first: evil, last: evil },
    ],
    byRule: [group],
    byPackage: [group],
    tracks: [{ name: evil, versions: evil, majors: [2] }],
    shallow: false,
    cached: 0,
    left: 0,
  });
  expect(page).not.toContain("<script");
  expect(page).not.toContain(`"'>`);
  expect(page).not.toContain("\u202E");
});

test("says that there is nothing to replay without git", async () => {
  const fixture = await workspace();
  await expect(audit({ cwd: fixture.path })).rejects.toThrow("no git history to audit");
});

test.each([
  ["without a policy", {}],
  ["with a workspace file alone", { workspace: { planner: "changesets@3" } }],
])("%s, replays the policy that init would propose, and writes nothing", async (_, policies) => {
  const fixture = await workspace({ policies });
  repository(fixture);
  await release(fixture, "2026-01-03", { "@acme/core": "minor" });
  const { notes, releases } = await audit({ cwd: fixture.path, fresh: true });
  expect(notes[0]).toContain("audited with the one that `release-policy init` would propose");
  expect(releases).toHaveLength(1);
  expect(gitIn(fixture.path, "status", "--porcelain")).toBe("");
});

test("a proposed policy does not cover packages that no longer exist", async () => {
  const plugins = Object.fromEntries(
    ["a", "b", "c", "d"].map((name) => [`@acme/plugin-${name}`, "0.3.0"]),
  );
  const fixture = await workspace({
    packages: { "@acme/core": "1.2.0", "@acme/plugin-relay": "0.9.0", ...plugins },
    policies: {},
  });
  repository(fixture);
  await release(fixture, "2026-01-03", { "@acme/plugin-relay": "major" });
  rmSync(fixture.getPath("packages/plugin-relay"), { recursive: true });
  commitAll(fixture.path, "drop the relay");
  const { releases, counts } = await audit({ cwd: fixture.path, fresh: true });
  expect(releases[0]!.packages).toMatchObject([{ name: "@acme/plugin-relay", early: true }]);
  expect(counts).toMatchObject({ refused: 0, early: 1 });
});

test("says that a shallow clone is incomplete, and does not change it", async () => {
  const { fixture } = await history();
  const clone = await workspace();
  gitIn(clone.path, "clone", "-q", "--depth", "3", `file://${fixture.path}`, "shallow");
  const result = await audit({ cwd: clone.getPath("shallow") });
  expect({ shallow: result.shallow, count: result.releases.length }).toEqual({
    shallow: true,
    count: 1,
  });
  expect(readFileSync(clone.getPath("shallow/README.md"), "utf8")).toBe("# Acme\n");
});

test("says once that a past planner was patched", async () => {
  const fixture = await folder(
    exampleFiles({
      packages: { "@acme/core": "1.2.0" },
      policies: { core: { packages: ["@acme/core"] } },
      files: {
        ".gitignore": "node_modules\n",
        "node_modules/.keep": "",
        "patches/@changesets+parse+1.0.0.patch": "x",
      },
    }),
  );
  repository(fixture);
  await release(fixture, "2026-01-03", { "@acme/core": "minor" });
  await release(fixture, "2026-02-03", { "@acme/core": "minor" });
  const { notes } = await audit({ cwd: fixture.path, fresh: true });
  expect(notes).toHaveLength(1);
  expect(notes[0]).toMatch(/^2 of 2 releases: this workspace patches `@changesets\/parse` /);
});

test("says which version was undone, and when", async () => {
  const { fixture } = await history();
  const undo = (day: string) => {
    gitIn(fixture.path, "revert", "-n", "HEAD~1");
    commitOn(day, fixture.path, "undo");
  };
  const plugin = ({ releases }: Audit) =>
    releases.at(-1)!.packages.find(({ name }) => name === "@acme/plugin")?.undone;
  expect(plugin(await audit({ cwd: fixture.path }))).toBeUndefined();
  undo("2026-02-01");
  expect(plugin(await audit({ cwd: fixture.path }))).toBe("2026-02-01");
  const { stdout } = await runCli(fixture.path, ["audit"]);
  expect(stdout).toContain("2026-02-01  @acme/plugin became 1.0.0, undone the same day\n");
});

test("counts evaluated findings as if they applied, and says since when", async () => {
  const { fixture } = await history();
  const path = fixture.getPath("policies/integrations.yaml");
  writeFileSync(path, `${readFileSync(path, "utf8")}mode: { evaluate: 2027-01-15 }\n`);
  const result = await audit({ cwd: fixture.path });
  expect(result.counts.refused).toBe(2);
  expect(result.evaluated).toEqual([
    { until: "2027-01-15", refused: 1, releases: 3, since: "2025-11-03" },
  ]);
  expect((await runCli(fixture.path, ["audit"])).stdout).toContain(
    "what is evaluated until 2027-01-15 would have blocked 1 of 3 releases since 2025-11-03\n",
  );
});

test("a current baseline hides nothing of the past", async () => {
  const { fixture, commits } = await history();
  writeFileSync(
    fixture.getPath("policies/baseline.yaml"),
    "baseline:\n  - { rule: accidental-graduation, package: '@acme/plugin', file: .changeset/day-2026-02-01-0.md, owner: ann, until: 2027-01-15 }\n",
  );
  expect(brief(await audit({ cwd: fixture.path })).at(-1)).toEqual([
    "2026-02-01",
    commits[2],
    "fail",
    "accidental-graduation @acme/plugin 1.0.0",
  ]);
});

test("writes the page in addition to the text, and names the next command", async () => {
  const { fixture } = await history();
  const { stdout } = await runCli(fixture.path, ["audit", "--html", "out.html"]);
  expect(stdout).toContain("release-policy audit --html audit.html  a page with every release\n");
  expect(stdout).not.toContain("release-policy init");
  expect(readFileSync(fixture.getPath("out.html"), "utf8")).toContain(
    "<h1>This policy would have blocked 2 of 3 releases (67%)</h1>",
  );
  for (const name of ["core", "integrations", "workspace"])
    rmSync(fixture.getPath(`policies/${name}.yaml`));
  expect((await runCli(fixture.path, ["audit"])).stdout).toContain("  release-policy init ");
  const { code, stderr } = await runCli(fixture.path, ["audit", "--html", "none/out.html"]);
  expect([code, stderr]).toEqual([2, expect.stringContaining("cannot write")]);
});
