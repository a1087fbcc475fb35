import { type Sentence, plain } from "@release-policy/core";
import { expect, test } from "vitest";
import { check } from "../../src/index.ts";
import { releaseDoubts } from "../../src/planners/pnpm/pinned.ts";
import { jsonReport } from "../../src/formats/json/json.ts";
import { terminalText } from "../../src/formats/terminal/terminal.ts";
import { commentMarkdown } from "../../src/formats/markdown/comment.ts";
import { planted } from "../kit/installed.ts";
import { repository, workspace } from "../kit/workspace.ts";

const words = (sentence: Sentence): string => plain(sentence).replaceAll("`", "");

const root = (more: object) => ({
  "package.json": JSON.stringify({
    name: "acme",
    private: true,
    devDependencies: { "@changesets/cli": "^2.31.1" },
    ...more,
  }),
});

test.each<[string, object, Readonly<Record<string, string>>, object]>([
  [
    "patch-package",
    { "patches/@changesets+assemble-release-plan+6.0.10.patch": "x" },
    {},
    { by: "patch-package", packages: ["@changesets/assemble-release-plan"] },
  ],
  [
    "patch-package, of a package below another",
    { "patches/@changesets+cli++@changesets+parse+0.4.0.patch": "x" },
    {},
    { by: "patch-package", packages: ["@changesets/parse"] },
  ],
  [
    "patch-package, in the folder that its script names",
    {
      ...root({
        scripts: {
          postinstall: "husky && patch-package --error-on-fail --patch-dir=./tools/fixes/",
        },
      }),
      "tools/fixes/@changesets+get-release-plan+4.0.16+001+order.patch": "x",
      "tools/fixes/@changesets+should-skip-package+0.1.2.dev.patch": "x",
      "tools/other/@changesets+config+3.1.4.patch": "x",
    },
    {},
    {
      by: "patch-package",
      packages: ["@changesets/get-release-plan", "@changesets/should-skip-package"],
    },
  ],
  [
    "pnpm in package.json",
    root({ pnpm: { patchedDependencies: { "@changesets/get-dependents-graph@2.1.3": "a" } } }),
    {},
    { by: "pnpm", packages: ["@changesets/get-dependents-graph"] },
  ],
  [
    "pnpm in pnpm-workspace.yaml",
    {},
    { "@changesets/config": "patches/x.patch" },
    { by: "pnpm", packages: ["@changesets/config"] },
  ],
  [
    "yarn",
    root({
      resolutions: {
        "@changesets/apply-release-plan@npm:^7.0.0":
          "patch:@changesets/apply-release-plan@npm%3A7#~/x",
      },
    }),
    {},
    { by: "yarn", packages: ["@changesets/apply-release-plan"] },
  ],
  [
    "bun",
    root({ patchedDependencies: { "@changesets/cli@2.31.1": "patches/x.patch" } }),
    {},
    { by: "bun", packages: ["@changesets/cli"] },
  ],
])(
  "a patch of the planner by %s is reported for a folder and for a commit",
  async (_, files, patched, doubt) => {
    const fixture = await workspace({
      planner: "changesets@2",
      changesets: { one: { "@acme/core": "patch" } },
      files: files as Record<string, string>,
      workspace: { patchedDependencies: patched },
    });
    repository(fixture);
    for (const ref of [{}, { ref: "HEAD" }]) {
      const report = await check({ cwd: fixture.path, ...ref });
      expect(report.planner.doubts).toEqual([{ kind: "patched", ...doubt }]);
      expect(jsonReport(report).planner).toMatchObject({ patched: true });
      const lines = [
        terminalText(report, { color: false, width: 400 }).split("\n")[0]!,
        commentMarkdown(report, {}).split("\n")[2]!,
      ];
      for (const line of lines) expect(line).toContain("this workspace patches");
      expect(report.notes).toHaveLength(1);
    }
  },
);

test("reports a patch of the workspace's own pnpm if pnpm plans", async () => {
  const fixture = await workspace({
    planner: "pnpm",
    changesets: { one: { "@acme/core": "patch" } },
    workspace: { patchedDependencies: { "pnpm@12.21.0": "x", "@changesets/cli": "x" } },
  });
  const { planner, notes } = await check({ cwd: fixture.path });
  expect(planner).toMatchObject({
    patched: true,
    doubts: [{ kind: "patched", by: "pnpm", packages: ["pnpm"] }],
  });
  expect(notes).toHaveLength(1);
});

test.each(["../out", "/etc", ".git/x", "a/../../b"])(
  "a stranger's script does not cause a search for patches in %s",
  async (dir) => {
    const scripts = { postinstall: `patch-package --patch-dir ${dir}` };
    const fixture = await workspace({ planner: "changesets@2", files: root({ scripts }) });
    expect((await check({ cwd: fixture.path })).planner.doubts).toBeUndefined();
  },
);

/** A planner that gives peers a patch, where the published one gives a major. */
const PATCHED = `module.exports.default = (changesets) => ({
  changesets,
  releases: [
    { name: "@acme/core", type: "minor", oldVersion: "1.2.0", newVersion: "1.3.0", changesets: ["one"] },
    { name: "@acme/plugin", type: "patch", oldVersion: "0.3.0", newVersion: "0.3.1", changesets: [] },
  ],
});`;

