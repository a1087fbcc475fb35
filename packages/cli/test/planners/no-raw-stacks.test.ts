import type { PlannerId } from "@release-policy/core";
import type { ExampleWorkspace } from "@release-policy/core/testing";
import { expect, test } from "vitest";
import { run } from "../../src/cli.ts";
import { report } from "../../src/help.ts";
import { repository, workspace } from "../kit/workspace.ts";

const TERMINAL = { color: false, width: 100 };

/** What a command prints, and its exit code, in this process. */
async function ran(cwd: string, command: string): Promise<{ code: number; output: string }> {
  try {
    return await run([...command.split(" "), "--dir", cwd], TERMINAL);
  } catch (error) {
    return { code: 2, output: report(error, TERMINAL) };
  }
}

type Given = Partial<ExampleWorkspace> & { readonly planner: PlannerId };

const UTIL = { version: undefined } as unknown as { version: string };
const PLUGIN = { version: "0.3.0", dependencies: { "@acme/util": "^0.1.0" } };
const POLICIES = {
  all: { packages: ["@acme/*"] },
  workspace: { approvals: { rules: "all" } },
};

const CASES: Readonly<Record<string, readonly [given: Given, place: string]>> = {
  "a changeset for a package without a version": [
    {
      planner: "changesets@2",
      packages: { "@acme/core": UTIL, "@acme/plugin": "0.3.0" },
      changesets: { one: { "@acme/core": "minor" }, two: { "@acme/plugin": "minor" } },
      policies: POLICIES,
    },
    ".changeset/one.md:2",
  ],
  "a dependency without a version under Changesets 3": [
    {
      planner: "changesets@3",
      packages: { "@acme/plugin": PLUGIN, "@acme/util": UTIL },
      changesets: { one: { "@acme/plugin": "minor" } },
      policies: POLICIES,
    },
    "packages/plugin/package.json:5",
  ],
  "the same where private packages are versioned": [
    {
      planner: "changesets@3",
      packages: { "@acme/plugin": PLUGIN, "@acme/util": UTIL },
      changesets: { one: { "@acme/plugin": "minor" } },
      config: { privatePackages: { version: true, tag: true } },
      policies: POLICIES,
    },
    "packages/plugin/package.json:5",
  ],
};

const COMMANDS = [
  "check",
  "explain @acme/plugin",
  "allowed @acme/plugin",
  "fix",
  "tracks",
  "version --dry-run",
];

test.each(
  Object.entries(CASES).flatMap(([name, given]) =>
    COMMANDS.map((command) => [name, command, ...given] as const),
  ),
)("%s: %s prints no stack", async (_, command, given) => {
  const fixture = await workspace(given);
  repository(fixture);
  const { code, output } = await ran(fixture.path, command);
  expect(output).not.toMatch(/TypeError|\n\s+at /);
  expect([0, 1, 2]).toContain(code);
});

test.each(Object.entries(CASES).map(([name, given]) => [name, ...given] as const))(
  "%s: check names the file and the line",
  async (_, given, place) => {
    const fixture = await workspace(given);
    const { code, output } = await ran(fixture.path, "check");
    expect({ code, output }).toEqual({ code: 1, output: expect.stringContaining(place) });
  },
);

test("names the dependency, its range and its dependent, also in JSON", async () => {
  const [given] = CASES["a dependency without a version under Changesets 3"]!;
  const fixture = await workspace(given);
  const message = "@acme/plugin depends on @acme/util as ^0.1.0, but @acme/util has no version";
  const { output } = await ran(fixture.path, "check --format json");
  expect(output).toContain(message);
  expect(output).toContain('"packages/plugin/package.json"');
});

test.each(["*", "^", "~"])(
  "rejects an unversioned dependency as workspace:%s with the release command's message",
  async (mark) => {
    const dependencies = { "@acme/util": `workspace:${mark}` };
    const fixture = await workspace({
      planner: "changesets@3",
      packages: { "@acme/plugin": { version: "0.3.0", dependencies }, "@acme/util": UTIL },
      changesets: { one: { "@acme/plugin": "minor" } },
      policies: POLICIES,
    });
    const { code, output } = await ran(fixture.path, "check");
    expect([code, output]).toEqual([
      2,
      expect.stringContaining('"@acme/plugin" depends on the skipped package "@acme/util"'),
    ]);
  },
);

test.each<[string, string, string | undefined]>([
  ["nothing after fixed", "versioning:\n  fixed:\n", undefined],
  [
    "nothing after any key",
    "versioning: { fixed: null, ignore: null, lanes: null, epics: null }\n",
    undefined,
  ],
  ["a text for groups", "versioning:\n  ignore: []\n  fixed: all\n", "pnpm-workspace.yaml:4"],
  ["a group that is not a list", 'versioning:\n  fixed: ["@acme/core"]\n', "pnpm-workspace.yaml:3"],
  ["a mapping to ignore", "versioning:\n  ignore: { a: 1 }\n", "pnpm-workspace.yaml:3"],
  ["a list of lanes", "versioning:\n  lanes: [next]\n", "pnpm-workspace.yaml:3"],
  ["an empty epic", "versioning:\n  epics: [null]\n", "pnpm-workspace.yaml:3"],
  [
    "an epic without packages",
    'versioning:\n  epics: [{ lead: "@acme/core" }]\n',
    "pnpm-workspace.yaml:3",
  ],
  ["a number for the greatest bump", "versioning:\n  maxBump: 3\n", "pnpm-workspace.yaml:3"],
])("pnpm with %s", async (_, versioning, place) => {
  const fixture = await workspace({
    planner: "pnpm",
    changesets: { one: { "@acme/core": "minor" } },
    files: { "pnpm-workspace.yaml": `packages: ["packages/*"]\n${versioning}` },
  });
  const results = await Promise.all(
    COMMANDS.map((command) => ran(fixture.path, command.replace("plugin", "core"))),
  );
  for (const { output } of results) expect(output).not.toMatch(/TypeError|\n\s+at /);
  const [{ code, output } = { code: -1, output: "" }] = results;
  expect({ code, output }).toEqual({
    code: place === undefined ? 0 : 2,
    output: expect.stringContaining(place ?? "1.3.0"),
  });
});
