import { execFileSync, spawnSync } from "node:child_process";
import { rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { refuseSpecialManifests } from "../../src/workspace/finders/special-manifests.ts";
import { sampled } from "../kit/sampling.ts";
import { folder, workspace } from "../kit/workspace.ts";

const MAIN = join(import.meta.dirname, "../../src/main.ts");

/** A check that is ended where it waits for a pipe. */
const checkIn = (cwd: string) =>
  spawnSync(process.execPath, ["--conditions=source", MAIN, "check"], {
    cwd,
    encoding: "utf8",
    timeout: 25_000,
  });

const pipe = (path: string): void => {
  rmSync(path, { force: true });
  execFileSync("mkfifo", [path]);
};
const device = (path: string): void => {
  rmSync(path);
  symlinkSync("/dev/zero", path);
};

const SPECIAL = [
  ["a package that is a pipe", "changesets@2", "packages/core/package.json", pipe],
  ["a package that is a pipe", "changesets@3", "packages/core/package.json", pipe],
  ["a package that is a link to a device", "changesets@3", "packages/core/package.json", device],
  ["a root that is a pipe", "changesets@3", "package.json", pipe],
  ["a lerna.json that is a pipe", "changesets@2", "lerna.json", pipe],
] as const;

test.runIf(process.platform !== "win32").each(sampled(SPECIAL))(
  "does not wait for %s (%s)",
  async (_, planner, path, make) => {
    const fixture = await workspace({ planner });
    make(fixture.getPath(path));
    const { status, stderr } = checkIn(fixture.path);
    expect(status).toBe(2);
    expect(stderr).toMatch(/is a pipe or device|is not a regular file/);
    expect(stderr).toContain(path);
  },
);

test.runIf(process.platform !== "win32").each([
  [["packages/*"], ["packages/a"]],
  [["./packages/a/"], ["packages/a"]],
  [
    ["*/*", "packages/b"],
    ["packages/a", "packages/b"],
  ],
  [["packages/**"], ["packages/a", "packages/b"]],
  [["{packages,libs}/a"], ["packages/a"]],
  [["libs/*"], []],
])("finds pipes below the patterns %j", async (patterns, found) => {
  const fixture = await folder({ "package.json": "{}", "packages/a/x": "", "packages/b/x": "" });
  for (const path of found) pipe(fixture.getPath(`${path}/package.json`));
  const refuse = () =>
    refuseSpecialManifests(fixture.path, { packages: patterns, catalogs: {}, patched: [] });
  const messages = found.map(
    (path) => `${path}/package.json is a pipe or device (expected a regular file)`,
  );
  expect(messageFrom(refuse)).toBe(messages.join("\n"));
});

/** What the work says where it fails; nothing where it does not. */
function messageFrom(work: () => void): string {
  try {
    work();
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}
