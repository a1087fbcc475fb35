import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { FsFixture } from "fs-fixture";
import { beforeEach, expect, test, vi } from "vitest";
import { plain } from "../../src/formats/escape.ts";
import { packAll } from "../../src/commands/pack/pack-tool.ts";
import { pack } from "../../src/index.ts";
import { install } from "../kit/installed.ts";
import { keepNpm } from "../kit/kept-npm.ts";
import { recordedNpm } from "../kit/recorded-npm.ts";
import { gitIn } from "../kit/run-example.ts";
import { runCli } from "../kit/run-cli.ts";
import { changeset, folder, repository } from "../kit/workspace.ts";
import { installYarn } from "../oracle/packing.ts";

const require = createRequire(import.meta.url);
const PNPM = join(dirname(require.resolve("pnpm/package.json")), "bin", "pnpm.mjs");

beforeEach(async () => {
  await keepNpm();
  vi.stubEnv("npm_execpath", PNPM);
  return () => vi.unstubAllEnvs();
});

type Manifests = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const json = (data: unknown): string => `${JSON.stringify(data, null, 2)}\n`;

/** A workspace of Changesets 3: packages by their folders, and files beside them. */
const acme = (
  packages: Manifests,
  files: Readonly<Record<string, string>> = {},
  root: object = {},
): Promise<FsFixture> =>
  folder({
    "package.json": json({
      name: "acme",
      private: true,
      workspaces: ["packages/*"],
      devDependencies: { "@changesets/cli": "^3.0.3" },
      ...root,
    }),
    "pnpm-workspace.yaml": "packages: [packages/*]\n",
    ".changeset/config.json": "{}",
    ...Object.fromEntries(
      Object.entries(packages).map(([name, manifest]) => [
        `packages/${name}/package.json`,
        json({ name: `@acme/${name}`, ...manifest }),
      ]),
    ),
    ...files,
  });

const NPM = { "pnpm-workspace.yaml": "", "package-lock.json": "{}" };

/** Without the workspace file of pnpm, and with the lock file of npm. */
async function acmeOfNpm(packages: Manifests, files: Readonly<Record<string, string>> = {}) {
  const fixture = await acme(packages, { ...NPM, ...files });
  await fixture.rm("pnpm-workspace.yaml");
  return fixture;
}

const CORE = { version: "1.2.0", main: "index.js" };

test("packs what the plan releases, with its versions and ranges, as pnpm publishes it", async () => {
  const fixture = await acme(
    {
      core: CORE,
      plugin: { version: "0.3.0", peerDependencies: { "@acme/core": "workspace:^" } },
      other: { version: "0.1.0", dependencies: { "@acme/core": "^1.0.0" } },
    },
    {
      "packages/core/index.js": "",
      ".changeset/brave-cats.md": changeset({ "@acme/core": "minor", "@acme/plugin": "minor" }),
    },
  );
  expect(await pack({ cwd: fixture.path })).toMatchObject({
    outcome: "pass",
    tool: "pnpm",
    packages: [
      { name: "@acme/core", version: "1.3.0", files: 2 },
      { name: "@acme/plugin", version: "0.4.0" },
    ],
    findings: [],
    notes: [],
  });
  expect(readFileSync(fixture.getPath("packages/core/package.json"), "utf8")).toContain("1.2.0");
});

test("rejects workspace ranges that npm would publish unchanged", async () => {
  const fixture = await acmeOfNpm(
    { core: CORE, plugin: { version: "0.3.0", dependencies: { "@acme/core": "workspace:*" } } },
    {
      "packages/core/index.js": "",
      ".changeset/brave-cats.md": changeset({ "@acme/plugin": "patch" }),
    },
  );
  expect(await runCli(fixture.path, ["pack"])).toEqual({
    code: 1,
    stderr: "",
    stdout: `error[packed-local-range]: @acme/plugin 0.3.1 would be published with @acme/core workspace:*, but
  users cannot install that: npm packs it unchanged
  --> packages/plugin/package.json:5:5
   |
 5 |     "@acme/core": "workspace:*"
   |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^
   = fix:    write "@acme/core": "1.2.0" in packages/plugin/package.json, or publish with pnpm or
             Yarn, which resolve workspace:*

✗ 1 package packed with npm, 1 error
`,
  });
});

