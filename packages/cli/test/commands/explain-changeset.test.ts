import { expect, test } from "vitest";
import { type CannotJudge, explainChangeset } from "../../src/index.ts";
import { runCli } from "../kit/run-cli.ts";
import { changeset, workspace } from "../kit/workspace.ts";

const GIVEN = {
  packages: {
    "@acme/core": "1.2.0",
    "@acme/plugin": { version: "0.3.0", dependencies: { "@acme/core": "workspace:*" } },
    "@acme/app": { version: "1.0.0", dependencies: { "@acme/plugin": "workspace:*" } },
    "@acme/other": "1.0.0",
  },
  policies: {
    core: {
      packages: ["@acme/core", "@acme/app", "@acme/other"],
      bumps: { declared: ["patch", "minor"] },
    },
    integrations: { packages: ["@acme/plugin"], versions: "0.y.z" },
  },
  files: {
    ".changeset/bold.md": changeset(
      { "@acme/core": "major" },
      "Loading is new.\n\nDeprecates: load use open",
    ),
    ".changeset/calm.md": changeset({ "@acme/other": "major" }),
  },
};

test("shows a changeset's packages, declarations, releases and own findings", async () => {
  const fixture = await workspace(GIVEN);
  const { code, stdout } = await runCli(fixture.path, ["explain", ".changeset/bold.md"]);
  expect(code).toBe(0);
  expect(stdout).toBe(`\
.changeset/bold.md  Loading is new.

It names:
  major  @acme/core  1.2.0 → 2.0.0

It declares:
  deprecates     load use open (line 7)

Released because of it:
  • @acme/plugin 0.3.0 → 0.3.1  dependency on @acme/core 1.2.0 ← @acme/core 2.0.0 ← major in
    .changeset/bold.md:2
  • @acme/app 1.0.0 → 1.0.1  dependency on @acme/plugin 0.3.0 ← @acme/plugin 0.3.1 ← dependency on
    @acme/core 1.2.0 ← @acme/core 2.0.0 ← major in .changeset/bold.md:2

Findings about it:
  error[declared-bump]: @acme/core declares major, but track core only allows patch and minor
    fix: write minor instead of major in .changeset/bold.md:2; if a major is intended, add a waiver
         to policies/waivers.yaml of the base branch
`);
});

test.each(["bold", "bold.md", "./.changeset/bold.md", ".changeset\\bold.md"])(
  "accepts %s as its name",
  async (name) => {
    const fixture = await workspace(GIVEN);
    const { changeset: found } = await explainChangeset(name, { cwd: fixture.path });
    expect(found.path).toBe(".changeset/bold.md");
  },
);

test("a package takes precedence over a changeset with the same name", async () => {
  const fixture = await workspace({
    packages: { ui: "1.0.0" },
    policies: { all: { packages: ["*"] } },
    changesets: { ui: { ui: "patch" } },
  });
  expect((await runCli(fixture.path, ["explain", "ui"])).stdout).toContain(
    "The next release is 1.0.1",
  );
  expect((await runCli(fixture.path, ["explain", "ui.md"])).stdout).toContain("It names:");
});

test("says why a changeset cannot be read, and suggests the closest name", async () => {
  const fixture = await workspace({
    ...GIVEN,
    files: { ...GIVEN.files, ".changeset/broken.md": '---\n"@acme/core": huge\n---\n\nNo.\n' },
  });
  const explained = (name: string) =>
    explainChangeset(name, { cwd: fixture.path }).catch((error: CannotJudge) => error.obstacles);
  expect(await explained("broken")).toMatchObject([
    { at: { path: ".changeset/broken.md", line: 2 } },
  ]);
  expect(await explained("bolt")).toMatchObject([{ help: "did you mean bold?" }]);
});

test("says where something else raises a release that the changeset also causes", async () => {
  const fixture = await workspace({
    ...GIVEN,
    files: { ...GIVEN.files, ".changeset/own.md": changeset({ "@acme/plugin": "minor" }) },
  });
  const { stdout } = await runCli(fixture.path, ["explain", "bold"]);
  expect(stdout).toMatch(
    /• @acme\/plugin 0\.3\.0 → 0\.4\.0 [^•]*\(only a\s+patch; something\s+else\s+causes\s+the\s+minor\)/,
  );
});
