import { cpSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Log } from "sarif";
import { expect, test } from "vitest";
import { EVIL, badLines } from "../kit/attacks.ts";
import { gitlabFaults, junitFaults, sarifFaults } from "../kit/format-schemas.ts";
import { runCli } from "../kit/run-cli.ts";
import { commitAll, gitIn } from "../kit/run-example.ts";
import { commandsIn } from "../kit/runner-commands.ts";
import { changeset, repository, workspace } from "../kit/workspace.ts";

const FAULTS: Readonly<Record<string, (text: string) => string[] | Promise<string[]>>> = {
  gitlab: gitlabFaults,
  junit: junitFaults,
  sarif: sarifFaults,
  github: (log) => badLines(log.replaceAll(/^::error (?=file=|title=)/gm, "")),
};
const FORMATS = Object.keys(FAULTS);
const TODAY = ["--today", "2026-06-15"];

const WAIVERS = JSON.stringify({
  waivers: [
    {
      rule: "accidental-graduation",
      package: "@acme/plugin",
      version: "1.0.0",
      reason: "planned",
      owner: "@acme/release",
      until: "2026-07-01",
    },
  ],
});

/** A change on a branch: one finding is introduced, one is pending, one is waived. */
async function changed(files: Readonly<Record<string, string>> = {}) {
  const fixture = await workspace({
    changesets: { old: changeset({ "@acme/core": "patch" }, "") },
    files: { "policies/waivers.yaml": WAIVERS, ...files },
  });
  repository(fixture);
  gitIn(fixture.path, "checkout", "-q", "-b", "change");
  await fixture.writeFile(".changeset/new.md", changeset({ "@acme/cor": "patch" }));
  await fixture.writeFile(".changeset/one.md", changeset({ "@acme/plugin": "major" }));
  commitAll(fixture.path, "change");
  return fixture;
}

test.each(FORMATS)("%s of a change is a valid document, and exits with 1", async (format) => {
  const fixture = await changed();
  const args = ["check", "--since", "main", "--format", format, ...TODAY];
  const { stdout, stderr, code } = await runCli(fixture.path, args);
  expect([code, stderr]).toEqual([1, ""]);
  expect(await FAULTS[format]!(stdout)).toEqual([]);
  expect(stdout).toContain("@acme/cor");
  expect(stdout).toContain("planned");
});

test("SARIF of a change says what is new, pending and waived", async () => {
  const fixture = await changed();
  const { stdout } = await runCli(fixture.path, [
    "check",
    "--since",
    "main",
    "--format=sarif",
    ...TODAY,
  ]);
  const { results = [] } = (JSON.parse(stdout) as Log).runs[0]!;
  expect(
    results.map(({ ruleId, baselineState, suppressions }) => [
      ruleId,
      baselineState,
      suppressions!.length,
    ]),
  ).toEqual([
    ["unknown-package", "new", 0],
    ["empty-summary", "unchanged", 0],
    ["accidental-graduation", "new", 1],
  ]);
});

test.each(FORMATS)("%s says why it could not check, and exits with 2", async (format) => {
  const fixture = await workspace({ files: { "policies/core.yaml": "packges: []\n" } });
  const { stdout, stderr, code } = await runCli(fixture.path, ["check", "--format", format]);
  expect([code, stderr]).toEqual([2, ""]);
  expect(await FAULTS[format]!(stdout)).toEqual([]);
  expect(stdout).toContain("policies/core.yaml");
  expect(stdout).toContain("packges");
});

test.each(FORMATS)("%s is valid and harmless whatever a stranger commits", async (format) => {
  const fixture = await changed({ [`.changeset/${EVIL}.md`]: changeset({ [EVIL]: "patch" }) });
  const { stdout, code } = await runCli(fixture.path, ["check", "--format", format, ...TODAY]);
  expect(code).toBe(1);
  expect(await FAULTS[format]!(stdout)).toEqual([]);
});

test.each(FORMATS)("%s is valid without findings, and exits with 0", async (format) => {
  const fixture = await workspace();
  const { stdout, code } = await runCli(fixture.path, ["check", "--format", format]);
  expect(code).toBe(0);
  expect(await FAULTS[format]!(stdout)).toEqual([]);
});

test("file paths start at the root of the repository if the workspace is a subfolder", async () => {
  const fixture = await workspace({ changesets: { one: { "@acme/plugin": "major" } } });
  const inner = join(fixture.path, "web");
  mkdirSync(inner);
  for (const name of [
    ".changeset",
    "packages",
    "policies",
    "package.json",
    "pnpm-workspace.yaml",
  ]) {
    cpSync(join(fixture.path, name), join(inner, name), { recursive: true });
    rmSync(join(fixture.path, name), { recursive: true });
  }
  gitIn(fixture.path, "init", "-q", "-b", "main");
  const outputOf = async (format: string): Promise<string> =>
    (await runCli(fixture.path, ["check", "--dir", "web/packages", "--format", format])).stdout;
  const path = "web/.changeset/one.md";
  expect(commandsIn(await outputOf("github"))[0]!.properties["file"]).toBe(path);
  expect(JSON.parse(await outputOf("gitlab"))).toMatchObject([{ location: { path } }]);
  expect(JSON.parse(await outputOf("sarif"))).toMatchObject({
    runs: [
      { results: [{ locations: [{ physicalLocation: { artifactLocation: { uri: path } } }] }] },
    ],
  });
});

test("an unknown format is reported with the closest name", async () => {
  const fixture = await workspace();
  const { stderr, code } = await runCli(fixture.path, ["check", "--format", "sariff"]);
  expect(code).toBe(2);
  expect(stderr).toContain("did you mean sarif?");
});
