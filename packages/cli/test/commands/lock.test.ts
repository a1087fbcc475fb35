import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { Lock } from "../../src/files/writing/lock.ts";
import { stateFolderOf } from "../../src/files/writing/state-folder.ts";
import { CannotJudge, check, fix, recover, tracks } from "../../src/index.ts";
import { bytesOf } from "../kit/file-bytes.ts";
import { runCli, spawnCli } from "../kit/run-cli.ts";
import { gitIn } from "../kit/run-example.ts";
import { repository, workspace } from "../kit/workspace.ts";
import { RIGHT, scripted, started } from "./paused-planner.ts";

const GO = `while (!existsSync("node_modules/go")) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);`;
const TOO_MUCH = { changesets: { a: { "@acme/plugin": "major" } } } as const;

/** Takes the lock of a workspace in this process, as another command would. */
async function locked(root: string): Promise<void> {
  const lock = await Lock.take(stateFolderOf(root), "version");
  onTestFinished(() => lock.release());
}

test("of two concurrent versions, one releases and the other exits with 2", async () => {
  const fixture = await scripted(`console.log("here"); ${GO} ${RIGHT}`);
  const first = started(fixture.path, ["version"]);
  await first.prints("here");
  const second = spawnCli(fixture.path, ["version"]);
  expect([second.code, second.stderr]).toEqual([
    2,
    expect.stringMatching(
      new RegExp(
        String.raw`^error: release-policy version \(process ${first.pid}, since \d\d:\d\d:\d\d\) is running in this workspace\n {2}help: wait for it`,
      ),
    ),
  ]);
  await expect(check({ cwd: fixture.path })).rejects.toThrow("is running in this workspace");
  await fixture.writeFile("node_modules/go", "");
  const { code, output } = await first.ended;
  expect([code, output]).toEqual([0, expect.stringContaining("done: changeset version wrote")]);
  expect(readdirSync(fixture.getPath(".git/release-policy"))).toEqual([]);
});

test.each([
  [["init", "--yes"]],
  [["add", "--patch=@acme/core", "--message=Fix it."]],
  [["fix", "--yes"]],
  [["graduate", "@acme/plugin", "--to", "core"]],
  [["deprecations", "--write"]],
  [["tracks", "--write"]],
  [["test", "--update"]],
  [["check", "--fix"]],
])("%j writes nothing while another command is writing", async (args) => {
  const fixture = await workspace(TOO_MUCH);
  repository(fixture);
  await locked(fixture.path);
  const before = bytesOf(fixture.path);
  const { code, stderr } = await runCli(fixture.path, args);
  expect([code, stderr]).toEqual([
    2,
    expect.stringContaining(`release-policy version (process ${process.pid}, since `),
  ]);
  expect(bytesOf(fixture.path)).toEqual(before);
});

test("reads while another command has the lock but has not started to write", async () => {
  const fixture = await workspace();
  repository(fixture);
  await locked(fixture.path);
  expect(await check({ cwd: fixture.path })).toMatchObject({ outcome: "pass" });
  expect(await fix({ cwd: fixture.path, dryRun: true })).toMatchObject({ written: false });
});

test("two calls in one process exclude each other", async () => {
  const { path } = await workspace(TOO_MUCH);
  const results = await Promise.allSettled([fix({ cwd: path }), fix({ cwd: path })]);
  expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  const [refused] = results.filter((result) => result.status === "rejected");
  expect(refused!.reason).toBeInstanceOf(CannotJudge);
});

