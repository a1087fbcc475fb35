import { execFileSync, spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { judgeInChildren } from "../../src/judge/children/judge-in-children.ts";
import { type Budget, DEFAULT_BUDGET } from "../../src/judge/children/process-group.ts";
import { nodeArguments, objectNames } from "../../src/judge/children/start-judge.ts";
import { evaluate } from "../../src/judge/evaluate.ts";
import { BadRequest, HeadMoved } from "../../src/judge/fetch-change.ts";
import { GitFailed } from "../../src/judge/git.ts";
import { changeset, Origin, temporary } from "../change.ts";
import { fetchHere } from "../fetch-here.ts";

const GIT = execFileSync("sh", ["-c", "command -v git"], { encoding: "utf8" }).trim();
const MODULE = new URL("../../src/judge/children/judge-in-children.ts", import.meta.url).href;
const TODAY = "2026-11-22";
let [folder, elsewhere] = ["", ""];

beforeEach(() => {
  elsewhere = temporary();
  folder = temporary();
  vi.stubEnv("TMPDIR", folder);
  return () => vi.unstubAllEnvs();
});

const JUDGE = { baseRef: "main", today: TODAY };

/** What a pull request with these files asks. */
function requestWith(files: Readonly<Record<string, string>> = {}) {
  const origin = new Origin();
  return origin.request(origin.pullRequest(files));
}

/** The verdict of this process. */
async function evaluated(request: ReturnType<typeof requestWith>) {
  const change = await fetchHere(request);
  onTestFinished(change.dispose);
  return await evaluate({ ...change, ...JUDGE });
}

const obstacle = async (request: ReturnType<typeof requestWith>, budget?: Budget) => {
  const evaluation = await judgeInChildren(request, JUDGE, budget);
  return evaluation.kind === "judged"
    ? "judged"
    : [evaluation.obstacles[0]?.message, evaluation.overBudget];
};

/** Folders of judgements that are still there. */
const left = () => readdirSync(folder).filter((name) => name.startsWith("release-policy-apart-"));

/** Programs in front of the real ones. */
function withGit(script: string): void {
  const programs = temporary();
  writeFileSync(join(programs, "git"), `#!/bin/sh\n${script}\n`);
  chmodSync(join(programs, "git"), 0o755);
  vi.stubEnv("PATH", `${programs}${delimiter}${process.env["PATH"]}`);
}

test("returns the same verdict from another process, and leaves nothing", async () => {
  const request = requestWith({ ".changeset/one.md": changeset("@acme/plugin", "major") });
  expect(await judgeInChildren(request, JUDGE)).toEqual(await evaluated(request));
  expect(left()).toEqual([]);
});

test.each<[string, Budget, string, string | undefined]>([
  ["too slow", { milliseconds: 50 }, "exceeded its time limit", "too-slow"],
  ["too busy", { cpu: 20 }, "exceeded its CPU time limit", "too-much-cpu"],
  ["too large", { memory: 8 }, "exceeded its memory limit", "too-much-memory"],
  ["too large on disk", { disk: 0 }, "exceeded its disk limit", "too-much-disk"],
  ["too long", { output: 10 }, "is too large", "too-long"],
  ["stopped", { signal: AbortSignal.abort() }, "was stopped", undefined],
])("says so where the judgement was %s", async (_, budget, message, over) => {
  if ("disk" in budget) withGit(`case "$*" in *merge-tree*) sleep 5;; esac\nexec ${GIT} "$@"`);
  expect(await obstacle(requestWith(), budget)).toEqual([expect.stringContaining(message), over]);
  expect(left()).toEqual([]);
});

test.each([
  ["no list", { length: 0 }],
  ["more than 200,000 names", Array<string>(200_001).fill("a".repeat(40))],
  ["a name that is an option", ["--upload-pack=sh"]],
  ["a name with another line", [`${"a".repeat(40)}\nb`]],
])("takes %s from the judge for no list of objects", (_, given) => {
  const names = ["a".repeat(40), "b".repeat(64)];
  expect(objectNames(names)).toEqual(names);
  expect(() => objectNames(given)).toThrow(TypeError);
});

test("has the limits that SECURITY.md states by default", () => {
  const { milliseconds, memory, disk, output } = DEFAULT_BUDGET;
  const stated = `${milliseconds / 1000} seconds, as much processor time, ${memory / 1024} GiB of memory, ${disk / 1024} GiB of disk, a verdict of ${output / 2 ** 20} MiB`;
  const page = readFileSync(join(import.meta.dirname, "../../../../SECURITY.md"), "utf8");
  expect(page).toContain(`| One evaluation, all its processes together | ${stated} |`);
});

test("reports what could not be checked with the check's message", async () => {
  const request = requestWith({ "policies/core.yaml": "packages: [\n" });
  expect(await judgeInChildren(request, JUDGE)).toEqual(await evaluated(request));
});

test("reports a failed fetch like in the same process", async () => {
  const request = requestWith();
  const judge = async (more: object) => await judgeInChildren({ ...request, ...more }, JUDGE);
  await expect(judge({ head: "a".repeat(40) })).rejects.toBeInstanceOf(HeadMoved);
  await expect(judge({ baseRef: "a:b" })).rejects.toBeInstanceOf(BadRequest);
  await expect(judge({ baseRef: "gone" })).rejects.toBeInstanceOf(GitFailed);
  expect(left()).toEqual([]);
});

test("also ends processes that the children started", async () => {
  const request = requestWith();
  const canary = join(temporary(), "ran");
  withGit(`sleep 3\ntouch ${canary}`);
  expect(await obstacle(request, { milliseconds: 2500 })).toContain("too-slow");
  await wait(3500);
  expect(existsSync(canary)).toBe(false);
});

test.each([
  ["reads nothing else", `require("node:fs").readFileSync("/etc/passwd")`],
  ["writes nothing else", `require("node:fs").writeFileSync(process.argv[1] + "/x", "")`],
])("%s", (_, code) => {
  const repository = elsewhere;
  const args = nodeArguments({ scratch: folder, memory: 64, repository });
  const { stderr } = spawnSync(process.execPath, [...args, "-e", code, repository], {
    encoding: "utf8",
  });
  expect(stderr).toContain("ERR_ACCESS_DENIED");
});

test("passes no environment to the check, and credentials only to git fetch", async () => {
  const request = requestWith({ ".changeset/one.md": changeset("@acme/plugin", "major") });
  const seen = temporary();
  withGit(`{ echo "$@"; env; } > ${seen}/$$\nexec ${GIT} "$@"`);
  vi.stubEnv("GITHUB_TOKEN", "c2VjcmV0");
  await judgeInChildren({ ...request, authorization: "basic b3Vycw==" }, JUDGE);
  const calls = readdirSync(seen).map((name) => readFileSync(join(seen, name), "utf8"));
  const judge = calls.filter((text) => text.includes("GIT_ALLOW_PROTOCOL=none"));
  expect(judge.length).toBeGreaterThan(0);
  expect(calls.length).toBeLessThanOrEqual(8);
  expect(judge.filter((text) => text.includes("b3Vycw=="))).toEqual([]);
  expect(calls.filter((text) => text.includes("c2VjcmV0"))).toEqual([]);
  expect(calls.some((text) => text.includes("Authorization: basic b3Vycw=="))).toBe(true);
});

test("a check ends with its parent process", async () => {
  const request = requestWith();
  const [started, canary] = [join(temporary(), "started"), join(temporary(), "ran")];
  withGit(`touch ${started}\nsleep 4\ntouch ${canary}`);
  const script = `
    const { judgeInChildren } = await import(${JSON.stringify(MODULE)});
    await judgeInChildren(${JSON.stringify(request)}, { baseRef: "main" });`;
  const args = ["--conditions=source", "--input-type=module", "-e", script];
  const asker = spawn(process.execPath, args, { stdio: "ignore" });
  onTestFinished(() => void asker.kill("SIGKILL"));
  await vi.waitFor(() => expect(existsSync(started)).toBe(true), 20_000);
  asker.kill("SIGKILL");
  await wait(5000);
  expect(existsSync(canary)).toBe(false);
});
