import { chmodSync, readdirSync, utimesSync } from "node:fs";
import type { FsFixture } from "fs-fixture";
import { expect, test, vi } from "vitest";
import { check } from "../../src/index.ts";
import { commitAll, gitIn } from "../kit/run-example.ts";
import { folder, repository, workspace } from "../kit/workspace.ts";

/** A file whose content did not change, but which git has to read to know that. */
const touched = (fixture: FsFixture, path: string): void => {
  const past = new Date("2020-01-01T00:00:00Z");
  utimesSync(fixture.getPath(path), past, past);
};

test.each([
  ["clean", (script: string) => ({ "filter.pwn.clean": script })],
  [
    "process",
    (script: string) => ({ "filter.pwn.process": script, "filter.pwn.required": "true" }),
  ],
  ["a name with dots and an equals sign", (script: string) => ({ "filter.a.b=c.clean": script })],
])("runs no filter of .git/config: %s", async (_, settings) => {
  const canary = await folder({});
  const script = canary.getPath("filter.sh");
  await canary.writeFile("filter.sh", `#!/bin/sh\ntouch ${canary.getPath("ran")}\ncat\n`);
  chmodSync(script, 0o755);
  const fixture = await workspace({ files: { "packages/core/index.js": "1\n" } });
  repository(fixture);
  const keys = Object.entries(settings(script));
  for (const [key, value] of keys) gitIn(fixture.path, "config", key, value);
  const name = keys[0]![0].slice("filter.".length).replace(/\.\w+$/, "");
  // In the repository's own attributes, since a name may hold what an attribute cannot.
  await fixture.writeFile(".git/info/attributes", `* filter=${name}\n`);
  touched(fixture, "packages/core/index.js");
  const { findings } = await check({ cwd: fixture.path, since: "main" });
  expect(findings).toEqual([]);
  expect(readdirSync(canary.path)).toEqual(["filter.sh"]);
});

test.each<[string, (fixture: FsFixture, filter: string) => string | Promise<string>]>([
  [
    "in another spelling",
    async (fixture, filter) => {
      const config = await fixture.readFile(".git/config", "utf8");
      await fixture.writeFile(".git/config", `${config}${filter.replace("filter", "FILTER")}`);
      return fixture.path;
    },
  ],
  [
    "in a file that it includes",
    async (fixture, filter) => {
      await fixture.writeFile(".git/more", filter);
      gitIn(fixture.path, "config", "include.path", "more");
      return fixture.path;
    },
  ],
  [
    "of one worktree",
    async (fixture, filter) => {
      gitIn(fixture.path, "config", "extensions.worktreeConfig", "true");
      await fixture.writeFile(".git/config.worktree", filter);
      return fixture.path;
    },
  ],
  [
    "of the repository of a worktree",
    async (fixture, filter) => {
      const other = (await folder({})).getPath("other");
      gitIn(fixture.path, "worktree", "add", "-q", "--detach", other);
      const config = await fixture.readFile(".git/config", "utf8");
      await fixture.writeFile(".git/config", `${config}${filter}`);
      return other;
    },
  ],
])("runs no filter of the configuration: %s", async (_, define) => {
  const canary = await folder({});
  await canary.writeFile("filter.sh", `#!/bin/sh\ntouch ${canary.getPath("ran")}\ncat\n`);
  chmodSync(canary.getPath("filter.sh"), 0o755);
  const fixture = await workspace({ files: { "packages/core/index.js": "1\n" } });
  repository(fixture);
  const filter = `[filter "pwn"]\n\tclean = ${canary.getPath("filter.sh")}\n`;
  await fixture.writeFile(".git/info/attributes", "* filter=pwn\n");
  const cwd = await define(fixture, filter);
  const past = new Date("2020-01-01T00:00:00Z");
  utimesSync(`${cwd}/packages/core/index.js`, past, past);
  await check({ cwd, since: "main" });
  expect(readdirSync(canary.path)).toEqual(["filter.sh"]);
});

test("runs the user's filters, without which every filtered file would look changed", async () => {
  const home = await folder({ gitconfig: '[filter "big"]\n\tclean = tr a-z A-Z\n' });
  vi.stubEnv("GIT_CONFIG_GLOBAL", home.getPath("gitconfig"));
  try {
    const fixture = await workspace({
      files: { "packages/core/data.bin": "abc\n", ".gitattributes": "*.bin filter=big\n" },
      policies: {
        all: { packages: ["@acme/*"] },
        workspace: { rules: { "changeset-missing": "error" } },
      },
    });
    repository(fixture);
    touched(fixture, "packages/core/data.bin");
    expect((await check({ cwd: fixture.path, since: "main" })).findings).toEqual([]);
    await fixture.writeFile("packages/core/data.bin", "abcd\n");
    const { findings } = await check({ cwd: fixture.path, since: "main" });
    expect(findings.map(({ rule }) => rule)).toEqual(["changeset-missing"]);
  } finally {
    vi.unstubAllEnvs();
  }
});

test("keeps the user's settings from the environment", async () => {
  vi.stubEnv("GIT_CONFIG_COUNT", "1");
  vi.stubEnv("GIT_CONFIG_KEY_0", "core.autocrlf");
  vi.stubEnv("GIT_CONFIG_VALUE_0", "input");
  try {
    const fixture = await workspace({ files: { "packages/core/a.txt": "one\n" } });
    repository(fixture);
    gitIn(fixture.path, "config", "filter.x.clean", "false");
    await fixture.writeFile("packages/core/a.txt", "one\r\n");
    expect((await check({ cwd: fixture.path, since: "main" })).findings).toEqual([]);
    commitAll(fixture.path, "more");
  } finally {
    vi.unstubAllEnvs();
  }
});
