import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { rules } from "@release-policy/core";
import { exampleFiles } from "@release-policy/core/testing";
import type { FsFixture } from "fs-fixture";
import { expect, test } from "vitest";
import { install } from "./kit/installed.ts";
import { readmeExample } from "./kit/readme-example.ts";
import { folder, workspace } from "./kit/workspace.ts";

const ROOT = join(import.meta.dirname, "../../..");
const README = readFileSync(join(ROOT, "README.md"), "utf8");
/** A folder for each package, with what `pnpm packaging` has packed. */
const packed = process.env["PACKED_TARBALLS"] ?? "";

const tarball = (name: string): string =>
  join(packed, name, readdirSync(join(packed, name))[0]!).replaceAll("\\", "/");

/** Runs a line of a shell, with this repository's pnpm and without a network. */
function run(cwd: string, line: string): { code: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(line, {
    cwd,
    encoding: "utf8",
    shell: true,
    env: {
      ...process.env,
      PATH: [join(ROOT, "node_modules/.bin"), process.env["PATH"]].join(delimiter),
      npm_config_offline: "true",
      FORCE_COLOR: undefined,
    },
  });
  return { code: status, output: `${stdout}${stderr}` };
}

/** The README's workspace with the package installed and checked as its table says for pnpm. */
async function installed(): Promise<{ readonly fixture: FsFixture; readonly check: string }> {
  const scripts = { "release:check": "release-policy check" };
  const manifest = JSON.stringify({ name: "acme", private: true, scripts });
  const fixture = await folder({ ...exampleFiles(readmeExample()), "package.json": manifest });
  const [, add = "", check = ""] = /^\| pnpm \| `(.*)` \| `(.*)` \|$/m.exec(README)!;
  const archive = tarball("cli");
  const { code, output } = run(fixture.path, add.replace(/release-policy$/, archive));
  expect(code, output).toBe(0);
  return { fixture, check };
}

test("installs without dependencies and finds what the README shows", async () => {
  const { fixture, check } = await installed();
  const { code, output } = run(fixture.path, check);
  const shown = /^```console\n\$ npx release-policy check\n([^]*?)```$/m.exec(README)![1]!;
  expect(code).toBe(1);
  expect(output.replace(/ in \d+ ms$/m, "")).toContain(shown);
  const installedPackages = readdirSync(join(fixture.path, "node_modules/.pnpm"));
  expect(installedPackages.filter((name) => name.includes("@"))).toHaveLength(1);
  const notices = await fixture.readFile(
    "node_modules/release-policy/dist/THIRD-PARTY-LICENSES.txt",
    "utf8",
  );
  expect(notices).toContain("@changesets/assemble-release-plan 7.0.0 (MIT)");
  expect(notices).toContain("mdast-util-from-markdown 2.1.0 (MIT)");
});

/** The parts of the command line that contain a text. */
function partsWith(text: string): string[] {
  const dist = join(ROOT, "packages/cli/dist");
  return readdirSync(dist).filter(
    (name) => name.endsWith(".cjs") && readFileSync(join(dist, name), "utf8").includes(text),
  );
}

test("a plain check does not load the Markdown parser", () => {
  expect(partsWith("codeFenced")).toEqual(["mdast-util-from-markdown.cjs"]);
  expect(partsWith('require("./mdast-util-from-markdown.cjs")')).toEqual([
    "declarations-in-markdown.cjs",
  ]);
});