test("ignores the lock of a process that was killed", async () => {
  const fixture = await workspace(TOO_MUCH);
  repository(fixture);
  const module = (path: string) =>
    JSON.stringify(new URL(`../../src/files/writing/${path}`, import.meta.url).href);
  const code = `
    import { Lock } from ${module("lock.ts")};
    import { stateFolderOf } from ${module("state-folder.ts")};
    await Lock.take(stateFolderOf(process.cwd()), "version");
    console.log("taken");
    setTimeout(() => {}, 60_000);`;
  const holder = spawn(
    process.execPath,
    ["--conditions=source", "--input-type=module", "-e", code],
    { cwd: fixture.path, stdio: ["ignore", "pipe", "inherit"] },
  );
  await once(holder.stdout, "data");
  await expect(fix({ cwd: fixture.path })).rejects.toThrow(`process ${holder.pid}, since`);
  holder.kill("SIGKILL");
  await once(holder, "exit");
  expect(await fix({ cwd: fixture.path })).toMatchObject({ written: true });
});

// Windows has locks of the operating system instead.
test.skipIf(process.platform === "win32")(
  "ignores the lock of a dead process whose number another program has",
  async () => {
    const fixture = await workspace(TOO_MUCH);
    const path = join(stateFolderOf(fixture.path).folder, `writer#${process.ppid}.lock`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, "Mon Jan  1 00:00:00 2001");
    expect(await fix({ cwd: fixture.path })).toMatchObject({ written: true });
  },
);

test("respects the lock of another host until --recover", async () => {
  const fixture = await workspace(TOO_MUCH);
  const holder = { command: "version", pid: 7, host: "build-7", since: "2026-01-02T03:04:05Z" };
  const { folder } = stateFolderOf(fixture.path);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "holder.json"), JSON.stringify(holder));
  await expect(fix({ cwd: fixture.path })).rejects.toThrow(
    /version \(process 7 on build-7, since 2026-01-02 [:\d]+\) may still be running/,
  );
  expect(await recover({ cwd: fixture.path })).toBeUndefined();
  expect(await fix({ cwd: fixture.path })).toMatchObject({ written: true });
});

test("the planner's command can run another command that writes", async () => {
  const main = JSON.stringify(join(import.meta.dirname, "../../src/main.ts"));
  const fixture = await scripted(
    `${RIGHT}
    const { execFileSync } = require("node:child_process");
    execFileSync(process.execPath, ["--conditions=source", ${main}, "tracks", "--write"], { stdio: "inherit" });`,
    { policies: POLICIES, files: { "README.md": "# Acme\n" } },
  );
  const { code, stdout, stderr } = spawnCli(fixture.path, ["version"]);
  expect([code, stdout + stderr]).toEqual([0, expect.stringContaining("maturity table written")]);
});

const POLICIES = {
  core: { packages: ["@acme/core"], versions: ">=1.0.0" },
  integrations: { packages: ["@acme/plugin"], versions: "0.y.z", breaking: "minor" },
  workspace: { docs: { table: "README.md" }, rules: { "status-table": "off" } },
};

test("each linked worktree has its own lock", async () => {
  const fixture = await workspace(TOO_MUCH);
  repository(fixture);
  await locked(fixture.path);
  const other = `${fixture.path.replace(/[\\/]$/, "")}-linked`;
  gitIn(fixture.path, "worktree", "add", "-q", other);
  onTestFinished(() => void gitIn(fixture.path, "worktree", "remove", "--force", other));
  expect(stateFolderOf(other).folder).toContain("worktrees");
  expect(await fix({ cwd: other })).toMatchObject({ written: true });
});

test("workspaces of one repository share the lock but have their own journals", async () => {
  const fixture = await workspace({ files: { "apps/web/package.json": "{}" } });
  repository(fixture);
  const [whole, part] = [stateFolderOf(fixture.path), stateFolderOf(fixture.getPath("apps/web"))];
  expect(part.folder).toBe(whole.folder);
  expect(part.journal).toBe(`${whole.journal}-apps%2Fweb`);
});

test("keeps its state in node_modules without git", async () => {
  const fixture = await workspace(TOO_MUCH);
  const before = Object.keys(bytesOf(fixture.path));
  await fix({ cwd: fixture.path });
  expect(Object.keys(bytesOf(fixture.path))).toEqual(before);
  expect(await tracks({ cwd: fixture.path })).toMatchObject({ rows: expect.any(Array) as unknown });
});
