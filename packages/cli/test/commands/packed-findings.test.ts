import { fixtureOf } from "../kit/fixture.ts";
import { expect, test } from "vitest";
import {
  type PackedPackage,
  fileFindings,
  manifestFindings,
} from "../../src/commands/pack/packed-findings.ts";
import { plain } from "../../src/formats/escape.ts";

const packed = (over: Partial<PackedPackage>): PackedPackage => ({
  name: "@acme/core",
  dir: "packages/core",
  version: "1.2.0",
  source: {},
  planned: {},
  manifest: { version: "1.2.0" },
  paths: ["package.json"],
  ...over,
});

const PACKAGES = [
  { name: "@acme/kit", dir: "packages/kit", version: "1.0.0", private: true },
  { name: "@acme/draft", dir: "packages/draft", private: true },
  { name: "@acme/plugin", dir: "packages/plugin", version: "0.3.0", private: false },
];

const found = (over: Partial<PackedPackage>, tool: "npm" | "pnpm" = "pnpm") =>
  manifestFindings(packed(over), tool, { packages: PACKAGES } as never).map(
    ({ rule, at, help }) => ({
      rule,
      at: `${at.path} ${at.pointer!.join(" ")}`,
      help: plain(help),
    }),
  );

test("reports a packed version that is not the planned one at the package's manifest", () => {
  const manifest = { version: "1.1.0" };
  expect(found({})).toEqual([]);
  expect(found({ manifest })).toMatchObject([
    { rule: "packed-version", at: "packages/core/package.json version" },
  ]);
  expect(found({ manifest, dir: "." })).toMatchObject([{ at: "package.json version" }]);
});

test.each([
  ["npm", "@acme/plugin", "^0.3.0", true],
  ["pnpm", "@acme/plugin", "^0.3.0", false],
  ["npm", "@acme/missing", undefined, false],
] as const)("a fix for a local range that %s packs, of %s", (tool, on, range, namesOthers) => {
  const manifest = { version: "1.2.0", dependencies: { [on]: "workspace:^" } };
  const [{ rule, at, help } = { rule: "", at: "", help: "" }, ...others] = found(
    { manifest },
    tool,
  );
  expect([rule, at]).toEqual([
    "packed-local-range",
    `packages/core/package.json dependencies ${on}`,
  ]);
  expect(help).toContain(range ? `"${on}": "${range}"` : `a range of versions for \`${on}\``);
  expect(help.includes("publish with pnpm or Yarn")).toBe(namesOthers);
  expect(others).toEqual([]);
});

test.each([
  ["@acme/kit", "^1.0.0", "workspace:^", true],
  ["@acme/kit", "^1.0.0", "^1.0.0", true],
  // The registry has another package of this name.
  ["@acme/kit", "^2.0.0", "^2.0.0", false],
  ["@acme/kit", "^2.0.0", "link:../kit", true],
  ["@acme/draft", "^1.0.0", "^1.0.0", false],
  ["@acme/draft", "^1.0.0", "workspace:^", true],
  ["@acme/plugin", "^0.3.0", "workspace:^", false],
])("a dependency on %s %s, written as %s: refused as private is %s", (on, spec, own, isRefused) => {
  const dependencies = { [on]: spec };
  const source = { dependencies: { [on]: own } };
  const rules = found({ source, manifest: { version: "1.2.0", dependencies } });
  expect(rules.map(({ rule }) => rule)).toEqual(isRefused ? ["packed-private-dependency"] : []);
});

test.each([
  [{ bundleDependencies: true }, 0],
  [{ bundleDependencies: ["@acme/kit"] }, 0],
  [{ bundledDependencies: ["@acme/kit"] }, 0],
  [{ bundleDependencies: ["other"] }, 1],
])("a private dependency is allowed in the tarball: %j", (bundled, count) => {
  const manifest = { version: "1.2.0", dependencies: { "@acme/kit": "^1.0.0" }, ...bundled };
  expect(found({ manifest })).toHaveLength(count);
});

test.each([
  ["built files beside it", { "dist/b.js": "" }, ["dist/a.js", "dist/b.js"], ["build"]],
  ["nothing is built", {}, ["dist/a.js", "dist/b.js"], []],
  ["the folder is missing without git", {}, [], []],
  ["the folder exists without git", { "dist/c.js": "" }, [], ["build"]],
  ["the file exists but is not packed", { "dist/a.js": "" }, [], ["add"]],
])("a file that the tarball lacks: %s", async (_, files, ignored, helps) => {
  const here = Object.entries(files).map(([path, text]) => [`packages/core/${path}`, text]);
  await using fixture = await fixtureOf(Object.fromEntries(here));
  const pkg = packed({
    manifest: { main: "dist/a.js", bin: "dist/b.js" },
    paths: ["package.json", "dist/b.js"],
  });
  const paths = new Set(ignored.map((path) => `packages/core/${path}`));
  const { findings, unbuilt } = fileFindings(pkg, fixture.path, paths);
  expect(findings.map(({ help }) => plain(help).split(" ")[0])).toEqual(helps);
  expect(unbuilt).toEqual(helps.length === 0 ? ["dist/a.js"] : []);
});

test("points to publishConfig where the workspace's manifest names the file there", async () => {
  await using fixture = await fixtureOf({ "packages/core/a.js": "" });
  const pkg = packed({ manifest: { main: "a.js" } });
  const pointer = (source: PackedPackage["source"]) =>
    fileFindings({ ...pkg, source }, fixture.path, new Set()).findings[0]?.at.pointer;
  expect(pointer({ publishConfig: { main: "a.js" } })).toEqual(["publishConfig", "main"]);
  expect(pointer({ publishConfig: { access: "public" }, main: "a.js" })).toEqual(["main"]);
  expect(pointer({})).toEqual(["main"]);
});
