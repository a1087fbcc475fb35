import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { keepNpm } from "../kit/kept-npm.ts";
import { runCli, spawnCli } from "../kit/run-cli.ts";
import { commitAll, gitIn } from "../kit/run-example.ts";
import { folder, repository } from "../kit/workspace.ts";

const CORE = "packages/core";
const REPORT = `${CORE}/api/index.d.ts`;
const TYPES = `${CORE}/dist/index.d.ts`;
const OPEN = "export declare function open(path: string): void;\n";
const CLOSE = "/** @beta */\nexport declare function close(): void;\n";

const manifest = (name: string, rest: object = {}): string =>
  JSON.stringify({ name, version: "1.2.0", ...rest });

const built = (files: Readonly<Record<string, string>> = {}) =>
  folder({
    "package.json": JSON.stringify({
      name: "root",
      private: true,
      packageManager: "npm@11.0.0",
      workspaces: ["packages/*"],
    }),
    "package-lock.json": "{}",
    ".changeset/config.json": "{}",
    [`${CORE}/package.json`]: manifest("@acme/core", {
      exports: { ".": "./dist/index.js", "./server": "./dist/server.js" },
    }),
    [TYPES]: OPEN + CLOSE,
    [`${CORE}/dist/server.d.ts`]: "export declare const port: number;\n",
    "packages/app/package.json": manifest("app", { private: true }),
    ...files,
  });
const read = (root: { getPath: (path: string) => string }, path: string): string =>
  readFileSync(root.getPath(path), "utf8");

test("writes a report for each entry point, and is idempotent", async () => {
  const root = await built();
  expect(await runCli(root.path, ["api", "--write"])).toEqual({
    code: 0,
    stdout: `${REPORT} written\n${CORE}/api/server.d.ts written\nnote: skipped (no types): app\n`,
    stderr: "",
  });
  expect(read(root, REPORT)).toBe(
    `// API report of "@acme/core", entry ".". Update: release-policy api --write. Format: 1\n${OPEN}${CLOSE}`,
  );
  const again = await runCli(root.path, ["api", "--write"]);
  expect(again.stdout).toContain("2 reports, unchanged\n");
});

test("--check fails and names the command if a report is missing, stale, or without an entry point", async () => {
  const root = await built();
  const check = () => runCli(root.path, ["api", "@acme/core", "--check"]);
  expect((await check()).stdout).toContain(`${REPORT} is missing`);
  await runCli(root.path, ["api", "--write"]);
  expect(await check()).toMatchObject({
    code: 0,
    stdout: "2 reports up to date with the built types\n",
  });
  await root.writeFile(TYPES, OPEN);
  await root.writeFile(
    `${CORE}/package.json`,
    manifest("@acme/core", { exports: "./dist/index.js" }),
  );
  expect(await check()).toEqual({
    code: 1,
    stdout: [
      `${REPORT} differs from the built types`,
      `${CORE}/api/server.d.ts belongs to an entry point that is gone`,
      "2 reports to write: run `npx release-policy api @acme/core --write`",
      "",
    ].join("\n"),
    stderr: "",
  });
  const { stdout } = await runCli(root.path, ["api", "--write"]);
  expect(stdout).toContain(`${CORE}/api/server.d.ts deleted`);
  expect(existsSync(root.getPath(`${CORE}/api/server.d.ts`))).toBe(false);
  expect((await check()).code).toBe(0);
});

test("does not touch other folders of a package", async () => {
  const root = await built({ [`${CORE}/api/notes.d.ts`]: "export {};\n" });
  await runCli(root.path, ["api", "--write"]);
  expect(read(root, `${CORE}/api/notes.d.ts`)).toBe("export {};\n");
  expect((await runCli(root.path, ["api", "--check"])).code).toBe(0);
});

