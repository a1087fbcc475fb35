import { once } from "node:events";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { reportSchema } from "../src/formats/json/json-schema.ts";
import { jsonReport } from "../src/formats/json/json.ts";
import { check } from "../src/index.ts";
import { runCli, spawnCli, startCli } from "./kit/run-cli.ts";
import { sampled } from "./kit/sampling.ts";
import { repository, workspace } from "./kit/workspace.ts";

test.each([
  [
    "0 where the plan is within the policy",
    { changesets: { one: { "@acme/core": "minor" as const } } },
    ["check"],
    0,
  ],
  [
    "1 where a finding is an error",
    { changesets: { one: { "@acme/plugin": "major" as const } } },
    ["check"],
    1,
  ],
  [
    "0 where findings only warn",
    {
      changesets: { one: { "@acme/plugin": "major" as const } },
      files: { "policies/workspace.yaml": "rules: { accidental-graduation: warn }\n" },
    },
    ["check"],
    0,
  ],
  [
    "1 where warnings count",
    {
      changesets: { one: { "@acme/plugin": "major" as const } },
      files: { "policies/workspace.yaml": "rules: { accidental-graduation: warn }\n" },
    },
    ["check", "--strict"],
    1,
  ],
  ["2 where it could not judge", { policies: {} }, ["check"], 2],
  ["2 where an option is unknown", {}, ["check", "--sinse", "main"], 2],
  ["2 where a command is unknown", {}, ["chekc"], 2],
  ["2 without a command", {}, [], 2],
])("exits with %s", async (_, given, args, code) => {
  const fixture = await workspace(given);
  expect((await runCli(fixture.path, args)).code).toBe(code);
});

test.each([
  [0, ["check"]],
  [1, ["check", "--strict"]],
  [2, ["check", "--sinse", "main"]],
])("the process exits with %i", async (code, args) => {
  const { path } = await workspace({
    changesets: { one: { "@acme/plugin": "major" } },
    files: { "policies/workspace.yaml": "rules: { accidental-graduation: warn }\n" },
  });
  expect(spawnCli(path, args).code).toBe(code);
});

test.each([
  [["check", "--sinse", "main"], "unknown option --sinse", "did you mean --since?"],
  [["check", "--sinse=main"], "unknown option --sinse", "did you mean --since?"],
  [
    ["check", "--format", "jsn"],
    'unknown format "jsn" (expected: terminal, json, github, markdown, sarif, junit, gitlab)',
    "did you mean json?",
  ],

  [
    ["check", "--planner", "changesets@4"],
    'unknown planner "changesets@4" (expected: changesets@2, changesets@3, pnpm)',
    "did you mean changesets@2?",
  ],
  [
    ["check", "--since"],
    "Option '--since <value>' argument missing",
    "run it with --help to see the options",
  ],
  [
    ["check", "extra"],
    'unexpected argument "extra"',
    "run release-policy help check to see its arguments",
  ],
  [
    ["explian"],
    'unknown command "explian" (expected: add, allowed, api, audit, baseline, check, completion, deprecations, explain, fix, graduate, init, lsp, mcp, pack, policy, preview, test, tracks, verify, version)',
    "did you mean explain?",
  ],
  [["help", "chekc"], expect.stringContaining('unknown command "chekc"'), "did you mean check?"],
  [
    ["explain"],
    "expected one package, changeset or rule",
    "for example: `release-policy explain @acme/core`",
  ],
  [
    ["explain", "train", "freeze"],
    "expected one package, changeset or rule",
    "for example: `release-policy explain @acme/core`",
  ],
])("answers %j with the mistake and the fix", async (args, message, help) => {
  const fixture = await workspace();
  const { code, stdout, stderr } = await runCli(fixture.path, args);
  expect([code, stdout]).toEqual([2, ""]);
  const [first = "", second = ""] = stderr.split("\n");
  expect([first.replace(/^error: /, ""), second]).toEqual([message, `  help: ${help}`]);
});

test("a date that does not exist is invalid", async () => {
  const fixture = await workspace();
  const { code, stderr } = await runCli(fixture.path, ["check", "--today", "2026-02-30"]);
  expect([code, stderr]).toEqual([2, 'error: invalid date "2026-02-30" (expected YYYY-MM-DD)\n']);
});

