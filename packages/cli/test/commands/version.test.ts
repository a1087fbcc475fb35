import { once } from "node:events";
import { chmodSync, existsSync, readFileSync, rmSync } from "node:fs";
import { plain } from "@release-policy/core";
import { expect, test } from "vitest";
import { version } from "../../src/index.ts";
import { runChangesets } from "../kit/changesets-cli.ts";
import { bytesOf } from "../kit/file-bytes.ts";
import { install } from "../kit/installed.ts";
import { runCli, spawnCli, startCli } from "../kit/run-cli.ts";
import { changeset, folder, repository, workspace } from "../kit/workspace.ts";
import { sampled } from "../kit/sampling.ts";

/** The newest first: it is the one that is sampled. */
const MAJORS = [3, 2] as const;
type Given = Parameters<typeof workspace>[0];

/** A workspace with the real command line of a major, and a changeset that its policy allows. */
async function installed(major: 2 | 3, given: Given = {}) {
  const fixture = await workspace({
    planner: `changesets@${major}`,
    changesets: { cat: { "@acme/plugin": "minor", "@acme/core": "patch" } },
    ...given,
  });
  install(fixture.path.replace(/[\\/]$/, ""), major);
  return fixture;
}

/** A workspace whose `changeset` is a script of the test. */
async function faked(script: string, given: Given = {}) {
  const fixture = await workspace({
    changesets: { cat: { "@acme/plugin": "minor", "@acme/core": "patch" } },
    ...given,
  });
  const files = {
    "package.json": JSON.stringify({ version: "3.0.3", bin: { changeset: "bin.cjs" } }),
    "bin.cjs": `const { readFileSync, writeFileSync, rmSync, mkdirSync } = require("node:fs");\n${script}`,
  };
  await fixture.mkdir("node_modules/@changesets/cli");
  for (const [path, text] of Object.entries(files)) {
    await fixture.writeFile(`node_modules/@changesets/cli/${path}`, text);
  }
  return fixture;
}

/** Writes the versions that are planned for `cat`. */
const RIGHT = `
  for (const [dir, to] of [["core", "1.2.1"], ["plugin", "0.4.0"]]) {
    const path = "packages/" + dir + "/package.json";
    const data = JSON.parse(readFileSync(path, "utf8"));
    writeFileSync(path, JSON.stringify({ ...data, version: to }));
    writeFileSync("packages/" + dir + "/CHANGELOG.md", "## " + to + "\\n");
  }
  rmSync(".changeset/cat.md");`;

const read = (root: string, path: string): string => readFileSync(`${root}/${path}`, "utf8");

test.each(sampled(MAJORS))("runs Changesets %d and verifies what it wrote", async (major) => {
  const fixture = await installed(major);
  const { code, stdout } = await runCli(fixture.path, ["version"]);
  expect([code, stdout.split("\n").at(-2)]).toEqual([
    0,
    expect.stringContaining("done: changeset version wrote what was checked (2 releases, 5 files)"),
  ]);
  expect(JSON.parse(read(fixture.path, "packages/plugin/package.json"))).toMatchObject({
    version: "0.4.0",
  });
  expect(read(fixture.path, "packages/core/CHANGELOG.md")).toContain("## 1.2.1");
});

test.each(sampled(MAJORS))(
  "does not run Changesets %d if the policy rejects the plan",
  async (major) => {
    const fixture = await installed(major, { changesets: { cat: { "@acme/plugin": "major" } } });
    const before = bytesOf(fixture.path);
    const { code, stdout } = await runCli(fixture.path, ["version"]);
    expect([code, bytesOf(fixture.path)]).toEqual([1, before]);
    expect(stdout).toContain("error[accidental-graduation]");
    expect(stdout).toContain("changeset version was not run");
  },
);

test("says in a dry run what it would do", async () => {
  const fixture = await installed(3);
  const before = bytesOf(fixture.path);
  const { code, stdout } = await runCli(fixture.path, ["version", "--dry-run"]);
  expect([code, bytesOf(fixture.path)]).toEqual([0, before]);
  expect(stdout).toContain("would run: changeset version\n");
  expect(stdout).toContain("0.3.0");
});

test("does nothing if nothing is pending", async () => {
  const fixture = await installed(3, { changesets: {} });
  const { code, stdout } = await runCli(fixture.path, ["version"]);
  expect([code, stdout]).toEqual([0, "nothing to release; changeset version was not run\n"]);
});

