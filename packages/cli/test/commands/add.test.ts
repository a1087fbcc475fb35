import { existsSync, readdirSync } from "node:fs";
import { PassThrough } from "node:stream";
import { setTimeout } from "node:timers/promises";
import type { PlannerId } from "@release-policy/core";
import type { FsFixture } from "fs-fixture";
import { expect, test } from "vitest";
import { check } from "../../src/check/check.ts";
import { add, addable } from "../../src/commands/add/add.ts";
import { addInterview } from "../../src/commands/add/interview.ts";
import { changesetMessage } from "../../src/commands/add/text.ts";
import { install } from "../kit/installed.ts";
import { runCli, spawnCli } from "../kit/run-cli.ts";
import { gitIn } from "../kit/run-example.ts";
import { changeset, repository, workspace } from "../kit/workspace.ts";

const PLANNERS = ["changesets@2", "changesets@3", "pnpm"] as const;

async function installed(planner: PlannerId): Promise<FsFixture> {
  const fixture = await workspace({ planner });
  if (planner !== "pnpm") install(fixture.path, planner === "changesets@2" ? 2 : 3);
  return fixture;
}

const changesetsOf = ({ path }: FsFixture): string[] =>
  readdirSync(`${path}/.changeset`).filter((name) => name.endsWith(".md"));

const TEXT = "Loading is `async`.\n\n### Breaking Changes\n\n- `load` returns a promise";

test.each(PLANNERS)("the real command of %s writes what was checked", async (planner) => {
  const fixture = await installed(planner);
  const bumps = { "@acme/plugin": "minor", "@acme/core": "patch" } as const;
  const added = await add({ cwd: fixture.path, planner, bumps, message: TEXT });
  expect([added.findings, added.failure]).toEqual([[], undefined]);
  expect(added.files).toHaveLength(1);
  const { releases, outcome } = await check({ cwd: fixture.path, planner });
  expect(outcome).toBe("pass");
  const made = ["@acme/core 1.2.1", "@acme/plugin 0.4.0"];
  expect(releases.map(({ name, to }) => `${name} ${to}`).toSorted()).toEqual(made);
  expect(added.moves.map(({ name, to }) => `${name} ${to}`).toSorted()).toEqual(made);
  const text = await fixture.readFile(added.files[0]!, "utf8");
  expect(text).toContain(TEXT);
});

test("writes nothing that the policy rejects, and says why", async () => {
  const fixture = await installed("changesets@3");
  const ran = await runCli(fixture.path, ["add", "--major", "@acme/plugin", "--message", "Text."]);
  expect(ran.code).toBe(1);
  expect(ran.stdout).toContain("error[accidental-graduation]");
  expect(ran.stdout).toContain("nothing was written: the policy does not allow it");
  expect(changesetsOf(fixture)).toEqual([]);
});

test("writes despite existing findings of others", async () => {
  const fixture = await installed("changesets@3");
  await fixture.writeFile(".changeset/old.md", changeset({ "@acme/plugin": "major" }));
  const ran = spawnCli(fixture.path, ["add", "--patch", "@acme/core", "--message", "Text."]);
  expect([ran.code, ran.stdout]).toEqual([0, expect.stringContaining("written: .changeset/")]);
  expect(changesetsOf(fixture)).toHaveLength(2);
});

test("a dry run checks and writes nothing", async () => {
  const fixture = await installed("changesets@3");
  const args = [
    "add",
    "--patch",
    "@acme/core",
    "--message",
    "Text.",
    "--dry-run",
    "--format",
    "json",
  ];
  const { code, stdout } = await runCli(fixture.path, args);
  expect([code, JSON.parse(stdout)]).toMatchObject([0, { version: 1, files: [], findings: [] }]);
  expect(changesetsOf(fixture)).toEqual([]);
});

test.each([
  [["--patch", "@acme/cor", "--message", "Text."], "did you mean @acme/core?"],
  [["--patch", "@acme/core"], "the changeset has no summary"],
  [["--message", "Text."], "no package given"],
  [
    ["--patch", "@acme/core", "--minor", "@acme/core", "--message", "Text."],
    "is listed under both",
  ],
  [["@acme/core"], 'unexpected argument "@acme/core"'],
  [[], "cannot ask questions, because this is not a terminal"],
])("add %j is rejected with a fix", async (args, message) => {
  const fixture = await installed("changesets@3");
  const { code, stderr } = await runCli(fixture.path, ["add", ...args]);
  expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  expect(changesetsOf(fixture)).toEqual([]);
});

test("says if Changesets is not installed", async () => {
  const fixture = await workspace();
  const { code, stderr } = await runCli(fixture.path, [
    "add",
    "--patch",
    "@acme/core",
    "--message",
    "Text.",
  ]);
  expect([code, stderr]).toEqual([
    2,
    expect.stringContaining("is not installed, but its command is needed"),
  ]);
});

