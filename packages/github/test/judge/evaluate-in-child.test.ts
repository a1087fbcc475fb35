import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { evaluateInChild, nodeArguments, type Limits } from "../../src/judge/evaluate-in-child.ts";
import { evaluate } from "../../src/judge/evaluate.ts";
import { fetchChange } from "../../src/judge/fetch-change.ts";
import { changeset, Origin, temporary } from "../change.ts";

const TODAY = "2026-11-22";
let [folder, elsewhere] = ["", ""];

beforeEach(() => {
  elsewhere = temporary();
  folder = temporary();
  vi.stubEnv("TMPDIR", folder);
  return () => vi.unstubAllEnvs();
});

async function fetched(files: Readonly<Record<string, string>> = {}) {
  const origin = new Origin();
  const change = await fetchChange(origin.request(origin.pullRequest(files)));
  onTestFinished(change.dispose);
  return { ...change, baseRef: "main", today: TODAY };
}

async function obstacle(request: Parameters<typeof evaluateInChild>[0], limits?: Limits) {
  const evaluation = await evaluateInChild(request, limits);
  return evaluation.kind === "judged" ? "judged" : evaluation.obstacles[0]?.message;
}

/** Folders of the child that are still there. */
const left = () => readdirSync(folder).filter((name) => name.startsWith("release-policy-apart-"));

test("gives the verdict of evaluate from another process, and leaves nothing", async () => {
  const change = await fetched({ ".changeset/one.md": changeset("@acme/plugin", "major") });
  expect(await evaluateInChild(change)).toEqual(await evaluate(change));
  expect(left()).toEqual([]);
});

test.each([
  ["too slow", { milliseconds: 50 }, "judging the change took longer than its time limit"],
  ["too large", { memory: 8 }, "judging the change took more memory than its limit"],
  ["too long", { output: 10 }, "the verdict on the change is longer than its limit"],
  ["stopped", { signal: AbortSignal.abort() }, "judging the change was stopped"],
])("says so where the child was %s", async (_, limits, message) => {
  expect(await obstacle(await fetched(), limits)).toBe(message);
  expect(left()).toEqual([]);
});

test("says what could not be judged in the words of the check", async () => {
  const change = await fetched({ "policies/core.yaml": "packages: [\n" });
  expect(await evaluateInChild(change)).toEqual(await evaluate(change));
});

test("says so where the repository is gone", async () => {
  const change = await fetched();
  change.dispose();
  await expect(evaluateInChild(change)).resolves.toMatchObject({ kind: "not-judged" });
});

test("ends what the child has started, too", async () => {
  const change = await fetched();
  const [programs, canary] = [temporary(), join(temporary(), "ran")];
  writeFileSync(join(programs, "git"), `#!/bin/sh\nsleep 3\ntouch ${canary}\n`);
  chmodSync(join(programs, "git"), 0o755);
  vi.stubEnv("PATH", `${programs}${delimiter}${process.env["PATH"]}`);
  expect(await obstacle(change, { milliseconds: 2500 })).toContain("time limit");
  await wait(3500);
  expect(existsSync(canary)).toBe(false);
});

test.each([
  ["reads nothing else", `require("node:fs").readFileSync("/etc/passwd")`],
  ["writes nothing else", `require("node:fs").writeFileSync(process.argv[1] + "/x", "")`],
])("%s", (_, code) => {
  const repository = elsewhere;
  const args = nodeArguments({ folder, memory: 64, request: { repository } });
  const { stderr } = spawnSync(process.execPath, [...args, "-e", code, repository], {
    encoding: "utf8",
  });
  expect(stderr).toContain("ERR_ACCESS_DENIED");
});

test("hands the child nothing of the environment", async () => {
  const change = await fetched();
  const [programs, seen] = [temporary(), join(temporary(), "env")];
  writeFileSync(join(programs, "git"), `#!/bin/sh\nenv > ${seen}\nexit 1\n`);
  chmodSync(join(programs, "git"), 0o755);
  vi.stubEnv("GITHUB_TOKEN", "c2VjcmV0");
  vi.stubEnv("PATH", `${programs}${delimiter}${process.env["PATH"]}`);
  await evaluateInChild(change);
  const text = readFileSync(seen, "utf8");
  expect(text).toContain("GIT_CONFIG_NOSYSTEM=1");
  expect(text).not.toContain("c2VjcmV0");
});