test("packs many packages with one run of npm, and apart what has the same file name", async () => {
  const fixture = await acmeOfNpm(
    {
      core: { version: "1.2.0" },
      plugin: { version: "0.3.0" },
      other: { name: "acme-core", version: "1.2.0" },
    },
    { "packages/core/index.js": "" },
  );
  const runs = recordedNpm();
  const { packages } = await pack({ cwd: fixture.path });
  expect(packages.map(({ name, files }) => [name, files])).toEqual([
    ["@acme/core", 2],
    ["acme-core", 1],
    ["@acme/plugin", 1],
  ]);
  expect(runs()).toEqual(["pack", "pack"]);
});

test.each(["npm", "pnpm"] as const)("%s packs together what it packs alone", async (tool) => {
  const packages = {
    core: { version: "1.2.0", files: ["lib"], dependencies: { "@acme/ui": "workspace:^" } },
    ui: { version: "0.3.0", publishConfig: { directory: "dist" } },
  };
  const { path: root } = await acme(packages, {
    ".gitignore": "*.log\n",
    ".pnpmfile.cjs":
      "exports.hooks = { beforePacking: (pkg) => ({ ...pkg, keywords: ['hook'] }) };\n",
    "packages/core/lib/a.log": "",
    "packages/core/src/index.js": "",
    "packages/core/node_modules/@acme/ui/package.json": json({
      name: "@acme/ui",
      version: "0.3.0",
    }),
    "packages/ui/dist/package.json": json({ name: "@acme/ui", version: "0.3.0" }),
    "packages/ui/dist/index.js": "",
  });
  const all = Object.entries(packages).map(([name, { version }]) => ({
    name: `@acme/${name}`,
    version,
    dir: `packages/${name}`,
  }));
  const run = { tool, root, runScripts: false };
  const alone = await Promise.all(all.map((pkg) => packAll(run, [pkg])));
  const together = await packAll(run, all);
  expect(together).toEqual(new Map(alone.flatMap((tarballs) => [...tarballs])));
});

test("names the package that cannot be packed among others", async () => {
  const plugin = { version: "0.3.0", publishConfig: { directory: "missing" } };
  const fixture = await acme({ core: { version: "1.2.0" }, plugin, ui: { version: "0.1.0" } });
  await expect(pack({ cwd: fixture.path })).rejects.toThrow("pnpm cannot pack @acme/plugin");
});

test("prints and counts what a waiver allows, of a tarball and of its ranges", async () => {
  const entry = (rule: string, name: string): string =>
    `  - { rule: ${rule}, package: "@acme/${name}", version: "0.3.1", reason: "x", owner: "@ann", until: 2026-12-31 }\n`;
  const fixture = await acmeOfNpm(
    {
      core: CORE,
      plugin: { version: "0.3.0", dependencies: { "@acme/core": "workspace:*" } },
      ui: { version: "0.3.0", dependencies: { "@acme/core": "^1.0.0" } },
    },
    {
      "packages/core/index.js": "",
      ".changeset/brave-cats.md": changeset({ "@acme/plugin": "patch", "@acme/ui": "patch" }),
      "policies/core.yaml": 'packages: ["@acme/core"]\n',
      "policies/lab.yaml": 'packages: ["@acme/plugin", "@acme/ui"]\n',
      "policies/workspace.yaml": "dependencies: [{ from: lab, on: [lab] }]\n",
      "policies/waivers.yaml": `waivers:\n${entry("packed-local-range", "plugin")}${entry("dependency-maturity", "plugin")}${entry("dependency-maturity", "ui")}`,
    },
  );
  const { code, stdout } = await runCli(fixture.path, ["pack", "--today", "2026-06-15"]);
  expect([code, stdout.split("\n").at(-2)]).toEqual([
    0,
    "✓ 2 packages packed with npm, no findings, 3 waived",
  ]);
  expect(stdout).toContain("waived[packed-local-range]: @acme/plugin 0.3.1");
  expect(stdout.match(/waived\[dependency-maturity\]/g)).toHaveLength(2);
});