test("the overview names every command once, and each has examples that parse", async () => {
  const { stdout } = await runCli(".", ["help"]);
  const names = [...stdout.matchAll(/^ {2}(\w+) {2,}/gm)].map(([, name]) => name!);
  expect(names.toSorted()).toEqual(
    readdirSync(join(import.meta.dirname, "../src/commands"), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .toSorted(),
  );
  for (const name of names) {
    const help = (await runCli(".", ["help", name])).stdout;
    const [, examples = ""] = help.split("Examples\n");
    expect(examples).toContain(`  release-policy ${name}`);
    for (const [option] of examples.matchAll(/(?<!-- )--[a-z][a-z-]*/g))
      expect(help).toContain(`  ${option}`);
  }
});

test.each(["changesets@3", "pnpm"] as const)(
  "the examples of version pass nothing on that it refuses under %s",
  async (planner) => {
    const versioning = planner === "pnpm" ? { workspace: { versioning: { fixed: [] } } } : {};
    const fixture = await workspace({ planner, ...versioning });
    const { stdout } = await runCli(".", ["help", "version"]);
    const passed = [...stdout.matchAll(/ version -- (.*?) {2}#/g)].map(([, args = ""]) => args);
    expect(passed).not.toEqual([]);
    for (const args of passed) {
      const command = ["version", "--dry-run", "--", ...args.split(" ")];
      expect(await runCli(fixture.path, command)).toMatchObject({ code: 0, stderr: "" });
    }
  },
);

test.each([
  [["--help"], "usage: release-policy <command> [options]"],
  [["check", "--help"], "--since <ref>"],
  [["explain", "-h"], "release-policy explain <package, changeset, rule or finding> [options]"],
  [["tracks", "--help"], "write the table to the page that docs.table of the policy names"],
  [["help"], "tracks        list the packages of every track and what each may release"],
  [
    ["help", "check"],
    "release-policy check --since origin/main  # only count what this branch introduces",
  ],
])("answers %j", async (args, expected) => {
  const { code, stdout } = await runCli(".", args);
  expect([code, stdout.includes(expected)]).toEqual([0, true]);
});

test("commands of one process that are started together each run in their folder", async () => {
  const fixtures = await Promise.all(
    (["minor", "major"] as const).map((bump) =>
      workspace({ changesets: { one: { "@acme/plugin": bump } } }),
    ),
  );
  const ran = await Promise.all(fixtures.map(({ path }) => runCli(path, ["check"])));
  expect(ran.map(({ code }) => code)).toEqual([0, 1]);
});

test("a reader that closes the pipe early causes no error", async () => {
  const child = startCli(".", ["--version"]);
  child.stdout.destroy();
  const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, "close")]);
  expect([stderr, code]).toEqual(["", 0]);
});

test("answers --version", () => {
  expect(spawnCli(".", ["--version"])).toEqual({
    code: 0,
    stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    stderr: "",
  });
});

test("prints as JSON what the Node API returns, in the documented form", async () => {
  const fixture = await workspace({
    changesets: { one: { "@acme/plugin": "major", "@acme/core": "major" } },
  });
  repository(fixture);
  const { stdout, code } = await runCli(fixture.path, [
    "check",
    "--format",
    "json",
    "--since",
    "HEAD",
    "--all",
    "--today",
    "2026-06-15",
  ]);
  const report = await check({ cwd: fixture.path, since: "HEAD", all: true, today: "2026-06-15" });
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toEqual(JSON.parse(JSON.stringify(jsonReport(report))));
  expect(reportSchema.safeParse(JSON.parse(stdout))).toMatchObject({ success: true });
});

test("also prints as JSON why it could not check", async () => {
  const fixture = await workspace({ policies: { core: { pakages: [] } } });
  const { stdout, stderr, code } = await runCli(fixture.path, ["check", "--format", "json"]);
  expect([code, stderr]).toEqual([2, ""]);
  expect(JSON.parse(stdout)).toMatchObject({
    version: 1,
    outcome: "cannot-judge",
    obstacles: [
      { message: "`packages` is missing" },
      { message: "unknown key `pakages`", at: { path: "policies/core.yaml", line: 1, column: 1 } },
    ],
  });
});

test("shows the place and the reason in a frame, in rustc's format", async () => {
  const fixture = await workspace({
    files: { "policies/core.yaml": 'packages: ["@acme/core"]\nversons: "1.x"\n' },
  });
  expect((await runCli(fixture.path, ["check"])).stderr).toBe(`\
error: unknown key \`versons\`
  --> policies/core.yaml:2:1
   |
 2 | versons: "1.x"
   | ^^^^^^^
  help: did you mean versions?
`);
});

const COLORS: readonly (readonly [string, Readonly<Record<string, string>>, boolean])[] = [
  ["colours a pipe if FORCE_COLOR is set", { FORCE_COLOR: "1" }, true],
  ["never colours a file or a pipe by itself", {}, false],
  ["obeys NO_COLOR above all", { FORCE_COLOR: "1", NO_COLOR: "1" }, false],
  ["takes FORCE_COLOR=0 for no", { FORCE_COLOR: "0" }, false],
];

test.each(sampled(COLORS))("%s", async (_, env, colored) => {
  const fixture = await workspace({ changesets: { one: { "@acme/plugin": "major" } } });
  expect(spawnCli(fixture.path, ["check"], env).stdout.includes("\u001B[")).toBe(colored);
});

test("explains a rule", async () => {
  const { stdout } = await runCli(".", ["explain", "accidental-graduation"]);
  expect(stdout).toContain("A 0.y.z package must not reach 1.0.0 unless its track allows it.");
});