test("with a patched planner, no cause along a dependency is stronger than its release", async () => {
  const fixture = await workspace({
    planner: "changesets@2",
    changesets: { one: { "@acme/core": "minor" } },
    files: {
      ...root({}),
      ...planted(PATCHED, { version: "6.0.10" }),
      "node_modules/@changesets/cli/package.json": JSON.stringify({ version: "2.31.1" }),
      "patches/@changesets+assemble-release-plan+6.0.10.patch": "x",
    },
  });
  const { releases, findings, notes } = await check({ cwd: fixture.path });
  expect(
    releases.map(({ name, bump, causes }) => [name, bump, causes.map((one) => one.bump)]),
  ).toEqual([
    ["@acme/core", "minor", ["minor"]],
    ["@acme/plugin", "patch", ["patch"]],
  ]);
  expect([findings, notes.length]).toEqual([[], 1]);
});

test("patches of other packages are ignored", async () => {
  const fixture = await workspace({
    files: {
      "patches/react+18.0.0.patch": "",
      "patches/@changesets+changelog-github+0.5.patch": "",
    },
    workspace: { patchedDependencies: { "@changesets/changelog-git": "patches/x.patch" } },
  });
  const { planner, notes } = await check({ cwd: fixture.path });
  expect([planner.doubts, notes]).toEqual([undefined, []]);
});

const pinning = (packageManager: string) =>
  workspace({
    planner: "pnpm",
    packages: {
      "@acme/app": { version: "0.5.0", private: true },
      "@acme/core": { version: "1.0.0", devDependencies: { "@acme/app": "workspace:*" } },
    },
    policies: { all: { packages: ["*"] }, workspace: { planner: "pnpm" } },
    changesets: { one: { "@acme/app": "minor", "@acme/core": "minor" } },
    files: { "package.json": JSON.stringify({ name: "root", private: true, packageManager }) },
  });

test.each([
  ["pnpm@12.21.0", "0.6.0"],
  ["pnpm@12.21.0+sha512.00", "0.6.0"],
  ["pnpm@11.15.0", "0.6.0"],
  ["pnpm@11.18.0", "0.5.0"],
  ["pnpm@12.5.1", "0.5.0"],
])("%s plans %s for a private package", async (pinned, version) => {
  const { path: cwd } = await pinning(pinned);
  const { releases, notes } = await check({ cwd });
  expect(releases.map(({ to }) => to)).toEqual([version, "1.1.0"]);
  expect(notes).toEqual([]);
});

test.each([
  ["pnpm@12.21.0", ["2.0.0", "200.0.0"]],
  ["pnpm@11.15.0", ["2.0.0"]],
])("%s plans %j for an epic whose lead is at 2.0.0-beta.0", async (packageManager, versions) => {
  const { path: cwd } = await workspace({
    planner: "pnpm",
    packages: { "@acme/lead": "2.0.0-beta.0", "@acme/member": "100.1.0" },
    policies: { all: { packages: ["*"] }, workspace: { planner: "pnpm" } },
    changesets: { one: { "@acme/lead": "patch" } },
    files: {
      "package.json": JSON.stringify({ name: "root", private: true, packageManager }),
      "pnpm-workspace.yaml": JSON.stringify({
        packages: ["packages/*"],
        versioning: { epics: [{ lead: "@acme/lead", packages: ["@acme/member"] }] },
      }),
    },
  });
  const { releases, notes } = await check({ cwd });
  expect(releases.map(({ to }) => to)).toEqual(versions);
  expect(notes).toEqual([]);
});

test("says that a pinned release of pnpm was not measured", async () => {
  const { path: cwd } = await pinning("pnpm@99.1.0");
  const { planner, notes } = await check({ cwd });
  expect(planner.doubts).toEqual([{ kind: "release", pinned: "99.1.0" }]);
  expect(notes.map(words).join()).toContain("this workspace pins pnpm 99.1.0");
});

test("suggests migrating the pre state of Changesets 2 before Changesets 3", async () => {
  const fixture = await workspace({
    packages: { "@acme/core": "1.3.0-next.0", "@acme/plugin": "0.3.0" },
    changesets: { used: { "@acme/core": "minor" }, fresh: { "@acme/plugin": "patch" } },
    files: {
      ".changeset/pre.json": JSON.stringify({
        mode: "pre",
        tag: "next",
        initialVersions: {},
        changesets: ["used", "gone"],
      }),
    },
    policies: { all: { packages: ["*"] } },
  });
  const { planner, notes } = await check({ cwd: fixture.path });
  expect(planner.doubts).toEqual([{ kind: "pre-state", changesets: [".changeset/used.md"] }]);
  expect(notes.map(words).join()).toContain("run changeset status to migrate the state");
});

test.each<[string, object | undefined]>([
  ["^12.20.0", undefined],
  ["^11.18.0", { pinned: "^11.18.0", situations: ["lead", "private"] }],
  [">=99", { pinned: ">=99" }],
])("of the range %s, what its releases plan differently is said", (version, expected) => {
  const devEngines = { packageManager: { name: "pnpm", version } };
  expect(releaseDoubts({ devEngines })).toEqual(
    expected === undefined ? [] : [{ kind: "release", ...expected }],
  );
});
