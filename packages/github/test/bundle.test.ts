import { createHash } from "node:crypto";
import { execFile, spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import { type ESTree, parseSync, Visitor } from "rolldown/utils";
import { expect, inject, onTestFinished, test } from "vitest";
import { parse } from "yaml";

const PACKAGE = join(import.meta.dirname, "..");
const MANIFEST = parse(readFileSync(join(PACKAGE, "action.yml"), "utf8")) as {
  readonly inputs: Readonly<Record<string, { readonly description: string; default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string }>>;
  readonly runs: unknown;
};

const BUNDLE = inject("bundle");

const digests = (dir: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(dir)
      .toSorted()
      .map((name) => [
        name,
        createHash("sha256")
          .update(readFileSync(join(dir, name)))
          .digest("hex"),
      ]),
  );

test("two builds in different folders are byte-identical", async () => {
  // Not in this process: it would stay large, which slows the start of every process from it.
  const build = JSON.stringify(new URL("build-action.ts", import.meta.url).href);
  const script = `const { buildAction } = await import(${build}); console.log((await buildAction()).dir);`;
  const args = ["--conditions=source", "--input-type=module", "-e", script];
  const dir = (await promisify(execFile)(process.execPath, args)).stdout.trim();
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  expect(digests(dir)).toEqual(digests(BUNDLE));
  expect(readdirSync(dir)).toContain("action.mjs");
});

test("the bundle contains no path of the build machine", () => {
  for (const name of readdirSync(BUNDLE))
    expect(readFileSync(join(BUNDLE, name), "utf8")).not.toContain(PACKAGE);
});

test("the bundle needs only the comparison of APIs, and includes the licences of its contents", () => {
  const isCode = (name: string) => /\.[cm]js$/.test(name);
  for (const name of readdirSync(BUNDLE).filter(isCode)) {
    for (const from of importedBy(name).filter((source) => !isBuiltin(source)))
      expect(from, name).toMatch(/^(?:@release-policy\/api$|\.\/[\w.-]+\.(?:[cm]js|json)$)/);
  }
  const notices = readFileSync(join(BUNDLE, "THIRD-PARTY-LICENSES.txt"), "utf8");
  for (const name of ["@actions/core", "@changesets/assemble-release-plan", "semver", "zod"])
    expect(notices).toMatch(new RegExp(`^${name} \\d`, "m"));
});

/** What a file of the bundle loads, at once or later. Without a literal, it loads what a caller names. */
function importedBy(name: string): string[] {
  const text = readFileSync(join(BUNDLE, name), "utf8");
  const { program, module } = parseSync(name, text);
  const imported = module.staticImports.map(({ moduleRequest }) => moduleRequest.value);
  new Visitor({
    CallExpression({ callee, arguments: [argument] }) {
      const source = argument && literalOf(argument);
      const loads = callee.type === "Identifier" && (callee.name === "require" || isPart(source));
      if (loads && source !== undefined) imported.push(source);
    },
    ImportExpression({ source }) {
      imported.push(...[literalOf(source) ?? []].flat());
    },
  }).visit(program);
  return imported;
}

const isPart = (source: string | undefined) =>
  source !== undefined && /\.part\.[cm]js$/.test(source);

function literalOf(node: ESTree.Node): string | undefined {
  if (node.type === "TemplateLiteral" && node.expressions.length === 0)
    return node.quasis[0]?.value.cooked ?? undefined;
  return node.type === "Literal" && typeof node.value === "string" ? node.value : undefined;
}

test("the process with the credentials loads nothing that parses a pull request", () => {
  const loaded = new Set(["fetch-process.cjs"]);
  for (const name of loaded)
    for (const from of importedBy(name)) if (from.startsWith("./")) loaded.add(from.slice(2));
  expect([...loaded].toSorted()).toEqual([
    "fetch-process.cjs",
    "fetch.cjs",
    "rolldown-runtime.cjs",
  ]);
});

test("the process that judges loads what opens sockets and starts processes only where it needs it", () => {
  const imported = ["evaluate-process.cjs", "judge.cjs"].flatMap((name) => importedBy(name));
  expect(imported).toContain("node:fs");
  for (const name of ["node:child_process", "node:net", "node:stream"])
    expect(imported).not.toContain(name);
});

test("the Action runs on Node 24 from one file, and uses no cache", () => {
  expect(MANIFEST.runs).toEqual({ using: "node24", main: "dist/action.mjs" });
  for (const name of readdirSync(BUNDLE))
    expect(readFileSync(join(BUNDLE, name), "utf8")).not.toMatch(
      /ACTIONS_CACHE_URL|ACTIONS_RESULTS_URL|@actions\/(?:cache|artifact)|(?:spawn|exec)\w*\(\W*(?:npm|pnpm|yarn|bun)\b/,
    );
});

test("the page has exactly the existing inputs and outputs", () => {
  const page = readFileSync(join(PACKAGE, "../../docs/github.md"), "utf8");
  for (const [name, { default: value = "" }] of Object.entries(MANIFEST.inputs))
    expect(page).toContain(`| \`${name}\` | ${value === "" ? "" : `\`${value}\` `}|`);
  for (const name of Object.keys(MANIFEST.outputs)) expect(page).toContain(`| \`${name}\` | `);
});

test("outside a workflow, it says what it is, and does nothing", () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(BUNDLE, "action.mjs")], {
    encoding: "utf8",
    env: { PATH: process.env["PATH"] },
  });
  expect(status).toBe(1);
  expect(stdout).toContain("::error title=release-policy::GITHUB_REPOSITORY is not set");
  expect(stderr).toBe("");
});