test("packs with Yarn if Yarn publishes, and reports catalogs that it does not resolve", async () => {
  const fixture = await acme(
    {
      core: { version: "1.2.0", scripts: { prepack: "exit 1" } },
      plugin: {
        version: "0.3.0",
        dependencies: { "@acme/core": "workspace:^", semver: "catalog:" },
        optionalDependencies: { ms: "catalog:" },
      },
    },
    {
      "yarn.lock": "",
      ".changeset/a.md": changeset({ "@acme/core": "patch", "@acme/plugin": "patch" }),
    },
  );
  installYarn(fixture.path);
  await fixture.writeFile(
    ".yarnrc.yml",
    "yarnPath: .yarn/releases/yarn.cjs\ncatalog:\n  semver: ^7.0.0\n  ms: ^2.0.0\n",
  );
  const { tool, findings, notes, packages } = await pack({ cwd: fixture.path });
  expect({ tool, notes, versions: packages.map(({ version }) => version) }).toEqual({
    tool: "yarn",
    notes: [],
    versions: ["1.2.1", "0.3.1"],
  });
  expect(findings.map(({ rule, at }) => [rule, at.line])).toEqual([["packed-local-range", 9]]);
});

test("rejects a dependency on a private package", async () => {
  const fixture = await acme({
    internal: { version: "1.0.0", private: true },
    plugin: { version: "0.3.0", dependencies: { "@acme/internal": "workspace:^" } },
    bundler: {
      version: "0.3.0",
      dependencies: { "@acme/internal": "workspace:^" },
      bundleDependencies: ["@acme/internal"],
    },
    tool: { version: "0.3.0", devDependencies: { "@acme/internal": "workspace:^" } },
  });
  await fixture.writeFile(".changeset/config.json", json({ privatePackages: { version: true } }));
  const { code, stdout } = await runCli(fixture.path, ["pack", "--format", "json"]);
  const data = JSON.parse(stdout) as { packages: object[]; findings: object[] };
  expect([code, data.packages.length, data.findings]).toEqual([
    1,
    3,
    [
      {
        rule: "packed-private-dependency",
        level: "error",
        package: "@acme/plugin",
        version: "0.3.0",
        message:
          "`@acme/plugin` `0.3.0` would depend on `@acme/internal`, but `@acme/internal` is private and cannot be installed",
        help: 'move `@acme/internal` to `devDependencies` in `packages/plugin/package.json` and bundle it; if `@acme/internal` is intended to be published, remove `"private": true` from `packages/internal/package.json`',
        at: { path: "packages/plugin/package.json", line: 5, column: 5, length: 31 },
        chain: [],
      },
    ],
  ]);
});

test("treats a plain range as the private package's only if it includes its version", async () => {
  const fixture = await acme({
    internal: { version: "1.0.0", private: true },
    inside: { version: "0.3.0", dependencies: { "@acme/internal": "^1.0.0" } },
    outside: { version: "0.3.0", dependencies: { "@acme/internal": "^0.1.0" } },
  });
  await fixture.writeFile(".changeset/config.json", json({ privatePackages: { version: true } }));
  const { stdout } = await runCli(fixture.path, ["pack", "--format", "json"]);
  const { findings } = JSON.parse(stdout) as { findings: object[] };
  expect(findings).toMatchObject([{ rule: "packed-private-dependency", package: "@acme/inside" }]);
  expect(findings).toHaveLength(1);
});

