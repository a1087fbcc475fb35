import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { FsFixture } from "fs-fixture";
import { expect, onTestFinished, test, vi } from "vitest";
import { committedPlanner } from "../../src/git/working-tree/tracked-planner.ts";
import { CannotJudge, check } from "../../src/index.ts";
import { installedPlanner } from "../../src/planners/installation.ts";
import { planted } from "../kit/installed.ts";
import { runCli } from "../kit/run-cli.ts";
import { commitAll, gitIn } from "../kit/run-example.ts";
import { changeset, folder, repository, workspace } from "../kit/workspace.ts";

/** A planner that says that nothing is released, and leaves a trace. */
const forging = (canary: string): string => `
require("node:fs").writeFileSync(${JSON.stringify(join(canary, "ran"))}, "");
exports.default = () => ({ changesets: [], releases: [], preState: undefined });`;

const TRUSTED = { use: "changesets@3", committed: "trusted" };

interface Planted {
  readonly fixture: FsFixture;
  /** What the planner wrote when it ran. */
  readonly ran: () => readonly string[];
}

async function withPlanner(
  given: { readonly policies?: object; readonly files?: Record<string, string> } = {},
): Promise<Planted> {
  const canary = await folder({});
  const fixture = await workspace({
    changesets: { one: { "@acme/plugin": "major" } },
    policies: {
      core: { packages: ["@acme/core"], versions: ">=1.0.0" },
      integrations: { packages: ["@acme/plugin"], versions: "0.y.z" },
      ...given.policies,
    },
    files: { ...planted(forging(canary.path)), ...given.files },
  });
  return { fixture, ran: () => readdirSync(canary.path) };
}

/** `pass`, or why there is no verdict. */
async function outcomeOf(options: Parameters<typeof check>[0]): Promise<string> {
  try {
    return (await check(options)).outcome;
  } catch (error) {
    if (!(error instanceof CannotJudge)) throw error;
    return error.obstacles.map(({ message }) => message).join("; ");
  }
}

const REFUSED =
  "node_modules/@changesets/assemble-release-plan/index.cjs is committed, but this check would run it as part of the planner";

test("rejects a planner that git tracks, names the file, and does not run it", async () => {
  const { fixture, ran } = await withPlanner();
  repository(fixture);
  expect(await outcomeOf({ cwd: fixture.path })).toBe(REFUSED);
  expect(ran()).toEqual([]);
});

test.each([
  "check",
  "explain @acme/core",
  "allowed @acme/core",
  "tracks",
  "fix",
  "version --dry-run",
])("%s ends with exit code 2 and runs nothing", async (command) => {
  const { fixture, ran } = await withPlanner();
  repository(fixture);
  const { code, stderr } = await runCli(fixture.path, command.split(" "));
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(REFUSED) });
  expect(stderr).toContain("planner: { committed: trusted }");
  expect(ran()).toEqual([]);
});

test("runs a planner that git ignores, or without git", async () => {
  const ignored = await withPlanner({ files: { ".gitignore": "node_modules\n" } });
  repository(ignored.fixture);
  expect(await outcomeOf({ cwd: ignored.fixture.path })).toBe("pass");
  expect(ignored.ran()).toEqual(["ran"]);
  const plain = await withPlanner();
  expect(await outcomeOf({ cwd: plain.fixture.path })).toBe("pass");
});

test("runs a committed planner that the policy trusts", async () => {
  const { fixture, ran } = await withPlanner({ policies: { workspace: { planner: TRUSTED } } });
  repository(fixture);
  expect(await outcomeOf({ cwd: fixture.path })).toBe("pass");
  expect(ran()).toEqual(["ran"]);
});

test("only the policy of the base can trust a planner", async () => {
  const { fixture, ran } = await withPlanner();
  repository(fixture);
  gitIn(fixture.path, "checkout", "-q", "-b", "change");
  const trust = "planner: { committed: trusted }\n";
  await fixture.writeFile("policies/workspace.yaml", trust);
  commitAll(fixture.path, "trust me");
  expect(await outcomeOf({ cwd: fixture.path, since: "main" })).toBe(REFUSED);
  expect(ran()).toEqual([]);
  gitIn(fixture.path, "branch", "-f", "main");
  await fixture.writeFile("policies/workspace.yaml", `${trust}judgedBy: base\n`);
  expect(await outcomeOf({ cwd: fixture.path, since: "main" })).toBe("pass");
  expect(ran()).toEqual(["ran"]);
});

