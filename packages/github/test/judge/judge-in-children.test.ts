import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  createReadStream,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  writeFileSync,
} from "node:fs";
import { delimiter, join } from "node:path";
import { text } from "node:stream/consumers";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { type Budget, DEFAULT_BUDGET } from "../../src/judge/children/process-group.ts";
import {
  comparisonFolders,
  hasPermissions,
  nodeArguments,
  objectNames,
} from "../../src/judge/children/start-judge.ts";
import { evaluate } from "../../src/judge/evaluate.ts";
import { changeset, Origin, temporary } from "../change.ts";
import { fetchHere } from "../fetch-here.ts";
import { judgeInChildren, PUBLISHED } from "./published-judge.ts";

const GIT = execFileSync("sh", ["-c", "command -v git"], { encoding: "utf8" }).trim();
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
  // Memory and disk are looked at now and then, and a small judgement may have ended before.
  const isSampled = "disk" in budget || "memory" in budget;
  const slow = isSampled ? "sleep 60" : "cpu" in budget ? "while :; do :; done" : ":";
  withGit(`case "$*" in *merge-tree*) ${slow};; esac\nexec ${GIT} "$@"`);
  expect(await obstacle(requestWith(), budget)).toEqual([expect.stringContaining(message), over]);
  expect(left()).toEqual([]);
});