test.each(sampled(MAJORS))(
  "restores everything if a changelog generator of Changesets %d throws halfway",
  async (major) => {
    const fixture = await installed(major, {
      config: { changelog: "./broken.cjs" },
      files: {
        ".changeset/broken.cjs": `
          let calls = 0;
          const line = async () => { if (++calls > 1) throw new Error("no network"); return "- x"; };
          module.exports = { getReleaseLine: line, getDependencyReleaseLine: async () => "" };`,
      },
    });
    const before = bytesOf(fixture.path);
    const { code, stdout, stderr } = spawnCli(fixture.path, ["version"]);
    expect([code, bytesOf(fixture.path)]).toEqual([2, before]);
    expect(stdout + stderr).toContain("no network");
    expect(stdout).toContain("error: changeset version exited with code 1");
  },
);

const OLD = "# @acme/core\n\n## 1.2.0\n\n### Patch Changes\n\n- Old.\n";

const LOSSES: readonly (readonly [string, 2 | 3, Given, string])[] = [
  [
    "a Prettier config that Changesets 2 cannot read",
    2,
    { files: { ".prettierrc": "{ broken" } },
    "@acme/core 1.2.1 has no entry in packages/core/CHANGELOG.md",
  ],
  [
    "a Prettier that Changesets 2 finds and that throws for one file",
    2,
    {
      files: {
        "packages/core/CHANGELOG.md": OLD,
        "node_modules/prettier/package.json": '{ "name": "prettier", "main": "index.js" }',
        "node_modules/prettier/index.js": `module.exports = {
          resolveConfig: () => null,
          format(text, { filepath }) { if (/core/.test(filepath)) throw new Error("boom"); return text; },
        };`,
      },
    },
    "@acme/core 1.2.1 has no entry in packages/core/CHANGELOG.md",
  ],
  [
    "a formatter of Changesets 2 that drops what it does not know",
    2,
    {
      files: {
        "packages/core/CHANGELOG.md": OLD,
        "node_modules/prettier/package.json": '{ "name": "prettier", "main": "index.js" }',
        "node_modules/prettier/index.js":
          'module.exports = { resolveConfig: () => null, format: (text) => text.split("## 1.2.0")[0] };',
      },
    },
    "packages/core/CHANGELOG.md lost its entries for 1.2.0",
  ],
  [
    "a formatter of Changesets 3 that empties the file",
    3,
    {
      config: { format: "prettier" },
      files: {
        "package-lock.json": "{}",
        "node_modules/.bin/prettier":
          '#!/usr/bin/env node\nfor (const file of process.argv.slice(4)) require("node:fs").writeFileSync(file, "");\n',
      },
    },
    "@acme/core 1.2.1 has no entry in packages/core/CHANGELOG.md",
  ],
];

test.each(sampled(LOSSES))(
  "does not take it for a success where an entry is lost by %s",
  async (_, major, given, lost) => {
    const fixture = await installed(major, given);
    const bin = fixture.getPath("node_modules/.bin/prettier");
    if (existsSync(bin)) chmodSync(bin, 0o755);
    const before = bytesOf(fixture.path);
    const { code, stdout } = await runCli(fixture.path, ["version"]);
    expect([code, bytesOf(fixture.path)]).toEqual([2, before]);
    expect(stdout).toContain(
      "error: changeset version did not write what was checked; if its formatter failed",
    );
    expect(stdout).toContain(lost);
    expect(stdout).toContain("all files restored to their state before changeset version");
  },
);

test.each<[string, string, string, Given?]>([
  [
    "is left",
    `writeFileSync(".changeset/cat.md", "");`,
    ".changeset/cat.md still exists, so its bumps",
  ],
  [
    "of an ignored package is removed",
    `rmSync(".changeset/kept.md");`,
    ".changeset/kept.md was deleted, but the packages that it names were not released",
    {
      config: { ignore: ["@acme/later"] },
      packages: { "@acme/core": "1.2.0", "@acme/plugin": "0.3.0", "@acme/later": "1.0.0" },
      changesets: {
        cat: { "@acme/plugin": "minor", "@acme/core": "patch" },
        kept: { "@acme/later": "patch" },
      },
      policies: { all: { packages: ["*"], rules: { "skipped-package": "off" } } },
    },
  ],
])("puts everything back where a changeset %s", async (_, script, message, given = {}) => {
  const fixture = await faked(`${RIGHT}\n${script}`, given);
  const before = bytesOf(fixture.path);
  const { code, stdout } = await runCli(fixture.path, ["version"]);
  expect([code, bytesOf(fixture.path)]).toEqual([2, before]);
  expect(stdout).toContain(message);
});