test("reports files that the manifest names but `files` excludes", async () => {
  const fixture = await acme(
    {
      core: {
        version: "1.2.0",
        files: ["dist"],
        exports: {
          ".": {
            source: "./src/index.ts",
            types: "./types/index.d.ts",
            default: "./dist/index.js",
          },
          "./parts/*": "./dist/parts/*.js",
          "./gone": "./dist/gone.js",
        },
        bin: { core: "./src/index.ts" },
        publishConfig: { bin: { core: "./dist/cli.js" } },
      },
    },
    {
      "packages/core/types/index.d.ts": "",
      "packages/core/dist/index.js": "",
      "packages/core/dist/parts/a.js": "",
    },
  );
  const { findings } = await pack({ cwd: fixture.path });
  expect(findings.map(({ rule, at, help }) => [rule, at.line, plain(help)])).toEqual([
    ["packed-file", 10, "add `types` to `files` in `packages/core/package.json`"],
    [
      "packed-file",
      14,
      "build `dist/gone.js`, or write a path that is published in `packages/core/package.json`",
    ],
    [
      "packed-file",
      21,
      "build `dist/cli.js`, or write a path that is published in `packages/core/package.json`",
    ],
  ]);
});

test("cannot check packages that are not built, and says what to run", async () => {
  const built = { version: "1.2.0", main: "dist/index.js", types: "index.d.ts" };
  const fixture = await acme(
    { core: built, other: { ...built, main: "lib/index" } },
    { ".gitignore": "dist\nindex.d.ts\n", "packages/other/lib/index.js": "" },
    { scripts: { build: "tsc" } },
  );
  repository(fixture);
  const { code, stdout } = await runCli(fixture.path, ["pack"]);
  expect({ code, stdout }).toEqual({
    code: 2,
    stdout: `not built: 2 packages cannot be judged completely
  @acme/core   dist/index.js, index.d.ts
  @acme/other  index.d.ts
  help: run \`pnpm run build\` first, or add --run-scripts if a prepack script builds

? 2 packages packed with pnpm, but not all of them are built
`,
  });
});

test("treats a missing file next to built files as a mistake, not as unbuilt", async () => {
  const core = {
    version: "1.2.0",
    exports: { ".": "./dist/index.js", "./cli": "./cli/dist/cli.js" },
  };
  const fixture = await acme(
    { core },
    { ".gitignore": "dist\n", "packages/core/cli/package.json": "{}" },
  );
  repository(fixture);
  const unbuilt = ["dist/index.js", "cli/dist/cli.js"];
  expect(await pack({ cwd: fixture.path })).toMatchObject({
    findings: [],
    unbuilt: [{ files: unbuilt }],
  });
  await fixture.mkdir("packages/core/dist");
  await fixture.writeFile("packages/core/dist/index.js", "");
  // Without it, the tarball has nothing that git ignores.
  await fixture.writeFile("packages/core/.npmignore", "");
  expect(await pack({ cwd: fixture.path })).toMatchObject({
    findings: [{ rule: "packed-file", at: { line: 6 } }],
    unbuilt: [],
  });
});

test("reports packed types that are not those of the API report, but not of packages that are not built", async () => {
  const types = (name: string) => ({ version: "1.2.0", types: `${name}.d.ts` });
  const open = "export declare function open(path: string): void;\n";
  const report = (name: string, text: string) =>
    `// API report of "@acme/${name}", entry ".". Update: release-policy api --write. Format: 1\n${text}`;
  const fixture = await acme(
    { core: types("index"), plugin: types("index"), ui: types("built"), other: types("index") },
    {
      ".gitignore": "built.d.ts\n",
      "packages/core/index.d.ts": open,
      "packages/core/api/index.d.ts": report("core", `${open}export declare const port: number;\n`),
      "packages/plugin/index.d.ts": open,
      "packages/plugin/api/index.d.ts": report("plugin", open),
      "packages/ui/api/index.d.ts": report("ui", open),
      "packages/other/index.d.ts": open,
      "packages/other/api/notes.d.ts": open,
      ".changeset/brave-cats.md": changeset({ "@acme/core": "minor" }),
    },
  );
  repository(fixture);
  const packages = ["core", "plugin", "ui", "other"].map((name) => `@acme/${name}`);
  const { findings, unbuilt } = await pack({ cwd: fixture.path, packages });
  expect(findings.map(({ rule, at, message }) => [rule, at.path, plain(message)])).toEqual([
    [
      "packed-api",
      "packages/core/api/index.d.ts",
      "the types of `@acme/core` `1.3.0` in the tarball differ from its API report: 1 removed",
    ],
  ]);
  expect(unbuilt.map(({ name }) => name)).toEqual(["@acme/ui"]);
});