test("lists packages changed since the base first", async () => {
  const fixture = await installed("changesets@3");
  repository(fixture);
  await fixture.writeFile("packages/plugin/index.js", "");
  gitIn(fixture.path, "add", "-A");
  const packages = await addable({ cwd: fixture.path });
  expect(packages.map((one) => [one.package, one.changed])).toEqual([
    ["@acme/plugin", true],
    ["@acme/core", false],
  ]);
});

test("writes declarations in the form that the rules read", () => {
  const answers = { breaking: "`load` is async", guide: "docs/upgrade.md", deprecates: "a use b" };
  expect(changesetMessage("Faster.", answers)).toBe(
    "Faster.\n\n### Breaking Changes\n\n- `load` is async\n\nDeprecates: a use b\nUpgrade-guide: docs/upgrade.md",
  );
});

const [ENTER, TAB, SPACE, DOWN, CANCEL] = ["\r", "\t", " ", "\u001B[B", "\u0003"];

/** Something is shown, and nothing more for a moment. */
async function settled(length: () => number): Promise<void> {
  for (let seen = 0; length() === 0 || length() !== seen;) {
    seen = length();
    await setTimeout(80);
  }
}

/** Answers with keys, each once the question before it stands there. */
async function answer(cwd: string, keys: readonly string[]) {
  const [input, output] = [new PassThrough(), new PassThrough()];
  let shown = "";
  output.on("data", (chunk: Buffer) => (shown += chunk.toString()));
  const interview = addInterview({ cwd }, { color: false, width: 100 }, { input, output });
  for (const key of keys) {
    await settled(() => shown.length);
    input.write(key);
  }
  return { ...(await interview), shown };
}

test("asks for packages, offers only allowed bumps, and writes after confirmation", async () => {
  const fixture = await installed("changesets@3");
  const keys = [
    DOWN,
    TAB,
    ENTER,
    DOWN,
    ENTER,
    "Faster.",
    ENTER,
    SPACE,
    ENTER,
    "`load`",
    ENTER,
    "y",
  ];
  const { code, output, shown } = await answer(fixture.path, keys);
  expect(shown).toContain("@acme/plugin 0.3.0, track integrations");
  expect(shown).toContain("major is not allowed: ");
  expect(shown).toContain("breaks users");
  expect(output).toContain("@acme/plugin 0.3.0 → 0.4.0");
  expect(code).toBe(0);
  const [name] = changesetsOf(fixture);
  expect(await fixture.readFile(`.changeset/${name}`, "utf8")).toBe(
    '---\n"@acme/plugin": minor\n---\n\nFaster.\n\n### Breaking Changes\n\n- `load`\n',
  );
});

test("finds packages by name before track, and lists the selected ones", async () => {
  const fixture = await installed("changesets@3");
  await fixture.writeFile("policies/plug.yaml", 'packages: ["@acme/core"]\nversions: ">=1"\n');
  await fixture.rm("policies/core.yaml");
  const keys = ["plug", TAB, ENTER, CANCEL];
  const { shown } = await answer(fixture.path, keys);
  expect(shown).toContain("(1 match)");
  expect(shown).toMatch(/1 items selected.*@acme\/plugin\s.*@acme\/plugin 0\.3\.0, track/s);
});

test("says before any question if the release command is not installed", async () => {
  const fixture = await workspace({ planner: "changesets@3" });
  await expect(answer(fixture.path, [])).rejects.toThrow("@changesets/cli 3 is not installed");
});

test.each([
  ["somebody leaves", [CANCEL]],
  ["no is the answer", [DOWN, TAB, ENTER, ENTER, "Text.", ENTER, ENTER, "n"]],
])("writes nothing if %s", async (_, keys) => {
  const fixture = await installed("changesets@3");
  expect(await answer(fixture.path, keys)).toMatchObject({
    code: 2,
    output: "Nothing was written.\n",
  });
  expect(existsSync(fixture.getPath(".changeset")) && changesetsOf(fixture)).toEqual([]);
});

test("shows what is wrong instead of asking whether to write it", async () => {
  const fixture = await installed("changesets@3");
  const keys = [DOWN, TAB, ENTER, ENTER, "BREAKING: `load` is gone.", ENTER, ENTER, "n"];
  const { code, output, shown } = await answer(fixture.path, keys);
  expect([code, output]).toEqual([1, expect.stringContaining("error[change-bump]")]);
  expect(shown).not.toContain("Write it?");
  // A patch may not.
  expect(shown).not.toContain("breaks users");
  expect(existsSync(fixture.getPath(".changeset")) && changesetsOf(fixture)).toEqual([]);
});
