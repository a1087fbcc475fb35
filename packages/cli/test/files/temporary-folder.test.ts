import { spawnSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import * as os from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { CannotJudge } from "../../src/errors.ts";
import { removeEntry, temporaryFailure } from "../../src/files/temporary-folder.ts";
import { runCli, spawnCli } from "../kit/run-cli.ts";
import { folder, repository, workspace } from "../kit/workspace.ts";

const COMMIT = ["check", "--ref", "HEAD"];

/** Node's cache of compiled code makes the folder where it is missing. */
const WITHOUT_CACHE = { NODE_DISABLE_COMPILE_CACHE: "1" };

test.each([
  ["is missing", (path: string) => join(path, "nowhere"), "ENOENT"],
  ["is a file", (path: string) => join(path, "package.json"), "ENOTDIR"],
])("says what to do if TMPDIR %s", async (_, tmpdir, code) => {
  const fixture = await workspace();
  repository(fixture);
  const TMPDIR = tmpdir(fixture.path);
  vi.stubEnv("TMPDIR", TMPDIR);
  onTestFinished(() => void vi.unstubAllEnvs());
  const ran = await runCli(fixture.path, COMMIT);
  expect(ran.code).toBe(2);
  expect(ran.stderr).toBe(
    `error: cannot write to the temporary folder ${TMPDIR} (${code})\n  help: set TMPDIR to a writable folder\n`,
  );
});

test("removes a file, a folder that is not empty, and what is not there", async () => {
  const { path } = await folder({ "a/b": "text", c: "text" });
  for (const name of ["a", "c", "d"]) removeEntry(join(path, name));
  expect(readdirSync(path)).toEqual([]);
});

const guide = { packages: ["@acme/*"], require: { breaking: ["upgrade-guide"] } };

// A file that is too large for the process stands for a disk that is full: both end in the middle of a write.
test.runIf(process.platform !== "win32").each([
  ["a manifest", { "packages/core/package.json": `{ "name": "@acme/core", "version": "1.2.0" }` }],
  ["a guide", { "UPGRADE.md": "# 1.0.0\n" }],
])("says what to do where the folder has no space for %s", async (_, files) => {
  const [[path, text]] = Object.entries(files) as [[string, string]];
  const fixture = await workspace({
    policies: { all: guide },
    files: { [path]: text + " ".repeat(200_000) },
    changesets: { one: { "@acme/core": "major" } },
  });
  repository(fixture);
  const main = join(import.meta.dirname, "../../src/main.ts");
  const { status, stderr } = spawnSync(
    "sh",
    ["-c", 'ulimit -f 32; exec "$0" --conditions=source "$@"', process.execPath, main, ...COMMIT],
    {
      cwd: fixture.path,
      encoding: "utf8",
      env: { ...process.env, ...WITHOUT_CACHE },
    },
  );
  expect(stderr).toBe(
    `error: cannot write to the temporary folder ${os.tmpdir()} (EFBIG)\n  help: free some space there, or set TMPDIR to another folder\n`,
  );
  expect(status).toBe(2);
});

test.runIf(process.platform !== "win32" && process.getuid?.() !== 0)(
  "says what to do where TMPDIR may not be written to",
  async () => {
    const fixture = await workspace();
    repository(fixture);
    const tmp = await folder({});
    chmodSync(tmp.path, 0o555);
    const ran = spawnCli(fixture.path, COMMIT, { TMPDIR: tmp.path, ...WITHOUT_CACHE });
    chmodSync(tmp.path, 0o755);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(`folder for temporary files, ${tmp.path} (EACCES)`);
  },
);

test.each([
  ["ENOSPC", "free some space there, or set TMPDIR to another folder"],
  ["EDQUOT", "free some space there, or set TMPDIR to another folder"],
  ["EROFS", "set TMPDIR to a writable folder"],
  ["EACCES", "set TMPDIR to a writable folder"],
])("%s is not reported as a bug", (code, help) => {
  const failure = temporaryFailure(Object.assign(new Error(code), { code }));
  expect(failure).toBeInstanceOf(CannotJudge);
  expect((failure as CannotJudge).obstacles).toMatchObject([{ help }]);
});

test("any other failure is passed on", () => {
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

test("only removes the leftovers of killed processes", async () => {
  const fixture = await workspace();
  repository(fixture);
  const tmp = await folder({});
  const { pid: dead } = spawnSync(process.execPath, ["-e", ""]);
  const left = (pid: number, where = here(), kind = "") =>
    `release-policy-${kind}${pid}-${where}-aB3xY9`;
  const leftovers = [left(dead), left(dead, here(), "test-")];
  const kept = [
    left(process.pid),
    left(dead, "1"),
    "release-policy-before-aB3xY9",
    `release-policy-${dead}`,
    `other-${left(dead)}`,
  ];
  for (const name of [...leftovers, ...kept]) {
    mkdirSync(tmp.getPath(name));
    writeFileSync(join(tmp.getPath(name), "package.json"), "{}");
  }
  const link = left(dead, here(), "x-");
  symlinkSync(fixture.path, tmp.getPath(link));
  const file = left(dead, here(), "y-");
  writeFileSync(tmp.getPath(file), "");
  expect(spawnCli(fixture.path, COMMIT, { TMPDIR: tmp.path }).code).toBe(0);
  const left_ = readdirSync(tmp.path).filter((name) => name.includes("release-policy"));
  expect(left_.toSorted()).toEqual([...kept, link, file].toSorted());
  expect(readdirSync(fixture.path)).toContain("package.json");
});

test("leaves nothing behind", async () => {
  const fixture = await workspace({ changesets: { one: { "@acme/plugin": "major" } } });
  repository(fixture);
  const tmp = await folder({});
  expect(spawnCli(fixture.path, [...COMMIT, "--since", "HEAD"], { TMPDIR: tmp.path }).code).toBe(0);
  expect(readdirSync(tmp.path).filter((name) => name.startsWith("release-policy"))).toEqual([]);
});
