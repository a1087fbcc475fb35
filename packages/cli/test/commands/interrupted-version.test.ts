import { existsSync, readFileSync, renameSync, statSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import {
  CannotJudge,
  type Recovery,
  check,
  fix,
  recover,
  tracks,
  version,
} from "../../src/index.ts";
import { bytesOf } from "../kit/file-bytes.ts";
import { gitIn } from "../kit/run-example.ts";
import { runCli, spawnCli } from "../kit/run-cli.ts";
import { changeset } from "../kit/workspace.ts";
import {
  HALF,
  RIGHT,
  WAIT,
  interrupted,
  killedVersion,
  scripted,
  setPlanner,
} from "./paused-planner.ts";

const text = (root: string, path: string): string => readFileSync(`${root}/${path}`, "utf8");

// Windows has no signal that a process cannot handle, and other permissions.
const ON_WINDOWS = process.platform === "win32";

test.skipIf(ON_WINDOWS)(
  "the next version restores the tree, says so, and releases once",
  async () => {
    const { fixture, pid } = await interrupted();
    expect(text(fixture.path, "policies/core.yaml")).toBe("");
    await setPlanner(fixture, RIGHT);
    const { code, stdout, stderr } = await runCli(fixture.path, ["version"]);
    expect([code, stdout]).toEqual([0, expect.stringContaining("done: changeset version wrote")]);
    expect(stderr).toMatch(
      new RegExp(
        String.raw`^note: release-policy version \(process ${pid}, [-\d]+ [:\d]+\) was interrupted; 7 files restored\n`,
      ),
    );
    expect(JSON.parse(text(fixture.path, "packages/core/package.json"))).toMatchObject({
      version: "1.2.1",
    });
    expect(text(fixture.path, "policies/core.yaml")).toContain("packages:");
    expect(await recover({ cwd: fixture.path })).toBeUndefined();
  },
);

test.skipIf(ON_WINDOWS)("restores every byte, mode and folder, committed or not", async () => {
  const fixture = await scripted(HALF + WAIT);
  await fixture.writeFile(".changeset/cat.md", changeset({ "@acme/core": "patch" }, "New words."));
  await fixture.writeFile("policies/core.yaml", `${text(fixture.path, "policies/core.yaml")}# x\n`);
  const before = bytesOf(fixture.path);
  const { mode } = statSync(fixture.getPath("policies/integrations.yaml"));
  await killedVersion(fixture);
  expect(bytesOf(fixture.path)).not.toEqual(before);
  expect(await recover({ cwd: fixture.path })).toMatchObject({
    command: "version",
    outcome: "restored",
    files: [
      ".changeset/cat.md",
      ".changeset/deep/er/x.md",
      "packages/core/CHANGELOG.md",
      "packages/core/package.json",
      "packages/plugin/package.json",
      "policies/core.yaml",
      "policies/integrations.yaml",
    ],
  });
  expect(bytesOf(fixture.path)).toEqual(before);
  expect(statSync(fixture.getPath("policies/integrations.yaml")).mode).toBe(mode);
  expect(existsSync(fixture.getPath(".changeset/deep"))).toBe(false);
});

test.skipIf(ON_WINDOWS)(
  "check judges nothing that is half-written, and writes nothing",
  async () => {
    const { fixture } = await interrupted();
    const before = bytesOf(fixture.path);
    const { code, stderr } = await runCli(fixture.path, ["check"]);
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(
        /^error: release-policy version \(process \d+, since [:\d]+\) was interrupted and left half-written files\n {2}help: restore them with `release-policy version --recover`\n$/,
      ),
    ]);
    const cwd = fixture.path;
    for (const reads of [
      version({ cwd, dryRun: true }),
      fix({ cwd, dryRun: true }),
      tracks({ cwd }),
    ])
      await expect(reads).rejects.toThrow("was interrupted");
    expect(bytesOf(fixture.path)).toEqual(before);
    expect(await check({ cwd: fixture.path, ref: "HEAD" })).toMatchObject({ outcome: "pass" });
  },
);

test.skipIf(ON_WINDOWS)("every writer restores before it begins", async () => {
  const { fixture, before } = await interrupted();
  const recoveries: Recovery[] = [];
  await fix({ cwd: fixture.path, onRecovery: (recovery) => recoveries.push(recovery) });
  expect(recoveries).toMatchObject([{ command: "version", outcome: "restored" }]);
  expect(bytesOf(fixture.path)).toEqual(before);
});