test("keeps what a process that crashed has written for the log", async () => {
  const request = { ...requestWith(), baseRef: { toString: 1 } as unknown as string };
  expect(await judgeInChildren(request, JUDGE)).toMatchObject({
    obstacles: [{ message: "the check crashed" }],
    stderr: expect.stringContaining("TypeError"),
  });
  expect(await judgeInChildren(requestWith(), JUDGE, { milliseconds: 1 })).not.toHaveProperty(
    "stderr",
  );
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

test("takes a list of 200,000 objects from the judge", () => {
  expect(objectNames(Array<string>(200_000).fill("a".repeat(40)))).toHaveLength(200_000);
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
  await expect(judge({ head: "a".repeat(40) })).rejects.toMatchObject({ name: "HeadMoved" });
  await expect(judge({ baseRef: "a:b" })).rejects.toMatchObject({
    name: "BadRequest",
    field: "baseRef",
  });
  await expect(judge({ baseRef: "gone" })).rejects.toMatchObject({
    name: "GitFailed",
    reason: "missing",
  });
  expect(left()).toEqual([]);
});

/** A git that waits, in a pipe that is open as long as it or what it starts runs: when that began, and what it wrote. */
function waitingGit(): { readonly started: Promise<unknown>; readonly written: Promise<string> } {
  const pipe = join(temporary(), "pipe");
  execFileSync("mkfifo", [pipe]);
  withGit(`exec >${pipe}\necho started\nsleep 60\necho survived`);
  const reading = createReadStream(pipe);
  return { started: once(reading, "readable"), written: text(reading) };
}

test("also ends processes that the children started", async () => {
  const request = requestWith();
  const { started, written } = waitingGit();
  const stop = new AbortController();
  const stopped = obstacle(request, { signal: stop.signal });
  await started;
  stop.abort();
  expect(await stopped).toEqual(["the check was stopped", undefined]);
  expect(await written).toBe("started\n");
});

test.each([
  ["reads nothing else", `require("node:fs").readFileSync("/etc/passwd")`],
  ["writes nothing else", `require("node:fs").writeFileSync(process.argv[1] + "/x", "")`],
])("%s", (_, code) => {
  const repository = elsewhere;
  const args = nodeArguments({ scratch: folder, memory: 64, repository, comparison: [] });
  const { stderr } = spawnSync(process.execPath, [...args, "-e", code, repository], {
    encoding: "utf8",
  });
  expect(stderr).toContain("ERR_ACCESS_DENIED");
});

test.each(["22.13.0", "22.14.1", "23.0.0", "24.1.0"])("Node %s has permissions", (version) => {
  expect(hasPermissions(version)).toBe(true);
});

test.each(["20.19.0", "22.12.9"])("Node %s has no permissions", (version) => {
  expect(hasPermissions(version)).toBe(false);
});

test("lets the check read the program, the repository and its own folder", () => {
  const args = nodeArguments({
    scratch: folder,
    memory: 64,
    repository: elsewhere,
    comparison: [],
  });
  const program = join(import.meta.dirname, "../../../..");
  expect(args.filter((arg) => arg.startsWith("--allow-fs-read"))).toEqual(
    [program, realpathSync(elsewhere), realpathSync(folder)].map(
      (path) => `--allow-fs-read=${join(path, "*")}`,
    ),
  );
});

test("lets the check read a comparison that is installed, with all that it depends on", () => {
  expect(comparisonFolders()).toEqual([]);
  const installed = join(elsewhere, "node_modules/@release-policy/api/dist");
  mkdirSync(installed, { recursive: true });
  vi.stubEnv("RELEASE_POLICY_API", installed);
  expect(comparisonFolders()).toEqual([realpathSync(installed)]);
});

test("passes no environment to the check, and credentials only to git fetch", async () => {
  const request = requestWith({ ".changeset/one.md": changeset("@acme/plugin", "major") });
  const seen = temporary();
  withGit(`{ echo "$@"; env; } > ${seen}/$$\nexec ${GIT} "$@"`);
  vi.stubEnv("GITHUB_TOKEN", "c2VjcmV0");
  await judgeInChildren({ ...request, authorization: "basic b3Vycw==" }, JUDGE);
  const calls = readdirSync(seen).map((name) => readFileSync(join(seen, name), "utf8"));
  const judge = calls.filter((call) => call.includes("GIT_ALLOW_PROTOCOL=none"));
  expect(judge.length).toBeGreaterThan(0);
  expect(calls.length).toBeLessThanOrEqual(5);
  expect(judge.filter((call) => call.includes("b3Vycw=="))).toEqual([]);
  expect(calls.filter((call) => call.includes("c2VjcmV0"))).toEqual([]);
  expect(calls.some((call) => call.includes("Authorization: basic b3Vycw=="))).toBe(true);
});

test("compares a stranger's policy with past releases under the limits of the check itself", async () => {
  const origin = new Origin();
  origin.release("1.3.0");
  origin.release("1.4.0");
  origin.push("refs/heads/main");
  const policy = 'packages: ["@acme/core"]\nversions: ">=1.0.0 <1.4.0"\n';
  const request = origin.request(origin.pullRequest({ "policies/core.yaml": policy }));
  const expected = await evaluated(request);
  const seen = temporary();
  withGit(`{ echo "$@"; env; } > ${seen}/$$\nexec ${GIT} "$@"`);
  vi.stubEnv("GITHUB_TOKEN", "c2VjcmV0");
  // Node refuses what is not allowed by an error: a comparison that needed more would not be equal.
  const evaluation = await judgeInChildren(request, JUDGE);
  expect(evaluation).toEqual(expected);
  const past = evaluation.kind === "judged" ? evaluation.report.since?.policyEffect?.past : {};
  expect(past).toMatchObject({ compared: 2, refused: [{ subject: "Version Packages" }] });
  const calls = readdirSync(seen).map((name) => readFileSync(join(seen, name), "utf8"));
  const walks = calls.filter((call) => /^(?:.* )?(?:log|cat-file) /m.test(call));
  expect(walks.length).toBeGreaterThan(2);
  for (const call of walks) expect(call).toContain("GIT_ALLOW_PROTOCOL=none");
  expect(calls.filter((call) => call.includes("c2VjcmV0"))).toEqual([]);
  expect(left()).toEqual([]);
});

test("a check ends with its parent process", async () => {
  const request = requestWith();
  const { started, written } = waitingGit();
  const script = `
    const { judgeInChildren } = await import(${JSON.stringify(PUBLISHED)});
    await judgeInChildren(${JSON.stringify(request)}, { baseRef: "main" });`;
  const args = ["--input-type=module", "-e", script];
  const asker = spawn(process.execPath, args, { stdio: "ignore" });
  onTestFinished(() => void asker.kill("SIGKILL"));
  await started;
  asker.kill("SIGKILL");
  expect(await written).toBe("started\n");
});