test("compares the built types with the report at the tag of the last release", async () => {
  const root = await built();
  await runCli(root.path, ["api", "--write"]);
  repository(root);
  gitIn(root.path, "tag", "@acme/core@1.2.0");
  await root.writeFile(
    TYPES,
    "export declare function open(path: string, mode: number): void;\nexport declare const added: 1;\n",
  );
  await runCli(root.path, ["api", "--write"]);
  commitAll(root.path, "second");
  const { stdout, code } = await runCli(root.path, ["api"]);
  expect(code).toBe(0);
  expect(stdout).toBe(
    [
      "@acme/core  since 1.2.0: 1 removed, 1 breaking, 1 added",
      "  removed   close (@beta)  is no longer exported",
      `            ${REPORT}:4:25`,
      "  breaking  open  Target signature provides too few arguments. Expected 2 or more, but got 1.",
      `            ${TYPES}:1:25`,
      "  added     added  is exported now",
      `            ${TYPES}:2:22`,
      "",
      "note: skipped (no types): app",
      "",
    ].join("\n"),
  );
  const markdown = await runCli(root.path, ["api", "--format", "markdown"]);
  expect(markdown.stdout).toContain(
    "| `@acme/core` | `close (@beta)` | removed | `is no longer exported` |",
  );
  const page = await runCli(root.path, ["api", "--format", "html"]);
  expect(page.stdout).toContain("<td>removed</td><td><code>close (@beta)</code></td>");
  const { stdout: json } = await runCli(root.path, ["api", "--format", "json"]);
  expect(JSON.parse(json)).toMatchObject({
    version: 1,
    packages: [{ name: "@acme/core", against: "1.2.0", entries: [".", "./server"] }],
    skipped: ["app"],
    written: false,
  });
});

test("compares with HEAD if no tag has a report, and says if there is none at all", async () => {
  const root = await built();
  expect((await runCli(root.path, ["api"])).stdout).toContain(
    "2 entry points, but no report to compare with",
  );
  await runCli(root.path, ["api", "--write"]);
  repository(root);
  expect((await runCli(root.path, ["api"])).stdout).toContain("@acme/core  since HEAD: unchanged");
  await root.writeFile(
    `${CORE}/package.json`,
    manifest("@acme/core", { exports: "./dist/index.js" }),
  );
  expect((await runCli(root.path, ["api"])).stdout).toContain("port of ./server");
});

test("distinguishes an unbuilt package from one without an API", async () => {
  const root = await built();
  await runCli(root.path, ["api", "--write"]);
  await root.rm("packages/core/dist");
  for (const args of [["api", "--check"], ["api", "--write"], ["api"]]) {
    const { code, stderr } = await runCli(root.path, args);
    expect(code).toBe(2);
    expect(stderr).toContain(
      `${REPORT} is the API report of @acme/core, but ./dist/index.js no longer has declarations`,
    );
    expect(stderr).toContain("build the package first");
  }
});

test("names entry points without types, and missing files", async () => {
  const root = await built({
    [TYPES]: `${OPEN}export * from "./gone.js";\n`,
    "packages/core/dist/server.d.ts": "",
    "packages/plain/package.json": manifest("@acme/plain", { main: "./index.js" }),
  });
  const { stdout } = await runCli(root.path, ["api", "--check"]);
  expect(stdout).toContain(
    "note: @acme/core: its types mention a file that is missing (dist/index.d.ts: ./gone.js)",
  );
  expect(stdout).toContain("note: @acme/plain: entry point . has no types (index.js)");
});

test("reads nothing outside the package, and writes through no link", async () => {
  const root = await built({
    "secret.d.ts": "export declare const secret: 1;\n",
    "outside/x.d.ts": "",
  });
  await root.writeFile(
    TYPES,
    'export * from "../../../secret.js";\nexport * from "./linked.js";\n',
  );
  symlinkSync(root.getPath("secret.d.ts"), root.getPath(`${CORE}/dist/linked.d.ts`));
  await runCli(root.path, ["api", "--write"]);
  expect(read(root, REPORT)).not.toContain("secret: 1");
  symlinkSync(root.getPath("outside"), root.getPath("packages/app/api"));
  await root.writeFile("packages/app/package.json", manifest("app", { types: "a.d.ts" }));
  await root.writeFile("packages/app/a.d.ts", "export {};");
  const { code } = await runCli(root.path, ["api", "app", "--write"]);
  expect({ code, leaked: existsSync(root.getPath("outside/index.d.ts")) }).toEqual({
    code: 2,
    leaked: false,
  });
});