test.each(sampled(MAJORS))(
  "verifies prereleases of Changesets %d, and leaving pre mode",
  async (major) => {
    const fixture = await installed(major);
    await runChangesets(fixture.path, `changesets@${major}`, "pre", "enter", "next");
    expect((await runCli(fixture.path, ["version"])).stdout).toContain("done: changeset version");
    await fixture.writeFile(".changeset/dog.md", changeset({ "@acme/core": "patch" }));
    expect((await runCli(fixture.path, ["version"])).stdout).toContain("done: changeset version");
    await runChangesets(fixture.path, `changesets@${major}`, "pre", "exit");
    expect((await runCli(fixture.path, ["version"])).stdout).toContain("done: changeset version");
    expect(read(fixture.path, "packages/core/CHANGELOG.md")).toContain("## 1.2.1\n");
  },
);

const HALF = `
  writeFileSync("packages/core/package.json", "{ half");
  writeFileSync("packages/core/CHANGELOG.md", "new");
  mkdirSync(".changeset/deep/er", { recursive: true });
  writeFileSync(".changeset/deep/er/x.md", "new");
  writeFileSync("policies/core.yaml", "broken");
  rmSync(".changeset/cat.md");`;

test.each([
  ["exits with 1", "process.exit(1);", "changeset version exited with code 1"],
  ["is killed", "process.kill(process.pid, 'SIGKILL');", "changeset version ended by SIGKILL"],
  ["says that all is well", "", "packages/core/package.json is not valid JSON"],
])("restores everything if the command writes half and %s", async (_, end, failure) => {
  const fixture = await faked(HALF + end);
  const before = bytesOf(fixture.path);
  const { code, stdout } = await runCli(fixture.path, ["version"]);
  expect([code, bytesOf(fixture.path)]).toEqual([2, before]);
  expect(stdout).toContain(`error: ${failure}`);
  expect(stdout).toContain("all files restored to their state before changeset version (5 files)");
});

test("keeps the files with --keep, and says which to restore", async () => {
  const fixture = await faked(`${HALF} process.exit(1);`);
  const { code, stdout } = await runCli(fixture.path, ["version", "--keep"]);
  expect([code, read(fixture.path, "packages/core/CHANGELOG.md")]).toEqual([2, "new"]);
  const [delete_, copy] = stdout.split("\n").slice(-3, -1);
  expect(delete_).toBe("    delete .changeset/deep/er/x.md packages/core/CHANGELOG.md");
  const [, saved = "", paths] = /^ {4}copy back from (.+): (.+)$/.exec(copy!)!;
  expect(paths).toBe(".changeset/cat.md packages/core/package.json policies/core.yaml");
  expect(read(saved, "policies/core.yaml")).toContain("packages:");
  rmSync(saved, { recursive: true });
});

test("relies on git for committed files, and saves the others", async () => {
  const fixture = await faked(`${HALF} process.exit(1);`);
  repository(fixture);
  await fixture.writeFile(".changeset/cat.md", changeset({ "@acme/core": "patch" }, "New words."));
  const { undo } = await version({ cwd: fixture.path, keep: true });
  expect(undo).toMatchObject({
    restore: ["packages/core/package.json", "policies/core.yaml"],
    remove: [".changeset/deep/er/x.md", "packages/core/CHANGELOG.md"],
    copied: [".changeset/cat.md"],
  });
  expect(read(undo!.folder!, ".changeset/cat.md")).toContain("New words.");
  rmSync(undo!.folder!, { recursive: true });
});

test("lists the differences from the check by package", async () => {
  const wrong = RIGHT.replace("1.2.1", "1.3.0").replace("0.4.0", "0.3.0");
  const fixture = await faked(wrong);
  const before = bytesOf(fixture.path);
  const { outcome, failure, differences, restored } = await version({ cwd: fixture.path });
  expect(outcome).toBe("failed");
  expect(plain(failure!)).toBe("`changeset version` did not write what was checked");
  expect(differences.map(plain)).toEqual([
    "`@acme/core` is at `1.3.0`, but the check expected `1.2.1`",
    "`@acme/plugin` is at `0.3.0`, but the check expected `0.4.0`; depends on `@acme/core` `^1.3.0`, but the check expected `^1.2.1`",
  ]);
  expect(restored?.failed).toEqual([]);
  expect(bytesOf(fixture.path)).toEqual(before);
});

test("accepts manifests rewritten by a formatter", async () => {
  const fixture = await faked(
    `${RIGHT}
    const path = "packages/core/package.json";
    const data = JSON.parse(readFileSync(path, "utf8"));
    writeFileSync(path, JSON.stringify(Object.fromEntries(Object.entries(data).reverse()), null, "\\t"));`,
  );
  expect(await version({ cwd: fixture.path })).toMatchObject({ outcome: "done" });
});

