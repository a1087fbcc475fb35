import { expect, test } from "vitest";
import { parse } from "yaml";
import { exampleFiles } from "./example.ts";

const read = (files: Readonly<Record<string, string>>, path: string): unknown =>
  JSON.parse(files[path] ?? "");
const bare = { packages: {}, policies: {} };

test("an empty workspace has two files, and a config for Changesets", () => {
  expect(Object.keys(exampleFiles(bare))).toEqual([
    "package.json",
    "pnpm-workspace.yaml",
    ".changeset/config.json",
  ]);
});

test.each([
  ["changesets@2", { "@changesets/cli": "^2.31.1" }],
  ["changesets@3", { "@changesets/cli": "^3.0.3" }],
  ["pnpm", undefined],
] as const)("the root of a workspace for %s depends on %j", (planner, devDependencies) => {
  const files = exampleFiles({ ...bare, planner });
  expect(read(files, "package.json")).toEqual({
    name: "acme",
    private: true,
    ...(devDependencies ? { devDependencies } : {}),
  });
  expect(".changeset/config.json" in files).toBe(planner !== "pnpm");
});

test("a package is in the folder of its unscoped name, with its version or its manifest", () => {
  const files = exampleFiles({
    ...bare,
    packages: { "@acme/ui": "1.2.0", app: { private: true, dependencies: { "@acme/ui": "*" } } },
  });
  expect(read(files, "packages/ui/package.json")).toEqual({ name: "@acme/ui", version: "1.2.0" });
  expect(read(files, "packages/app/package.json")).toEqual({
    name: "app",
    private: true,
    dependencies: { "@acme/ui": "*" },
  });
});

test("a changeset is written from its bumps, or from its literal text", () => {
  const files = exampleFiles({
    ...bare,
    changesets: { cat: { "@acme/ui": "minor", app: "none" }, dog: "---\n---\n" },
  });
  expect(files[".changeset/cat.md"]).toBe(
    '---\n"@acme/ui": minor\n"app": none\n---\n\nSay what changed.\n',
  );
  expect(files[".changeset/dog.md"]).toBe("---\n---\n");
});

test("pre.json only has lists for Changesets 2", () => {
  const pre = { mode: "pre", tag: "beta" } as const;
  const path = ".changeset/pre.json";
  expect(read(exampleFiles({ ...bare, pre }), path)).toEqual(pre);
  expect(read(exampleFiles({ ...bare, pre, planner: "changesets@2" }), path)).toEqual({
    ...pre,
    initialVersions: {},
    changesets: [],
  });
});

test("config and workspace settings are added to the defaults", () => {
  const config = { fixed: [["*"]] };
  const files = exampleFiles({ ...bare, config, workspace: { catalog: { zod: "^4" } } });
  expect(read(files, ".changeset/config.json")).toMatchObject({
    privatePackages: { version: false, tag: false },
    ...config,
  });
  expect(read(files, "pnpm-workspace.yaml")).toEqual({
    packages: ["packages/*"],
    catalog: { zod: "^4" },
  });
});

test("other files go before those of the example", () => {
  const files = exampleFiles({ ...bare, files: { "package.json": "{}", "README.md": "Hello\n" } });
  expect(files).toMatchObject({ "package.json": "{}", "README.md": "Hello\n" });
});

test("a policy has one key on each line", () => {
  const core = { packages: ["@acme/*", "ui"], versions: "1.x", bumps: { declared: ["patch"] } };
  expect(exampleFiles({ ...bare, policies: { core } })["policies/core.yaml"]).toBe(
    'packages: ["@acme/*", ui]\nversions: "1.x"\nbumps: { declared: [patch] }\n',
  );
});

test.each([
  { packages: ["@acme/*", "!@acme/x"], rules: { train: ["warn", { max: 3, on: true }] } },
  { freezes: [{ from: "2026-12-18", to: "2027-01-04", reason: "it's: #1, 100 %" }] },
  { branches: { "maint/*": { prerelease: "forbidden" } }, trains: [], rules: {} },
  { waivers: [{ version: "2.0", package: "*alias", owner: "&anchor", reason: "- a\n- b" }] },
  ["a: b", { "c d": "1" }],
])("the YAML of %j says the same", (data) => {
  const files = exampleFiles({ ...bare, policies: { core: data } });
  expect(parse(files["policies/core.yaml"] ?? "")).toEqual(data);
});