test("only runs scripts of packages on request, in the copy, with the installed dependencies", async () => {
  const build = `node -e "require('@acme/core'); require('fs').writeFileSync('index.js', '')"`;
  const fixture = await acme(
    {
      core: { version: "1.2.0", main: "main.js" },
      plugin: {
        version: "0.3.0",
        main: "index.js",
        scripts: { prepack: build },
        devDependencies: { "@acme/core": "workspace:*" },
      },
    },
    { ".gitignore": "index.js\n", "packages/core/main.js": "" },
  );
  repository(fixture);
  const args = { cwd: fixture.path, packages: ["@acme/plugin"] };
  expect(await pack(args)).toMatchObject({
    outcome: "unknown",
    unbuilt: [{ files: ["index.js"] }],
  });
  expect(await pack({ ...args, runScripts: true })).toMatchObject({ outcome: "pass", unbuilt: [] });
  expect(gitIn(fixture.path, "status", "--porcelain", "--ignored")).toBe("");
});

test("reports a version that a script changes", async () => {
  const change = `node -e "const fs = require('fs'); fs.writeFileSync('package.json', fs.readFileSync('package.json', 'utf8').replace('1.2.0', '1.2.5'))"`;
  const fixture = await acmeOfNpm({ core: { version: "1.2.0", scripts: { prepack: change } } });
  expect(await pack({ cwd: fixture.path, runScripts: true })).toMatchObject({
    outcome: "fail",
    findings: [{ rule: "packed-version", at: { line: 3 } }],
  });
});

test("checks the ranges in the tarballs by the policy, including those written by a pnpm hook", async () => {
  const fixture = await acme(
    { core: CORE, plugin: { version: "0.3.0", dependencies: { "@acme/core": "workspace:^" } } },
    {
      "packages/core/index.js": "",
      "policies/all.yaml": 'packages: ["@acme/*"]\n',
      "policies/workspace.yaml":
        'compatibility: [{ packages: ["@acme/plugin"], with: "@acme/core", covers: major }]\n',
      ".changeset/brave-cats.md": changeset({ "@acme/plugin": "patch" }),
      ".pnpmfile.cjs":
        "exports.hooks = { beforePacking: (pkg) => (pkg.dependencies && (pkg.dependencies['@acme/core'] = '1.2.0'), pkg) };\n",
    },
  );
  const { findings, notes } = await pack({ cwd: fixture.path });
  expect(findings).toMatchObject([{ rule: "core-compat-range", package: "@acme/plugin" }]);
  expect(notes.map(plain)).toEqual([
    "`@acme/plugin` is packed with `@acme/core` `1.2.0` in `dependencies`, but `^1.2.0` was expected from its package.json; `check` judges the expected value",
  ]);
});

test("packs the packages after the version command, and named packages", async () => {
  const fixture = await acme({
    core: CORE,
    plugin: { version: "0.3.0" },
    secret: { private: true },
  });
  await fixture.writeFile("packages/core/index.js", "");
  install(fixture.path, 3);
  const namesOf = async (...packages: string[]) =>
    (await pack({ cwd: fixture.path, packages })).packages.map(({ name }) => name);
  expect(await namesOf()).toEqual(["@acme/core", "@acme/plugin"]);
  expect(await namesOf("@acme/plugin")).toEqual(["@acme/plugin"]);
  await expect(namesOf("@acme/plugn")).rejects.toThrow("@acme/plugn is not a publishable package");
});

test("says which tool is missing", async () => {
  const fixture = await acme({ core: { version: "1.0.0" } }, { "yarn.lock": "" });
  await fixture.rm("pnpm-workspace.yaml");
  vi.stubEnv("PATH", dirname(process.execPath));
  expect(await runCli(fixture.path, ["pack"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(
      "yarn is needed to pack the packages of this workspace, but it is not installed",
    ),
  });
});
