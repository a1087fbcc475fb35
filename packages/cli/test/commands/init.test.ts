import { chmodSync, existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { PLANNERS, PRESETS, plain } from "@release-policy/core";
import type { FsFixture } from "fs-fixture";
import { expect, test } from "vitest";
import { type InitOptions, init } from "../../src/commands/init/init.ts";
import { initializedText } from "../../src/commands/init/text.ts";
import { type CannotJudge, check } from "../../src/index.ts";
import cli from "../../package.json" with { type: "json" };
import { runCli } from "../kit/run-cli.ts";
import { selectorsOf } from "../../src/policy/proposed-selectors.ts";
import { tracksOfVersions } from "../../src/policy/proposed-tracks.ts";
import { commitAll, gitIn } from "../kit/run-example.ts";
import { changeset, folder, repository, workspace } from "../kit/workspace.ts";

const MATURITIES = {
  "@acme/core": "1.2.0",
  "@acme/kit": "7.0.1",
  "@acme/plugin": { version: "0.3.0", peerDependencies: { "@acme/core": "workspace:^" } },
  "@acme/lab": "0.1.0-alpha.1",
  site: { version: "0.0.0", private: true },
};

/** What the written files say: the packages of each track. */
function written(root: string): Record<string, string> {
  const lines = (name: string) => readFileSync(join(root, "policies", name), "utf8").split("\n");
  return Object.fromEntries(
    readdirSync(join(root, "policies")).map((name) => [
      name,
      lines(name)
        .filter((line) => !line.startsWith("#") && line !== "")
        .join("; "),
    ]),
  );
}

const refusal = async (options: InitOptions): Promise<string> =>
  init(options).then(
    () => "",
    (error: CannotJudge) => `${error.message}: ${error.obstacles[0]!.help ?? ""}`,
  );

test.each(PLANNERS)("writes tracks that allow harmless changesets, with %s", async (planner) => {
  const fixture = await workspace({
    planner,
    packages: MATURITIES,
    policies: {},
    changesets: { fix: { "@acme/core": "patch", "@acme/plugin": "minor" } },
    ...(planner === "pnpm" ? { workspace: { versioning: {} } } : {}),
  });
  const { report, script } = await init({ cwd: fixture.path, write: true });
  expect([report.outcome, script]).toEqual(["pass", "added"]);
  expect(written(fixture.path)).toEqual({
    "core.yaml":
      'packages: ["@acme/core", "@acme/kit"]; versions: ">=1.0.0"; bumps: { received: [patch, minor] }; breaking: major',
    "integrations.yaml":
      'packages: ["@acme/plugin"]; versions: 0.y.z; bumps: { declared: [patch, minor] }; breaking: minor',
    "sandbox.yaml":
      'packages: ["@acme/lab"]; prerelease: { required: [alpha, beta] }; breaking: patch',
    "workspace.yaml": "newPackages: sandbox",
  });
  expect(await check({ cwd: fixture.path })).toMatchObject({ outcome: "pass", findings: [] });
});

test("every key has a comment above it, and the schema comes first", async () => {
  const fixture = await workspace({ packages: MATURITIES, policies: {} });
  const { files } = await init({ cwd: fixture.path });
  for (const { path, text } of files) {
    const lines = text.trimEnd().split("\n");
    const schema = path === "policies/workspace.yaml" ? "workspace" : "track";
    expect(lines[0]).toBe(
      `# yaml-language-server: $schema=https://unpkg.com/release-policy/schema/${schema}.json`,
    );
    expect(published(`schema/${schema}.json`)).toBe(true);
    const keys = lines.flatMap((line, i) => (/^\w/.test(line) ? [lines[i - 1]!] : []));
    expect(keys.length).toBeGreaterThan(schema === "track" ? 1 : 0);
    for (const above of keys) expect(above).toMatch(/^# \S/);
  }
});

/** If the package has this file, published: its folder is in `files`. */
const published = (path: string): boolean =>
  cli.files.includes(dirname(path)) && existsSync(join(import.meta.dirname, "../..", path));

test("writes nothing without write", async () => {
  const fixture = await workspace({ packages: MATURITIES, policies: {} });
  const before = readdirSync(fixture.path, { recursive: true });
  const { files } = await init({ cwd: fixture.path });
  expect(files.map(({ state }) => state)).toEqual(Array(4).fill("proposed"));
  expect(readdirSync(fixture.path, { recursive: true })).toEqual(before);
});

test("shows what fails now, and what to do", async () => {
  const plugins = ["a", "b", "c", "d"].map((name) => `@acme/plugin-${name}`);
  const fixture = await workspace({
    packages: { ...MATURITIES, ...Object.fromEntries(plugins.map((name) => [name, "0.3.0"])) },
    policies: {},
    changesets: { bold: Object.fromEntries(plugins.map((name) => [name, "major"])) },
  });
  const { code, stdout } = await runCli(fixture.path, ["init", "--yes"]);
  expect(code).toBe(0);
  const today = stdout.slice(stdout.indexOf("Today:"));
  expect(today).toMatch(
    /^Today: 4 of 4 releases not allowed \(4 errors\)\n(?: {2}error\[.*\n {4}only allows 0\.y\.z\n){3} {2}… 1 more/,
  );
  expect(today).toContain("@acme/plugin-a would go from 0.3.0 to 1.0.0");
  expect(today).toContain("\n\nNext: fix these before the next release");
  expect(stdout.trimEnd().split("\n").length).toBeLessThanOrEqual(30);
});

test("says where new packages start, and they do start there", async () => {
  const fixture = await workspace({
    packages: { "@acme/core": "1.2.0", "@acme/plugin": "0.3.0" },
    policies: {},
  });
  expect((await runCli(fixture.path, ["init", "--yes"])).stdout).toContain(
    "New packages start on integrations.\n",
  );
  repository(fixture);
  await fixture.mkdir("packages/lit");
  const manifest = '{ "name": "@acme/lit", "version": "0.0.0" }';
  await fixture.writeFile("packages/lit/package.json", manifest);
  await fixture.writeFile(".changeset/lit.md", changeset({ "@acme/lit": "minor" }));
  expect(await check({ cwd: fixture.path, since: "main" })).toMatchObject({
    releases: [{ name: "@acme/lit", to: "0.1.0", track: "integrations" }],
    findings: [],
  });
});

test("new packages start on the requested track, if it exists", async () => {
  const fixture = await workspace({ packages: MATURITIES, policies: {} });
  expect(await refusal({ cwd: fixture.path, newPackages: "integration" })).toBe(
    'unknown track "integration": did you mean integrations?',
  );
  await init({ cwd: fixture.path, newPackages: "integrations", write: true });
  expect(written(fixture.path)["workspace.yaml"]).toBe("newPackages: integrations");
});

test("a second run says where new packages start according to the existing file", async () => {
  const fixture = await workspace({ packages: MATURITIES, policies: {} });
  await init({ cwd: fixture.path, newPackages: "core", write: true });
  const second = await init({ cwd: fixture.path, write: true });
  expect([second.newPackages, second.hints.map(plain).join().includes("newPackages")]).toEqual([
    "core",
    false,
  ]);
});

test("an existing workspace file is not changed, but the track for new packages is suggested", async () => {
  const policies = { workspace: { rules: { "changeset-style": "off" } } };
  const fixture = await workspace({ packages: MATURITIES, policies });
  const { hints } = await init({ cwd: fixture.path, write: true });
  expect(written(fixture.path)["workspace.yaml"]).not.toContain("newPackages");
  expect(hints.map(plain)).toContain(
    "write `newPackages: sandbox` in `policies/workspace.yaml` to start new packages on that track",
  );
});

test.each<[string, Readonly<Record<string, string>>, Readonly<Record<string, string[]>>]>([
  [
    "a prefix that others do not have stands for its packages",
    { "@a/core": "1.0.0", "@a/labs-x": "0.1.0", "@a/labs-y": "0.1.0", "@a/z": "0.1.0" },
    { core: ["@a/core"], integrations: ["@a/labs-*", "@a/z"] },
  ],
  [
    "the scope stands for all of it where every first version is taken",
    { "@a/core": "1.0.0", "@a/kit": "1.0.0", "@b/x": "0.1.0", "@b/y": "0.1.0" },
    { core: ["@a/core", "@a/kit"], integrations: ["@b/*"] },
  ],
  [
    "a stable track names its packages, so that no new one is on it by its scope",
    {
      "@a/one": "1.0.0",
      "@a/two": "1.0.0",
      "@a/ui-x": "1.0.0",
      "@a/ui-y": "1.0.0",
      "@b/z": "0.1.0",
    },
    { core: ["@a/one", "@a/two", "@a/ui-x", "@a/ui-y"], integrations: ["@b/z"] },
  ],
  [
    "a longer prefix where the shorter is shared",
    { "@a/ui-x": "1.0.0", "@a/ui-labs-x": "0.1.0", "@a/ui-labs-y": "0.1.0" },
    { core: ["@a/ui-x"], integrations: ["@a/ui-labs-*"] },
  ],
  ["one track takes everything", { "@a/core": "1.0.0", "@a/kit": "2.0.0" }, { core: ["*"] }],
])("%s", (_, versions, expected) => {
  const packages = Object.entries(versions).map(([name, version]) => ({
    name,
    version,
    dir: `packages/${name.split("/")[1]}`,
    private: false,
    dependencies: [],
    requirements: { engines: {}, peers: {} },
  }));
  const tracks = tracksOfVersions({ packages });
  const selectors = selectorsOf(tracks);
  expect(Object.fromEntries(tracks.map(({ name }, i) => [name, selectors[i]]))).toEqual(expected);
});

/** Long enough for a busy machine. */
const LONG = 120_000;
const STYLE = { color: false, width: 100 };

/** A history in which each change of `@acme/core` is released by a commit of its own. */
async function releasing(
  texts: readonly string[],
  packages: Readonly<Record<string, string>> = {},
): Promise<FsFixture> {
  const fixture = await workspace({
    packages: { "@acme/core": "1.2.0", "@acme/plugin": "0.3.0", ...packages },
    policies: {},
  });
  repository(fixture);
  for (const [i, text] of texts.entries()) {
    await fixture.writeFile(".changeset/one.md", changeset({ "@acme/core": "patch" }, text));
    commitAll(fixture.path, "change");
    await fixture.rm(".changeset/one.md");
    const manifest = JSON.stringify({ name: "@acme/core", version: `1.2.${i + 1}` });
    await fixture.writeFile("packages/core/package.json", manifest);
    commitAll(fixture.path, "release");
  }
  return fixture;
}

test("says which past releases the tracks would have blocked", async () => {
  const fixture = await releasing(["Fine.", "**BREAKING**: `open` is gone.", "Fine again."]);
  const result = await init({ cwd: fixture.path, replay: LONG });
  expect(result.past).toMatchObject({
    releases: 3,
    refused: 1,
    left: 0,
    examples: [{ track: "core" }],
  });
  expect(initializedText(result, STYLE)).toMatch(
    /\n1 of 3 past releases would have been blocked\n {2}\d{4}-\d\d-\d\d core: @acme\/core/,
  );
});

test("prints at most thirty lines", async () => {
  const labs = Array.from({ length: 8 }, (_, i) => [`@acme/labs-with-a-long-name-${i}`, "1.0.0"]);
  const fixture = await releasing(Array<string>(7).fill("**BREAKING**: `open` is gone."), {
    ...(Object.fromEntries(labs) as Record<string, string>),
    "@acme/lab": "0.1.0-alpha.1",
  });
  const bumps = { "@acme/core": "major", "@acme/plugin": "major", "@acme/lab": "patch" };
  for (const name of ["a", "b", "c"])
    await fixture.writeFile(`.changeset/${name}.md`, changeset(bumps, "**BREAKING**: all of it."));
  const result = await init({ cwd: fixture.path, write: true, replay: LONG });
  const text = initializedText(result, STYLE);
  expect(text.trimEnd().split("\n").length).toBeLessThanOrEqual(30);
  expect(text).toMatch(
    /7 of 7 past releases would .*\n(?: {2}\d{4}-.*\n(?: {4}\S.*\n)*){1,5} {2}… \d more/,
  );
});

test("says if time ran out", async () => {
  const fixture = await releasing(["Fine.", "Fine."]);
  const result = await init({ cwd: fixture.path, replay: LONG });
  const cut = { ...result, past: { ...result.past!, left: 4 } };
  expect(initializedText(cut, STYLE)).toContain(
    "\n\nNone of 2 past releases would have been blocked (4 older not checked in time: run release-policy\naudit)\n",
  );
});

test("says nothing about the past without a release in the history", async () => {
  const fixture = await releasing([]);
  expect((await init({ cwd: fixture.path, replay: LONG })).past).toBeUndefined();
});

test("suggests a less mature track for a prerelease outside pre mode", async () => {
  const packages = { "@acme/core": "1.2.0", "@acme/canary": "2.0.0", "@acme/soon": "3.0.0-beta.1" };
  const fixture = await workspace({ packages, policies: {} });
  const { hazards } = await init({ cwd: fixture.path });
  expect(hazards).toEqual(["@acme/canary", "@acme/soon"]);
});

test("only shows whole files that it has not written", async () => {
  const fixture = await workspace({ packages: MATURITIES, policies: {} });
  const text = /^  versions: /m;
  expect((await runCli(fixture.path, ["init", "--dry-run"])).stdout).toMatch(text);
  expect((await runCli(fixture.path, ["init", "--yes"])).stdout).not.toMatch(text);
});

test("a second run changes nothing and says so, even after Git converted line endings", async () => {
  const fixture = await workspace({ packages: MATURITIES, policies: {} });
  await runCli(fixture.path, ["init"]);
  const text = await fixture.readFile("policies/core.yaml", "utf8");
  await fixture.writeFile("policies/core.yaml", text.replaceAll("\n", "\r\n"));
  const before = written(fixture.path);
  const { code, stdout } = await runCli(fixture.path, ["init"]);
  expect([code, written(fixture.path)]).toEqual([0, before]);
  expect(stdout).toContain("Nothing to change: everything is already in place.");
});

test("never writes next to a different policy, and names its files", async () => {
  const fixture = await workspace();
  expect(await refusal({ cwd: fixture.path, write: true })).toMatch(
    /^policies\/ already has a policy: policies\/core\.yaml, policies\/integrations\.yaml: edit/,
  );
  expect((await runCli(fixture.path, ["init", "--yes"])).code).toBe(2);
  expect(Object.keys(written(fixture.path))).toEqual(["core.yaml", "integrations.yaml"]);
});

test("keeps existing workspace settings and applies them", async () => {
  const fixture = await workspace({
    packages: { "@acme/core": "1.2.0" },
    policies: { workspace: { rules: { "changeset-style": "off" } } },
  });
  await init({ cwd: fixture.path, write: true });
  expect(Object.keys(written(fixture.path))).toEqual(["core.yaml", "workspace.yaml"]);
});

test("writes the planner if it had to be named", async () => {
  const fixture = await folder({
    "package.json": '{ "name": "acme", "version": "1.0.0" }',
    "pnpm-workspace.yaml": "packages: ['packages/*']",
  });
  await init({ cwd: fixture.path, planner: "pnpm", write: true });
  expect(written(fixture.path)["workspace.yaml"]).toBe("planner: pnpm");
  expect(await check({ cwd: fixture.path })).toMatchObject({ planner: { id: "pnpm" } });
});

test("a repository of private packages has nothing to check", async () => {
  const fixture = await workspace({
    packages: { site: { version: "1.0.0", private: true } },
    policies: {},
  });
  expect(await refusal({ cwd: fixture.path, write: true })).toContain(
    "this workspace has no published packages",
  );
});

test("workspaces that are not installed yet are not found, and it says so", async () => {
  const fixture = await folder({
    "package.json": '{ "name": "acme", "private": true, "workspaces": ["packages/*"] }',
    "packages/core/package.json": '{ "name": "@acme/core", "version": "1.0.0" }',
    ".changeset/config.json": "{}",
  });
  const message = expect.stringContaining("if package.json has `workspaces`, install them first");
  expect(await refusal({ cwd: fixture.path, write: true })).toEqual(message);
  expect((await runCli(fixture.path, ["check"])).stderr).toEqual(message);
});

test("a repository with one package has one track", async () => {
  const fixture = await folder({
    "package.json": '{ "name": "solo", "version": "0.4.0" }\n',
    ".changeset/config.json": "{}",
  });
  await init({ cwd: fixture.path, write: true });
  expect(Object.keys(written(fixture.path))).toEqual(["integrations.yaml"]);
  expect(await check({ cwd: fixture.path })).toMatchObject({ outcome: "pass" });
});

test("calver packages get a track where a minor may break, and no new package starts there", async () => {
  const fixture = await workspace({
    packages: { "@acme/core": "1.2.0", "@acme/kit": "2026.4.1", "@acme/ui": "2025.10.0" },
    policies: {},
    changesets: {
      cats: changeset({ "@acme/kit": "minor" }, "### Breaking Changes\n\n- `open()` is gone"),
    },
  });
  const { tracks, report, newPackages } = await init({ cwd: fixture.path, write: true });
  expect(tracks.map(({ name, members }) => [name, members.map((pkg) => pkg.name)])).toEqual([
    ["core", ["@acme/core"]],
    ["calendar", ["@acme/kit", "@acme/ui"]],
  ]);
  expect(report.outcome).toBe("pass");
  expect(newPackages).toBeUndefined();
});

test("pre mode does not turn a stable package into a sandbox", async () => {
  const fixture = await workspace({
    planner: "changesets@2",
    packages: { "@acme/core": "2.0.0-next.1", "@acme/plugin": "0.4.0-next.0" },
    policies: {},
    pre: { mode: "pre", tag: "next" },
  });
  const { report } = await init({ cwd: fixture.path, write: true });
  expect(Object.keys(written(fixture.path))).toEqual([
    "core.yaml",
    "integrations.yaml",
    "workspace.yaml",
  ]);
  expect(report.outcome).toBe("pass");
});

test("uses tags to distinguish a sandbox from a temporary prerelease, and counts past bumps", async () => {
  const fixture = await workspace({
    packages: { "@acme/core": "1.1.0", "@acme/a": "2.0.0-rc.2", "@acme/b": "2.0.0-rc.2" },
    policies: {},
  });
  repository(fixture);
  for (const tag of ["core@1.0.0", "core@1.0.1", "core@1.1.0", "a@1.0.0", "b@2.0.0-rc.1"]) {
    gitIn(fixture.path, "tag", `@acme/${tag}`);
  }
  const { tracks, files } = await init({ cwd: fixture.path });
  expect(tracks.map(({ name, members }) => [name, members.map((pkg) => pkg.name)])).toEqual([
    ["core", ["@acme/a", "@acme/core"]],
    ["sandbox", ["@acme/b"]],
  ]);
  expect(files[0]!.text).toMatch(/Tags since \S+ show 1 patch, 1 minor and no majors\./);
  expect(files[1]!.text).toContain("required: [rc]");
});

test("a folder with packages of one track replaces their names", async () => {
  const stable = Object.fromEntries(["a", "b", "c", "d"].map((name) => [`@acme/${name}`, "1.0.0"]));
  const plugins = ["x", "y", "z"].map((name) => [
    `plugins/${name}/package.json`,
    JSON.stringify({ name: `@acme/${name}`, version: "0.1.0" }),
  ]);
  const fixture = await workspace({
    packages: stable,
    policies: {},
    workspace: { packages: ["packages/*", "plugins/*"] },
    files: Object.fromEntries(plugins) as Record<string, string>,
  });
  await init({ cwd: fixture.path, write: true });
  expect(written(fixture.path)["integrations.yaml"]).toContain('packages: ["./plugins/*"]');
  expect(written(fixture.path)["core.yaml"]).toContain(
    'packages: ["@acme/a", "@acme/b", "@acme/c", "@acme/d"]',
  );
  expect(await check({ cwd: fixture.path })).toMatchObject({ findings: [] });
});

test("a preset gets all packages that fit, and the others get their own tracks", async () => {
  const fixture = await workspace({ packages: MATURITIES, policies: {} });
  const { report } = await init({ cwd: fixture.path, preset: "ory/incubating", write: true });
  expect(written(fixture.path)).toMatchObject({
    "core.yaml": expect.stringContaining('packages: ["@acme/core", "@acme/kit"]') as string,
    "incubating.yaml": 'extends: ory/incubating; packages: ["@acme/lab", "@acme/plugin"]',
    "workspace.yaml": "newPackages: incubating",
  });
  expect(report.findings.filter(({ level }) => level === "error")).toEqual([]);
});

test.each([
  ["stay-1x", /^unknown preset "stay-1x": did you mean stay-0x\?/],
  ["aws-cdk/alpha", /^preset aws-cdk\/alpha does not fit any package here/],
])("says why %s is not possible", async (preset, expected) => {
  const fixture = await workspace({ policies: {} });
  expect(await refusal({ cwd: fixture.path, preset })).toMatch(expected);
});

test.each(Object.keys(PRESETS))("%s written in full is a track", async (name) => {
  const { code, stdout } = await runCli("/", ["init", "--eject", name]);
  const { versions, prerelease } = PRESETS[name]!;
  const version = versions?.startsWith("0") ? "0.3.0" : "26.1.0";
  const fixture = await workspace({
    packages: { ui: typeof prerelease === "object" ? "0.3.0-alpha.1" : version },
    policies: {},
    files: { "policies/out.yaml": stdout },
  });
  expect(code).toBe(0);
  expect(await check({ cwd: fixture.path })).not.toMatchObject({ outcome: "fail" });
});

test.each([
  ["two spaces", '{\n  "name": "r",\n  "scripts": {\n    "a": "b"\n  }\n}\n'],
  ["tabs", '{\n\t"name": "r",\n\t"scripts": {\n\t\t"a": "b"\n\t}\n}'],
  ["Windows", '{\r\n  "name": "r",\r\n  "scripts": {\r\n    "a": "b"\r\n  }\r\n}\r\n'],
  ["one line", '{ "name": "r", "scripts": { "a": "b" } }'],
  ["no scripts", '{\n    "name": "r",\n    "x": { "y": [1,2] }\n}\n'],
  ["empty scripts", '{\n  "scripts": {},\n  "name": "r"\n}\n'],
  ["nothing", "{}"],
])("package.json keeps every byte: %s", async (_, text) => {
  const fixture = await workspace({
    packages: { ui: "1.0.0" },
    policies: {},
    files: { "package.json": text },
  });
  await init({ cwd: fixture.path, write: true });
  const after = readFileSync(fixture.getPath("package.json"), "utf8");
  const data = JSON.parse(after) as { scripts: Record<string, string> };
  expect(data.scripts["release:check"]).toBe("release-policy check");
  expect(after.match(/\r\n/g)?.length).toBe(
    text.includes("\r\n") ? after.match(/\n/g)!.length : undefined,
  );
  const rest = after.split(/,?\s*(?:"scripts": \{\s*)?"release:check": "release-policy check"/);
  expect(text.startsWith(rest[0]!)).toBe(true);
  expect(text.endsWith(rest[1]!.slice(-1))).toBe(true);
});

test.each([
  ['{ "scripts": { "release:check": "mine" } }', "other"],
  ['{ "scripts": { "release:check": "release-policy check" } }', "there"],
  ['{ "scripts": "none" }', "no place"],
])("an existing script is not changed: %s", async (text, state) => {
  const files = { "package.json": text };
  const fixture = await workspace({ packages: { ui: "1.0.0" }, policies: {}, files });
  expect(await init({ cwd: fixture.path, write: true })).toMatchObject({ script: state });
  expect(readFileSync(fixture.getPath("package.json"), "utf8")).toBe(text);
});

test("writes no file if the folder is read-only", async () => {
  const fixture = await workspace({ packages: MATURITIES, policies: {} });
  chmodSync(fixture.path, 0o555);
  const refused = await init({ cwd: fixture.path, write: true }).catch(String);
  chmodSync(fixture.path, 0o755);
  expect(refused).toContain("policies/core.yaml cannot be written: it is read-only");
  expect(readdirSync(fixture.path)).not.toContain("policies");
});

test("writes no track if package.json is read-only", async () => {
  const fixture = await workspace({ packages: MATURITIES, policies: {} });
  chmodSync(fixture.getPath("package.json"), 0o444);
  const refused = await init({ cwd: fixture.path, write: true }).catch(String);
  expect(refused).toContain("package.json cannot be written: it is read-only");
  expect(readdirSync(fixture.path)).not.toContain("policies");
});

const GUARD = "@release-policy/changelog";
const OWN = ["@changesets/changelog-github", { repo: "a/b" }];

/** The state of the guard after `init` wrote it, and the configuration as text. */
async function guarded(config: Readonly<Record<string, unknown>>) {
  const fixture = await workspace({ packages: { ui: "1.0.0" }, policies: {} });
  // As people write it, over several lines.
  await fixture.writeFile(".changeset/config.json", JSON.stringify(config, null, 2));
  const text = () => fixture.readFile(".changeset/config.json", "utf8");
  const { hints } = await init({ cwd: fixture.path });
  const devDependencies = { [GUARD]: "^0.1.0" };
  await fixture.writeFile("package.json", JSON.stringify({ devDependencies }));
  const before = await text();
  const first = await init({ cwd: fixture.path, write: true });
  const after = await text();
  const second = await init({ cwd: fixture.path, write: true });
  const all = JSON.stringify(hints);
  const hinted = all.includes(GUARD) && !all.includes(String.raw`\n`);
  return { hinted, before, after, states: [first.guard, second.guard], last: await text() };
}

test.each([
  [{}, GUARD],
  [{ changelog: "@changesets/cli/changelog" }, GUARD],
  [{ changelog: "./own.cjs" }, [GUARD, { generator: "./own.cjs" }]],
  [{ changelog: OWN }, [GUARD, { generator: OWN[0], options: OWN[1] }]],
])("the guard wraps the existing generator: %j", async (config, expected) => {
  const { hinted, after, states, last } = await guarded(config);
  expect([hinted, states]).toEqual([true, ["added", "there"]]);
  expect((JSON.parse(after) as { changelog: unknown }).changelog).toEqual(expected);
  expect(last).toBe(after);
});

test("does not propose the guard of Changesets where pnpm releases", async () => {
  const fixture = await folder({
    "package.json": "{}",
    "pnpm-workspace.yaml": "packages: [a]\nversioning: {}\n",
    "a/package.json": JSON.stringify({ name: "a", version: "1.0.0" }),
    ".changeset/config.json": "{}",
  });
  expect(JSON.stringify((await init({ cwd: fixture.path })).hints)).not.toContain(GUARD);
});

test("adds no guard without a changelog", async () => {
  const { hinted, before, last, states } = await guarded({ changelog: false });
  expect([hinted, states, last]).toEqual([false, ["no changelog", "no changelog"], before]);
});

test("writes a policy even if no plan can be made", async () => {
  const fixture = await workspace({
    packages: { ui: "1.0.0" },
    policies: {},
    files: { ".changeset/odd.md": changeset({ uii: "patch" }) },
  });
  const { report } = await init({ cwd: fixture.path, write: true });
  expect(report.findings.map(({ rule }) => rule)).toContain("unknown-package");
});