test("a check with Changesets 2 does not load its finder, nor its parser", () => {
  const changesets = readFileSync(join(ROOT, "packages/cli/dist/changesets-2.cjs"), "utf8");
  const loaded = [...changesets.matchAll(/require\("\.\/([^"]+)"\)/g)].map(([, name]) => name);
  expect(new Set(loaded)).toEqual(
    new Set([
      "rolldown-runtime.cjs",
      "check.cjs",
      "changesets-should-skip-package.cjs.cjs",
      "name-lists.cjs",
    ]),
  );
});

test("has typed functions for import and require", async () => {
  const { fixture } = await installed();
  await fixture.writeFile(
    "use.ts",
    `import { check, CannotJudge, explain, type Report } from "release-policy";
const report: Report = await check({ today: "2026-11-22" });
const outcome: "pass" | "warn" | "fail" = report.outcome;
// @ts-expect-error -- a planner that does not exist
await check({ planner: "lerna" });
const { chains } = await explain("@acme/plugin");
console.log(outcome, report.findings[0]!.rule, chains[0]!.length, new CannotJudge().name);
`,
  );
  await fixture.writeFile("use.cjs", `console.log(typeof require("release-policy").check);\n`);
  await fixture.writeFile(
    "tsconfig.json",
    JSON.stringify({
      compilerOptions: {
        module: "nodenext",
        target: "es2024",
        strict: true,
        noEmit: true,
        types: [],
        lib: ["es2024", "dom"],
      },
      files: ["use.ts"],
    }),
  );
  await fixture.writeFile("package.json", await asModule(fixture));
  expect(run(fixture.path, "tsc")).toEqual({ code: 0, output: "" });
  const bare = (await fixture.readFile("use.ts", "utf8")).replace(/^.*@ts-expect[^]*?\n.*\n/m, "");
  await fixture.writeFile("bare.ts", bare);
  expect(run(fixture.path, "node bare.ts").output).toBe(
    "fail accidental-graduation 1 CannotJudge\n",
  );
  expect(run(fixture.path, "node use.cjs").output).toBe("function\n");
});

test("publishes core as modules that only need semver and zod", async () => {
  const own = (name: string) => `link:${join(ROOT, "packages/core/node_modules", name)}`;
  const fixture = await folder({
    "package.json": JSON.stringify({ private: true, type: "module" }),
    "pnpm-workspace.yaml": JSON.stringify({
      overrides: { semver: own("semver"), zod: own("zod") },
    }),
    "use.js": `import { rules } from "@release-policy/core";
import { judgeScene } from "@release-policy/core/testing";
console.log(rules.length, judgeScene({ releases: { ui: "0.3.0 -> 1.0.0" }, packages: { ui: "0.3.0" } }).outcome);
`,
  });
  const { code, output } = run(fixture.path, `pnpm add ${tarball("core")}`);
  expect(code, output).toBe(0);
  expect(run(fixture.path, "node use.js").output).toBe(`${rules.length} fail\n`);
});

async function asModule(fixture: FsFixture): Promise<string> {
  const manifest = JSON.parse(await fixture.readFile("package.json", "utf8")) as object;
  return JSON.stringify({ ...manifest, type: "module" });
}

test.each([2, 3] as const)(
  "the packed guard works in Changesets %i, as its page says",
  async (major) => {
    const cli = tarball("cli");
    const fixture = await workspace({
      planner: `changesets@${major}`,
      changesets: { "brave-cats": { "@acme/plugin": "major" } },
      config: { changelog: "@release-policy/changelog" },
      // Nothing is published in a test.
      workspace: { overrides: { "release-policy": `file:${cli}` } },
      files: { "package.json": JSON.stringify({ name: "acme", private: true }) },
    });
    const page = readFileSync(join(ROOT, "packages/changelog/README.md"), "utf8");
    const add = /^pnpm add .*$/m
      .exec(page)![0]
      .replace(/ release-policy /, ` ${cli} `)
      .replace("@release-policy/changelog", tarball("changelog"));
    const added = run(fixture.path, add);
    expect(added.code, added.output).toBe(0);
    install(fixture.path, major);
    const { code, output } = run(fixture.path, "node node_modules/@changesets/cli/bin.js version");
    expect(code, output).not.toBe(0);
    expect(output).toContain("error[accidental-graduation]");
    const manifest = await fixture.readFile("packages/plugin/package.json", "utf8");
    expect(manifest).toContain('"version": "0.3.0"');
  },
);