test("never runs it for a commit", async () => {
  const { fixture, ran } = await withPlanner({ policies: { workspace: { planner: TRUSTED } } });
  repository(fixture);
  expect(await outcomeOf({ cwd: fixture.path, ref: "HEAD" })).toBe("fail");
  expect(ran()).toEqual([]);
});

/** Moves the packages of the planner, and puts links where they were. */
function relink(root: string, to: string): void {
  for (const name of ["cli", "assemble-release-plan"]) {
    const from = join(root, "node_modules/@changesets", name);
    rmSync(from, { recursive: true });
    mkdirSync(dirname(from), { recursive: true });
    symlinkSync(join(root, to, name), from);
  }
}

test.each([
  [
    "of pnpm's own folder",
    "node_modules/.pnpm/x/node_modules/@changesets",
    "node_modules/@changesets\n",
  ],
  ["of another folder of the repository", "tools/planner", "node_modules\n"],
])("resolves links: rejects a planner %s", async (_, real, ignored) => {
  const canary = await folder({});
  const moved = Object.fromEntries(
    Object.entries(planted(forging(canary.path))).map(([path, text]) => [
      path.replace("node_modules/@changesets", real),
      text,
    ]),
  );
  const { fixture } = await withPlanner({ files: { ...moved, ".gitignore": ignored } });
  relink(fixture.path, real);
  repository(fixture);
  const outcome = await outcomeOf({ cwd: fixture.path });
  expect(outcome).toContain(`${real}/assemble-release-plan/`);
  expect(outcome).toContain("is committed");
  expect(readdirSync(canary.path)).toEqual([]);
});

test("rejects a package next to an installed planner, or a link or submodule in its place", async () => {
  const { fixture, ran } = await withPlanner({
    files: {
      "node_modules/semver/index.js": "throw 1;\n",
      ".gitignore": "node_modules/@changesets\n",
    },
  });
  repository(fixture);
  expect(await outcomeOf({ cwd: fixture.path })).toMatch(/^node_modules\/semver\/index\.js is /);
  gitIn(fixture.path, "rm", "-rq", "--cached", "node_modules");
  gitIn(
    fixture.path,
    "update-index",
    "--add",
    "--cacheinfo",
    `160000,${"1".repeat(40)},node_modules`,
  );
  expect(await outcomeOf({ cwd: fixture.path })).toMatch(/^node_modules is committed/);
  expect(ran()).toEqual([]);
});

test("allows a committed marker in node_modules, and a workspace in a subfolder", async () => {
  const { fixture, ran } = await withPlanner({
    files: {
      ".gitignore": "node_modules/*\n!node_modules/.gitkeep\n",
      "node_modules/.gitkeep": "",
    },
  });
  repository(fixture);
  expect(await outcomeOf({ cwd: fixture.path })).toBe("pass");
  expect(ran()).toEqual(["ran"]);
  const outer = await folder({});
  mkdirSync(outer.getPath("apps"));
  gitIn(outer.path, "init", "-q");
  gitIn(outer.path, "--work-tree", outer.path, "commit", "-q", "--allow-empty", "-m", "one");
  const inner = await withPlanner();
  const at = outer.getPath("apps/web");
  symlinkSync(inner.fixture.path, at);
  expect(await outcomeOf({ cwd: at })).toBe("pass");
  writeFileSync(inner.fixture.getPath(".changeset/two.md"), changeset({ "@acme/core": "patch" }));
  repository(inner.fixture);
  expect(await outcomeOf({ cwd: at })).toBe(REFUSED);
});

test("allows every planner where git is not installed or there is only a folder with its name", async () => {
  const { fixture } = await withPlanner();
  repository(fixture);
  const planner = installedPlanner(fixture.path)!;
  const message = () => committedPlanner(fixture.path, planner, false)?.obstacles[0]?.message;
  expect(message()).toBe(REFUSED);
  vi.stubEnv("PATH", fixture.getPath("policies"));
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(message()).toBeUndefined();
  vi.unstubAllEnvs();
  rmSync(fixture.getPath(".git/HEAD"));
  expect(message()).toBeUndefined();
});