test.each([
  [["api", "@acme/cor"], "@acme/cor is not a package of this workspace"],
  [["api", "--write", "--check"], "--write and --check cannot be combined"],
  [["api", "--check", "--format", "html"], "--format html only works for the comparison"],
  [["api", "--format", "xml"], 'unknown format "xml"'],
])("rejects %j", async (args, message) => {
  const root = await built();
  const { code, stderr } = await runCli(root.path, args);
  expect({ code, isSaid: stderr.includes(message) }).toEqual({ code: 2, isSaid: true });
});

test("says how to install @release-policy/api with the workspace's package manager", async () => {
  const root = await built();
  const hook = `import { registerHooks } from "node:module"; registerHooks({ resolve(name, context, next) {
    if (name !== "@release-policy/api") return next(name, context);
    throw Object.assign(new Error(name), { code: "ERR_MODULE_NOT_FOUND" });
  } });`;
  const { code, stderr } = spawnCli(root.path, ["api"], {
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(hook)}`,
  });
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: [
      "error: release-policy api needs @release-policy/api, which is not installed",
      "  help: run `npm install --save-dev @release-policy/api`; in the GitHub Action, install it in an earlier step and name its folder in RELEASE_POLICY_API",
      "",
    ].join("\n"),
  });
});

/** A registry with one release of `@acme/core`: the tarball that npm packs of a folder. */
async function registryWith(path: string, integrity?: string): Promise<string> {
  await keepNpm();
  const args = ["pack", "--silent", "--ignore-scripts"];
  const file = execFileSync("npm", args, { cwd: path, encoding: "utf8" }).trim();
  const tarball = readFileSync(`${path}/${file}`);
  const sum = integrity ?? `sha512-${createHash("sha512").update(tarball).digest("base64")}`;
  const server = createServer(({ url = "" }, response) => {
    const { port } = server.address() as AddressInfo;
    const dist = { tarball: `http://localhost:${port}/core.tgz`, integrity: sum };
    const versions = { "1.2.0": { name: "@acme/core", version: "1.2.0", dist } };
    if (url === "/core.tgz") response.end(tarball);
    else if (url === "/@acme%2fcore")
      response.end(JSON.stringify({ name: "@acme/core", versions }));
    else response.writeHead(404).end("{}");
  });
  await new Promise<void>((done) => server.listen(0, "localhost", done));
  onTestFinished(() => void server.close());
  return `registry=http://localhost:${(server.address() as AddressInfo).port}/\nfetch-retries=0\ncache=\${HOME}/.none\n`;
}

test("--published compares with the tarball of the last release, by its integrity", async () => {
  const root = await built({
    "packages/new/package.json": manifest("@acme/new"),
    "packages/new/index.d.ts": OPEN,
  });
  const npmrc = (text: string) => root.writeFile(".npmrc", text.replace("${HOME}", root.path));
  await npmrc(await registryWith(root.getPath(CORE)));
  await root.writeFile(TYPES, OPEN);
  const { code, stdout, stderr } = await runCli(root.path, ["api", "--published"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toContain("@acme/core  since 1.2.0: 1 removed\n  removed  close (@beta)");
  expect(stdout).toContain("@acme/core@1.2.0/api/index.d.ts:4:25");
  expect(stdout).toContain("@acme/new  1 entry point, but no report to compare with");
  await root.rm(".none");
  await npmrc(await registryWith(root.getPath(CORE), `sha512-${"A".repeat(86)}==`));
  const forged = await runCli(root.path, ["api", "@acme/core", "--published"]);
  expect(forged.stderr).toContain("npm cannot download @acme/core@1.2.0 (EINTEGRITY)");
  expect(forged.code).toBe(2);
});

test("reads the published folder if it differs from the package's", async () => {
  const root = await built({
    [`${CORE}/package.json`]: manifest("@acme/core", { publishConfig: { directory: "dist" } }),
    [`${CORE}/dist/package.json`]: manifest("@acme/core", { types: "index.d.ts" }),
  });
  const { stdout } = await runCli(root.path, ["api", "--write"]);
  expect(stdout).toContain(`${REPORT} written\n`);
  expect(read(root, REPORT)).toContain(OPEN);
  await root.writeFile(
    `${CORE}/package.json`,
    manifest("@acme/core", { publishConfig: { directory: "out/" } }),
  );
  expect(await runCli(root.path, ["api", "--check"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(
      "@acme/core is published from packages/core/out, but packages/core/out/package.json is missing",
    ),
  });
});