test.skipIf(ON_WINDOWS)("keeps a copy of what somebody wrote after the kill", async () => {
  const { fixture } = await interrupted();
  await fixture.writeFile("packages/core/CHANGELOG.md", "An hour of work.");
  const { copies } = (await recover({ cwd: fixture.path }))!;
  expect(copies!.folder).toContain(".git");
  expect(copies!.files).toContain("packages/core/CHANGELOG.md");
  expect(text(copies!.folder, "packages/core/CHANGELOG.md")).toBe("An hour of work.");
  expect(existsSync(fixture.getPath("packages/core/CHANGELOG.md"))).toBe(false);
});

test.skipIf(ON_WINDOWS)("asks a person where HEAD has moved", async () => {
  const { fixture } = await interrupted();
  gitIn(fixture.path, "commit", "-q", "--allow-empty", "-m", "another");
  const before = bytesOf(fixture.path);
  await expect(fix({ cwd: fixture.path })).rejects.toThrow(
    /HEAD has moved since \(\w{10} → \w{10}\)/,
  );
  expect(bytesOf(fixture.path)).toEqual(before);
  const { code, stdout } = await runCli(fixture.path, ["version", "--recover", "--keep"]);
  expect([code, bytesOf(fixture.path)]).toEqual([0, before]);
  const [, folder = ""] = /their contents before it are in (\S+): /.exec(stdout)!;
  expect(text(folder, "policies/core.yaml")).toContain("packages:");
  // The broken files are now what there is to judge.
  await expect(check({ cwd: fixture.path })).rejects.not.toThrow("interrupted");
});

test.skipIf(ON_WINDOWS)(
  "restores nothing where another commit is checked out and the files are as committed",
  async () => {
    const { fixture } = await interrupted();
    gitIn(fixture.path, "reset", "-q", "--hard", "HEAD~1");
    gitIn(fixture.path, "clean", "-q", "-f", "-d");
    const before = bytesOf(fixture.path);
    expect(await check({ cwd: fixture.path })).toMatchObject({ outcome: "pass" });
    const recoveries: Recovery[] = [];
    await fix({ cwd: fixture.path, onRecovery: (recovery) => recoveries.push(recovery) });
    expect(recoveries).toMatchObject([{ outcome: "kept" }]);
    expect(bytesOf(fixture.path)).toEqual(before);
  },
);

test.skipIf(ON_WINDOWS)("restores files of another commit where that is asked for", async () => {
  const { fixture, before } = await interrupted();
  gitIn(fixture.path, "commit", "-q", "--allow-empty", "-m", "another");
  expect(await recover({ cwd: fixture.path })).toMatchObject({ outcome: "restored" });
  expect(bytesOf(fixture.path)).toEqual(before);
});

test.skipIf(ON_WINDOWS)("ends the planner's command, which would go on writing", async () => {
  const late = `setTimeout(() => writeFileSync("packages/core/package.json", "late"), 1500); ${WAIT}`;
  const fixture = await scripted(
    `writeFileSync("node_modules/planner.pid", String(process.pid));${HALF}${late}`,
  );
  const before = bytesOf(fixture.path);
  await killedVersion(fixture);
  const planner = Number(text(fixture.path, "node_modules/planner.pid"));
  await recover({ cwd: fixture.path });
  expect(() => process.kill(planner, 0)).toThrow("ESRCH");
  await setTimeout(2000);
  expect(bytesOf(fixture.path)).toEqual(before);
});

test.skipIf(ON_WINDOWS)("restores nothing where every file was written, and says so", async () => {
  const { fixture } = await interrupted();
  const state = fixture.getPath(".git/release-policy");
  renameSync(`${state}/journal`, `${state}/finished`);
  const before = bytesOf(fixture.path);
  expect(await recover({ cwd: fixture.path })).toMatchObject({ outcome: "finished", files: [] });
  expect(bytesOf(fixture.path)).toEqual(before);
  expect(await recover({ cwd: fixture.path })).toBeUndefined();
});

test.skipIf(ON_WINDOWS)("changes nothing where the journal is unreadable", async () => {
  const { fixture } = await interrupted();
  await fixture.writeFile(".git/release-policy/journal", "not ours\n");
  const before = bytesOf(fixture.path);
  await expect(version({ cwd: fixture.path })).rejects.toThrow(CannotJudge);
  expect(bytesOf(fixture.path)).toEqual(before);
});

test.skipIf(ON_WINDOWS)("keeps standard output for data where it restores", async () => {
  const { fixture } = await interrupted();
  await setPlanner(fixture, RIGHT);
  const { stdout, stderr } = spawnCli(fixture.path, ["version", "--format", "json"]);
  expect(JSON.parse(stdout)).toMatchObject({ outcome: "done" });
  expect(stderr).toContain("was interrupted; 7 files restored");
});
