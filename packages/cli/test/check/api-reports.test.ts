import { readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { plain } from "@release-policy/core";
import { expect, test } from "vitest";
import { jsonText } from "../../src/formats/json/json.ts";
import { reportSchema } from "../../src/formats/json/json-schema.ts";
import {
  type CheckOptions,
  check,
  deprecations,
  formatMarkdown,
  formatTerminal,
} from "../../src/index.ts";
import { addable } from "../../src/commands/add/add.ts";
import { install } from "../kit/installed.ts";
import { runCli, spawnCli } from "../kit/run-cli.ts";
import { commitAll, gitIn } from "../kit/run-example.ts";
import { changeset, repository, workspace } from "../kit/workspace.ts";

const REPORT = "packages/p-limit/api/index.d.ts";

/** The declarations of p-limit 6.0, and what 6.1 made of them: who implements the type has one method more to write. */
const BEFORE = `// API report of "p-limit", entry ".". Update: release-policy api --write. Format: 1
export type LimitFunction = {
  readonly activeCount: number;
  readonly pendingCount: number;
  concurrency: number;
  clearQueue: () => void;
  <Arguments extends unknown[], ReturnType>(
    function_: (...arguments_: Arguments) => PromiseLike<ReturnType> | ReturnType,
    ...arguments_: Arguments
  ): Promise<ReturnType>;
};
export default function pLimit(concurrency: number): LimitFunction;
export declare function limitFunction(limit: LimitFunction): LimitFunction;
/** @experimental */
export declare const peek: (limit: LimitFunction) => number;
`;
const AFTER = BEFORE.replace("  clearQueue", "  map: (values: number[]) => void;\n  clearQueue");

const limited = (policies: Readonly<Record<string, unknown>> = {}) =>
  workspace({
    packages: { "p-limit": "6.0.0" },
    changesets: { map: { "p-limit": "minor" } },
    policies: { stable: { packages: ["p-limit"], versions: ">=6" }, ...policies },
    files: { [REPORT]: BEFORE },
  });

/** A repository with p-limit 6.0.0 on main, tagged as Changesets tags it. */
async function released(policies?: Readonly<Record<string, unknown>>) {
  const fixture = await limited(policies);
  repository(fixture);
  gitIn(fixture.path, "tag", "p-limit@6.0.0");
  return fixture;
}

async function linesOf(cwd: string, options: CheckOptions = {}) {
  const report = await check({ cwd, today: "2026-06-15", ...options });
  const findings = report.findings.filter(({ rule }) => rule === "change-bump");
  return findings.map(({ level, message, at, source }) => [
    `${level}: ${plain(message)}`,
    `${at.path}:${at.line}`,
    source,
  ]);
}

const refused = [
  "error: `p-limit` would go from `6.0.0` to `6.1.0`, a `minor` release, but track `stable` requires a `major` for the breaking change of `LimitFunction.map` (`packages/p-limit/api/index.d.ts:2`)",
  `${REPORT}:2`,
  "export type LimitFunction = {",
];

test("rejects p-limit 6.1 as a minor, both since the last release and since a base", async () => {
  const fixture = await released();
  const { path } = fixture;
  expect(await linesOf(path)).toEqual([]);
  await fixture.writeFile(REPORT, AFTER);
  expect(await linesOf(path)).toEqual([refused]);
  expect(await linesOf(path, { since: "main" })).toEqual([refused]);
  await fixture.writeFile(".changeset/map.md", changeset({ "p-limit": "major" }));
  expect(await linesOf(path)).toEqual([]);
  expect(await linesOf(path, { since: "main" })).toEqual([]);
});

test("checks commits by their reports alone, even in a bare repository", async () => {
  const fixture = await released();
  const { path } = fixture;
  gitIn(path, "switch", "-qc", "change");
  await fixture.writeFile(REPORT, AFTER);
  const ref = commitAll(path, "map");
  const without = refused.slice(0, 2);
  const places = async (cwd: string, options: CheckOptions) =>
    (await linesOf(cwd, options)).map(([message, at]) => [message, at]);
  expect(await places(path, { ref, since: "main" })).toEqual([without]);
  expect(await places(path, { ref })).toEqual([without]);
  gitIn(path, "clone", "-q", "--bare", ".", "bare.git");
  const bare = fixture.getPath("bare.git");
  expect(await places(bare, { ref, since: "main" })).toEqual([without]);
  expect(await places(bare, { ref })).toEqual([without]);
  expect(await places(bare, { ref: "main" })).toEqual([]);
});

test("allows removing an experimental element in a minor, but not a stable one", async () => {
  const fixture = await released();
  const { path } = fixture;
  await fixture.writeFile(REPORT, BEFORE.replace(/\/\*\* @experimental[^]*$/, ""));
  expect(await linesOf(path, { since: "main" })).toEqual([]);
  expect(await linesOf(path)).toEqual([]);
  // A tag that the change itself adds does not count.
  await fixture.writeFile(REPORT, BEFORE.replace(/export declare function limitFunction.*/, ""));
  expect(await linesOf(path, { since: "main" })).toEqual([
    [
      expect.stringContaining("for the removal of `limitFunction`"),
      `${REPORT}:1`,
      expect.anything(),
    ],
  ]);
});

test.each<[string, (path: string) => void]>([
  ["is deleted", (path) => gitIn(path, "rm", "-q", REPORT)],
  ["moves away", (path) => gitIn(path, "mv", REPORT, REPORT.replace("/api/", "/api-of-today/"))],
])("counts all of a report as removed that %s", async (_, change) => {
  const fixture = await released();
  const { path } = fixture;
  const lost = [
    "error: `p-limit` would go from `6.0.0` to `6.1.0`, a `minor` release, but track `stable` requires a `major` for the removal of `LimitFunction` (`packages/p-limit/api/index.d.ts` is gone), the removal of `default` (`packages/p-limit/api/index.d.ts` is gone) and the removal of `limitFunction` (`packages/p-limit/api/index.d.ts` is gone)",
    "warn: `p-limit` no longer has the API report `packages/p-limit/api/index.d.ts`, so its API would no longer be checked",
  ];
  gitIn(path, "switch", "-qc", "change");
  await mkdir(fixture.getPath("packages/p-limit/api-of-today"));
  change(path);
  const messages = async (options: CheckOptions) =>
    (await linesOf(path, options)).map(([message]) => message);
  expect(await messages({ since: "main" })).toEqual(lost);
  const ref = commitAll(path, "no report");
  expect(await messages({ since: "main", ref })).toEqual(lost);
});

test("finds the report of a package that was moved to another folder", async () => {
  const fixture = await released();
  const { path } = fixture;
  gitIn(path, "switch", "-qc", "change");
  gitIn(path, "mv", "packages/p-limit", "packages/limit");
  const ref = commitAll(path, "move");
  expect(await linesOf(path, { since: "main", ref })).toEqual([]);
  await fixture.writeFile(REPORT.replace("p-limit/", "limit/"), AFTER);
  const [[message, at] = []] = await linesOf(path, { since: "main" });
  expect([message, at]).toEqual([
    refused[0]!.replace("packages/p-limit/", "packages/limit/"),
    "packages/limit/api/index.d.ts:2",
  ]);
});

test("reads reports of other tools and unstable elements that the policy names", async () => {
  const other = "packages/p-limit/etc/p-limit.d.ts";
  const fixture = await limited({
    workspace: { api: { reports: ["etc/*.d.ts"], unstable: ["unstable_*"] } },
  });
  await mkdir(fixture.getPath("packages/p-limit/etc"));
  await fixture.writeFile(other, `${BEFORE}export const unstable_a: 1;\n`);
  repository(fixture);
  gitIn(fixture.path, "tag", "p-limit@6.0.0");
  await fixture.writeFile(other, BEFORE);
  expect(await linesOf(fixture.path, { since: "main" })).toEqual([]);
  await fixture.writeFile(other, AFTER);
  expect(await linesOf(fixture.path)).toEqual([
    [refused[0]!.replace("api/index", "etc/p-limit"), `${other}:2`, refused[2]],
  ]);
});

test.each<[string, (report: string) => void, string]>([
  [
    "is a link",
    (report) => (rmSync(report), symlinkSync("index.js", report)),
    "is not a regular file",
  ],
  [
    "lies in a folder that is a link",
    (report) => {
      const folder = dirname(report);
      renameSync(folder, `${folder}-moved`);
      symlinkSync("api-moved", folder);
    },
    "is not a regular folder",
  ],
  ["is too large", (report) => writeFileSync(report, "// \n".repeat(1_400_000)), "is too large"],
  [
    "is nested too deeply",
    (report) =>
      writeFileSync(report, `export type A = ${"[".repeat(20_000)}${"]".repeat(20_000)};`),
    "the API reports cannot be compared: ",
  ],
])("refuses to judge where a report %s", async (_, write, message) => {
  const fixture = await released();
  write(fixture.getPath(REPORT));
  for (const options of [{}, { since: "main" }]) {
    await expect(check({ cwd: fixture.path, ...options })).rejects.toMatchObject({
      obstacles: [{ message: expect.stringContaining(message), at: { path: REPORT } }],
    });
  }
});

test("requires no changeset for a report, and ignores other files in a folder api", async () => {
  const fixture = await limited();
  const other = "packages/p-limit/api/hand-made.d.ts";
  await fixture.writeFile(other, "export declare const a: 1;\n");
  await fixture.rm(REPORT);
  repository(fixture);
  const { path } = fixture;
  const rules = async (options: CheckOptions = {}) => {
    const { findings } = await check({ cwd: path, since: "main", ...options });
    return findings.map(({ rule }) => rule);
  };
  gitIn(path, "switch", "-qc", "change");
  await fixture.writeFile(REPORT, BEFORE);
  expect(await rules()).toEqual([]);
  expect(await rules({ ref: commitAll(path, "report") })).toEqual([]);
  rmSync(fixture.getPath(other));
  symlinkSync("elsewhere", fixture.getPath(other));
  expect(await rules()).toEqual(["changeset-missing"]);
});

test("says what to install if reports differ but cannot be compared", async () => {
  const fixture = await released();
  const env = { RELEASE_POLICY_API: fixture.path, NODE_PATH: "" };
  expect(spawnCli(fixture.path, ["check"], env).code).toBe(0);
  await fixture.writeFile(REPORT, `${BEFORE}// of no matter\nexport declare const b: 3;\n`);
  const ran = spawnCli(fixture.path, ["check"], env);
  expect([ran.code, ran.stderr]).toEqual([
    2,
    expect.stringContaining("run `pnpm add -Dw @release-policy/api`"),
  ]);
});

/** The start of a module that changes how this program loads modules or starts processes. */
const preload = (code: string) => ({
  NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}`,
});
const CRASHING = `import child from "node:child_process"; import { syncBuiltinESMExports } from "node:module";
  const { spawn } = child;
  child.spawn = (file, ...rest) => spawn(/[\\\\/]tsc(?:\\.exe)?$/.test(file) ? process.execPath : file, ...rest);
  syncBuiltinESMExports();`;
const MISSING = `import { registerHooks } from "node:module"; registerHooks({ resolve(name, context, next) {
    if (!name.startsWith("typescript/")) return next(name, context);
    throw Object.assign(new Error("Cannot find package 'typescript'"), { code: "ERR_MODULE_NOT_FOUND" });
  } });`;

test.each([
  ["crashes", CRASHING, "error: the API reports cannot be compared: TypeScript has failed: "],
  [
    "is not installed",
    MISSING,
    "error: comparing API reports needs @release-policy/api, but a file or package that it needs itself is not installed: typescript\n  help: install the dependencies again",
  ],
])("ends with exit code 2 where TypeScript %s", async (_, code, message) => {
  const fixture = await released();
  await fixture.writeFile(REPORT, AFTER);
  const ran = spawnCli(fixture.path, ["check"], preload(code));
  expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining(message)]);
});

test("version writes what the API deprecates into the ledger", async () => {
  const fixture = await released();
  const { path } = fixture;
  install(path, 3);
  await fixture.writeFile(
    REPORT,
    BEFORE.replace(
      "export declare function limitFunction",
      "/** @deprecated use the default */\nexport declare function limitFunction",
    ),
  );
  commitAll(path, "deprecate");
  const { code, stdout } = await runCli(path, ["version"]);
  expect({ code, stdout }).toMatchObject({ code: 0 });
  expect(readFileSync(`${path}/policies/deprecations.yaml`, "utf8")).toContain(
    'api: "limitFunction"\n    deprecatedIn: "6.1.0"\n',
  );
});

test("add and allowed suggest the bump that the API requires", async () => {
  const fixture = await released();
  await fixture.writeFile(REPORT, AFTER);
  install(fixture.path, 3);
  const [package_] = await addable({ cwd: fixture.path });
  expect(package_).toMatchObject({ package: "p-limit", api: { least: "major", breaks: "yes" } });
  const { stdout } = await runCli(fixture.path, ["allowed", "p-limit"]);
  expect(stdout).toContain(
    "API since 6.0.0: breaking, 1 changed; planned minor; least bump for it: major",
  );
  const message = ["--message", "Take away."];
  const small = await runCli(fixture.path, ["add", "--patch", "p-limit", ...message, "--dry-run"]);
  expect(small.stdout).not.toContain("error[");
  await fixture.rm(".changeset/map.md");
  const tooSmall = await runCli(fixture.path, ["add", "--minor", "p-limit", ...message]);
  expect(tooSmall.stdout).toContain("error[change-bump]");
  expect(tooSmall.stdout).toContain("nothing was written");
});

test("shows the API changes next to the plan, in the terminal, JSON and the comment", async () => {
  const fixture = await released();
  await fixture.writeFile(
    REPORT,
    AFTER.replace(/\/\*\* @experimental[^]*$/, "export declare const close: () => void;\n"),
  );
  const report = await check({ cwd: fixture.path, today: "2026-06-15" });
  const summary = "breaking, 1 removed, 1 changed, 1 added; planned minor";
  expect(formatTerminal(report)).toContain(`\n  p-limit  API: ${summary}\n`);
  const comment = formatMarkdown(report);
  expect(comment).toContain(`<details><summary>Public API: ${summary}</summary>`);
  expect(comment).toContain(
    "| `p-limit` | `peek` | removed (experimental) | `is no longer exported` |",
  );
  const data = JSON.parse(jsonText(report));
  expect(data.apis).toMatchObject([
    { package: "p-limit", against: "6.0.0", least: "major", planned: "minor", breaks: "yes" },
  ]);
  expect(reportSchema.safeParse(data).error).toBeUndefined();
});

test("writes the API's deprecations into the ledger, under the planned release", async () => {
  const fixture = await released();
  const deprecated = BEFORE.replace(
    "export declare function limitFunction",
    "/** @deprecated use the default */\nexport declare function limitFunction",
  );
  await fixture.writeFile(
    REPORT,
    deprecated.replace("/** @experimental */", "/** @experimental @deprecated */"),
  );
  const options = { cwd: fixture.path, today: "2026-06-15" };
  const { packages } = await deprecations({ ...options, write: true });
  expect(packages).toMatchObject([
    {
      name: "p-limit",
      entries: [{ api: "limitFunction", deprecatedIn: "6.1.0", change: "added" }],
    },
  ]);
  const { written } = await deprecations({ ...options, write: true });
  expect(written).toBe(false);
});

test("detects a deleted folder of reports without a base, if another package has one or the policy names APIs", async () => {
  const CORE = "packages/core/api/index.d.ts";
  const twins = (policies: Readonly<Record<string, unknown>>) =>
    workspace({
      packages: { "p-limit": "6.0.0", core: "1.0.0" },
      changesets: { map: { "p-limit": "minor" } },
      policies: { stable: { packages: ["*"] }, ...policies },
      files: { [REPORT]: BEFORE, [CORE]: BEFORE.replace("p-limit", "core") },
    });
  for (const policies of [{}, { workspace: { api: {} } }]) {
    const fixture = await twins(policies);
    const { path } = fixture;
    repository(fixture);
    gitIn(path, "tag", "p-limit@6.0.0");
    gitIn(path, "tag", "core@1.0.0");
    rmSync(`${path}/packages/p-limit/api`, { recursive: true });
    if ("workspace" in policies) rmSync(`${path}/packages/core/api`, { recursive: true });
    const messages = (await linesOf(path)).map(([message]) => message).join("\n");
    expect(messages).toContain(`no longer has the API report \`${REPORT}\``);
  }
});