test("uses the policy from its start, even if the files change meanwhile", async () => {
  const fixture = await faked(
    `${RIGHT} writeFileSync("policies/integrations.yaml", "packages: ['@acme/plugin']\\nversions: 9.x\\n");`,
  );
  expect(await version({ cwd: fixture.path })).toMatchObject({
    outcome: "done",
    changed: expect.arrayContaining(["policies/integrations.yaml"]) as unknown,
  });
});

test("does not start if a file is read-only", async () => {
  const fixture = await installed(3);
  chmodSync(fixture.getPath("packages/core/package.json"), 0o444);
  const before = bytesOf(fixture.path);
  const { code, stderr } = await runCli(fixture.path, ["version"]);
  expect([code, stderr, bytesOf(fixture.path)]).toEqual([
    2,
    "error: packages/core/package.json is read-only, but a release may have to write it\n  help: make it writable: chmod u+w packages/core/package.json\n",
    before,
  ]);
});

test("says how to install a missing command", async () => {
  const fixture = await workspace({ changesets: { cat: { "@acme/core": "patch" } } });
  const { code, stderr } = await runCli(fixture.path, ["version"]);
  expect([code, stderr]).toEqual([
    2,
    "error: @changesets/cli 3 is not installed, but its command is needed to write versions\n  help: run `pnpm install`; if package.json does not name it: `pnpm add -Dw @changesets/cli@3`\n",
  ]);
});

test("passes on the arguments after --", async () => {
  const fixture = await faked(`${RIGHT} console.log("got", process.argv.slice(2).join(" "));`);
  const { code, stdout } = spawnCli(fixture.path, ["version", "--", "--since", "main"]);
  expect([code, stdout.split("\n")[0]]).toEqual([0, "got version --since main"]);
});

test("only prints data to standard output with --format json", async () => {
  const fixture = await faked(`${RIGHT} console.log("hello");`);
  const { stdout, stderr } = spawnCli(fixture.path, ["version", "--format", "json"]);
  expect(JSON.parse(stdout)).toMatchObject({ version: 1, outcome: "done", differences: [] });
  expect(stderr).toContain("hello");
});

test.each([
  [["version", "minor"], 'unexpected argument "minor"'],
  [["version", "--", "--snapshot"], "--snapshot would not write the versions that were checked"],
  [["version", "--", "--ignore=x"], "--ignore would not write the versions that were checked"],
])("rejects %j", async (args, message) => {
  const fixture = await installed(3);
  const before = bytesOf(fixture.path);
  const { code, stderr } = await runCli(fixture.path, args);
  expect([code, stderr.split("\n")[0], bytesOf(fixture.path)]).toEqual([
    2,
    `error: ${message}`,
    before,
  ]);
});

test("keeps uncommitted changes", async () => {
  const fixture = await faked(`${HALF} process.exit(1);`);
  repository(fixture);
  await fixture.writeFile(".changeset/cat.md", changeset({ "@acme/core": "patch" }, "New words."));
  const before = bytesOf(fixture.path);
  await runCli(fixture.path, ["version"]);
  expect(bytesOf(fixture.path)).toEqual(before);
});

// Windows ends a process without asking it.
const SIGNALS = process.platform === "win32" ? [] : (["SIGINT", "SIGTERM"] as const);

test.each(sampled(SIGNALS))("restores everything on %s", async (signal) => {
  const fixture = await faked(`${HALF} console.log("half"); setTimeout(() => {}, 60_000);`);
  const before = bytesOf(fixture.path);
  const child = startCli(fixture.path, ["version"]);
  child.stdout.on("data", (text: Buffer) => {
    if (text.toString().includes("half")) child.kill(signal);
  });
  const [code] = (await once(child, "close")) as [number | null];
  expect([code, bytesOf(fixture.path)]).toEqual([2, before]);
});

test("says what it cannot restore", async () => {
  const fixture = await faked(
    `rmSync("packages/core/package.json"); mkdirSync("packages/core/package.json/x", { recursive: true }); process.exit(1);`,
  );
  const { code, stdout } = await runCli(fixture.path, ["version"]);
  expect(code).toBe(2);
  expect(stdout).toContain(
    "could not restore packages/core/package.json (EISDIR)\n    copy back from ",
  );
  rmSync(/copy back from (\S+):/.exec(stdout)![1]!, { recursive: true });
});

test("an empty folder is not a workspace", async () => {
  const fixture = await folder({ "package.json": "{}" });
  expect((await runCli(fixture.path, ["version"])).code).toBe(2);
});
