import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readlinkSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CannotJudge } from "../../src/errors.ts";
import { temporaryFailure } from "../../src/files/temporary-folder.ts";
import { runCli } from "../kit/run-cli.ts";
import { folder, repository, workspace } from "../kit/workspace.ts";

const COMMIT = ["check", "--ref", "HEAD"];

test.each([
  ["is missing", (path: string) => join(path, "nowhere"), "ENOENT"],
  ["is a file", (path: string) => join(path, "package.json"), "ENOTDIR"],
])("says what to do where TMPDIR %s", async (_, tmpdir, code) => {
  const fixture = await workspace();
  repository(fixture);
  const TMPDIR = tmpdir(fixture.path);
  const ran = runCli(fixture.path, COMMIT, { TMPDIR });
  expect(ran.code).toBe(2);
  expect(ran.stderr).toBe(
    `error: cannot write to the folder for temporary files, ${TMPDIR} (${code})\n  help: set TMPDIR to a folder that can be written to\n`,
  );
});

test.each([
  ["ENOSPC", "free some space there, or set TMPDIR to a folder with more"],
  ["EDQUOT", "free some space there, or set TMPDIR to a folder with more"],
  ["EROFS", "set TMPDIR to a folder that can be written to"],
  ["EACCES", "set TMPDIR to a folder that can be written to"],
])("%s is not a fault of ours", (code, help) => {
  const failure = temporaryFailure(Object.assign(new Error(code), { code }));
  expect(failure).toBeInstanceOf(CannotJudge);
  expect((failure as CannotJudge).obstacles).toMatchObject([{ help }]);
});

test("any other failure stays what it is", () => {
  const error = new Error("x");
  expect(temporaryFailure(error)).toBe(error);
});

/** Which processes this one sees, as the name of a folder says it. */
const here = (): string => {
  try {
    return /\d+/.exec(readlinkSync("/proc/self/ns/pid"))![0];
  } catch {
    return "0";
  }
};

test("removes what killed processes left behind, and nothing else", async () => {
  const fixture = await workspace();
  repository(fixture);
  const tmp = await folder({});
  const { pid: dead } = spawnSync(process.execPath, ["-e", ""]);
  const left = (pid: number, where = here(), kind = "") =>
    `release-policy-${kind}${pid}-${where}-aB3xY9`;
  const gone = [left(dead), left(dead, here(), "test-")];
  const kept = [
    left(process.pid),
    left(dead, "1"),
    "release-policy-before-aB3xY9",
    `release-policy-${dead}`,
    `other-${left(dead)}`,
  ];
  for (const name of [...gone, ...kept]) {
    mkdirSync(tmp.getPath(name));
    writeFileSync(join(tmp.getPath(name), "package.json"), "{}");
  }
  const link = left(dead, here(), "x-");
  symlinkSync(fixture.path, tmp.getPath(link));
  const file = left(dead, here(), "y-");
  writeFileSync(tmp.getPath(file), "");
  expect(runCli(fixture.path, COMMIT, { TMPDIR: tmp.path }).code).toBe(0);
  const left_ = readdirSync(tmp.path).filter((name) => name.includes("release-policy"));
  expect(left_.toSorted()).toEqual([...kept, link, file].toSorted());
  expect(readdirSync(fixture.path)).toContain("package.json");
});

test("leaves nothing behind by itself", async () => {
  const fixture = await workspace({ changesets: { one: { "@acme/plugin": "major" } } });
  repository(fixture);
  const tmp = await folder({});
  expect(runCli(fixture.path, [...COMMIT, "--since", "HEAD"], { TMPDIR: tmp.path }).code).toBe(0);
  expect(readdirSync(tmp.path).filter((name) => name.startsWith("release-policy"))).toEqual([]);
});
