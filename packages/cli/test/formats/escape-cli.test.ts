import { expect, test } from "vitest";
import { jsonReport } from "../../src/formats/json/json.ts";
import { check } from "../../src/index.ts";
import { ATTACKS, EVIL, badLines } from "../kit/attacks.ts";
import { runCli } from "../kit/run-cli.ts";
import { changeset, repository, workspace } from "../kit/workspace.ts";

const manifest = (data: object): string => JSON.stringify(data);

type Given = Parameters<typeof workspace>[0];

test.each<[string, Given, readonly string[], string]>([
  [
    "a package's name",
    { files: { "packages/evil/package.json": manifest({ name: EVIL, version: "1.0.0" }) } },
    ["check"],
    "is published but is not on a track",
  ],
  [
    "a name in a changeset",
    {
      changesets: {
        one: changeset({}).replace("---\n\n", `${JSON.stringify(EVIL)}: patch\n---\n\n`),
      },
    },
    ["check"],
    "is not a package of this workspace",
  ],
  [
    "a changeset's file name",
    { files: { [`.changeset/${EVIL}.md`]: changeset({ "@acme/plugin": "major" }) } },
    ["check"],
    "would go from 0.3.0 to 1.0.0",
  ],
  [
    "a bump",
    { changesets: { one: changeset({ "@acme/core": JSON.stringify(EVIL) }) } },
    ["check"],
    "is not a bump",
  ],
  [
    "a version",
    { files: { "packages/core/package.json": manifest({ name: "@acme/core", version: EVIL }) } },
    ["check"],
    "is not a semantic version",
  ],
  [
    "a range on a package",
    {
      packages: {
        "@acme/core": "1.2.0",
        "@acme/plugin": { version: "0.3.0", dependencies: { "@acme/core": "^1.0.0 ||\n\t1.x" } },
      },
      changesets: { one: { "@acme/core": "major" } },
    },
    ["explain", "@acme/plugin"],
    "dependency on @acme/core",
  ],
  [
    "a name and a version in the maturity table",
    { files: { "packages/core/package.json": manifest({ name: EVIL, version: EVIL }) } },
    ["tracks"],
    "not on a track",
  ],
  [
    "a name and a version in its Markdown",
    { files: { "packages/core/package.json": manifest({ name: EVIL, version: EVIL }) } },
    ["tracks", "--markdown"],
    "no promise",
  ],
  [
    "a folder's name",
    {
      files: {
        // No finder sees a folder with a line break in its name.
        [`packages/${EVIL.replaceAll(/[\n\r]/g, "")}/package.json`]: manifest({
          name: "odd",
          version: "1.0.0",
        }),
      },
    },
    ["check"],
    "odd is published but is not on a track",
  ],
  [
    "a group's member",
    { planner: "changesets@2", config: { fixed: [[EVIL]] } },
    ["check"],
    "fixed",
  ],
  [
    "a pattern of packages",
    { files: { "pnpm-workspace.yaml": `packages: [*${EVIL.replaceAll(/[\n\r]/g, "")}]\n` } },
    ["check"],
    "is not valid YAML",
  ],
  [
    "a policy's text",
    { files: { "policies/core.yaml": `packages: [${JSON.stringify(EVIL)}, "@acme/core"]\n` } },
    ["check"],
    "does not match any package",
  ],
  [
    "a policy's key",
    { files: { "policies/core.yaml": `packages: ["@acme/core"]\n${JSON.stringify(EVIL)}: 1\n` } },
    ["check"],
    "unknown key",
  ],
  [
    "a policy's file name",
    { files: { [`policies/${EVIL}.yaml`]: "pakages: []\n" } },
    ["check"],
    "is missing",
  ],
  [
    "a waiver",
    {
      changesets: { one: { "@acme/plugin": "major" } },
      files: {
        "policies/waivers.yaml": JSON.stringify({
          waivers: [
            {
              rule: "accidental-graduation",
              package: "@acme/plugin",
              version: "1.0.0",
              reason: EVIL,
              owner: EVIL,
              until: "2026-07-01",
            },
          ],
        }),
      },
    },
    ["check", "--today", "2026-06-15"],
    "waived[accidental-graduation]",
  ],
])("%s reaches the terminal as text", async (_, given, args, expected) => {
  const fixture = await workspace(given);
  repository(fixture);
  const { stdout, stderr, code } = await runCli(fixture.path, args);
  const output = stdout + stderr;
  expect(output).toContain(expected);
  expect(badLines(output)).toEqual([]);
  expect(code === 2 ? stdout : stderr).toBe("");
  expect(output).not.toContain("unforeseen");
});

test("JSON keeps each of them unchanged", async () => {
  const fixture = await workspace({
    packages: { "@acme/core": "1.2.0" },
    files: Object.fromEntries(
      Object.values(ATTACKS).map((name, i) => [
        `packages/p${i}/package.json`,
        manifest({ name, version: "1.0.0" }),
      ]),
    ),
    policies: { core: { packages: ["@acme/core"] } },
  });
  const { stdout, code } = await runCli(fixture.path, ["check", "--format", "json"]);
  const report = JSON.parse(stdout) as ReturnType<typeof jsonReport>;
  expect(code).toBe(1);
  expect(report).toEqual(jsonReport(await check({ cwd: fixture.path })));
  const names = new Set(report.findings.map((finding) => finding.package));
  expect(names).toEqual(new Set(Object.values(ATTACKS)));
});
