import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { Base } from "../../src/check/base/base.ts";
import { type LoadOptions, load } from "../../src/check/load.ts";
import { CannotJudge } from "../../src/errors.ts";
import { differenceSince } from "../../src/git/changes.ts";
import { CommitWorkspaces } from "../../src/git/commit-workspaces.ts";
import { readPolicyFolder } from "../../src/policy/policy-files.ts";
import { commitAll, gitIn } from "../kit/run-example.ts";
import { runs } from "../kit/sampling.ts";
import { changeset, repository, workspace } from "../kit/workspace.ts";

const RUNS = { seed: 20_261_201, numRuns: runs(60) };

/** What a change does in the folder of a workspace. */
type Act = (root: string) => void;

const put = (root: string, path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
const manifestOf = (root: string, path: string): object =>
  JSON.parse(readFileSync(join(root, path), "utf8")) as object;
const putting =
  (path: string, text: string): Act =>
  (root) =>
    put(root, path, text);
const removing =
  (path: string): Act =>
  (root) =>
    rmSync(join(root, path), { recursive: true, force: true });

const CORE = "packages/core/package.json";
const LABS = "packages/labs/package.json";
const fields = fc.constantFrom<object>(
  { version: "1.3.0" },
  { version: undefined },
  { name: "@acme/other" },
  { name: undefined },
  { private: true },
  { description: "Edited." },
  { dependencies: { "@acme/core": "workspace:^" } },
  { devDependencies: { "@acme/plugin": "^0.3.0" } },
  { peerDependencies: { "@acme/core": "^1.0.0" } },
  { optionalDependencies: { "@acme/labs": "catalog:" } },
  { dependencies: { "@acme/core": 7 } },
  { publishConfig: { tag: "next" } },
  { engines: { node: ">=20" }, scripts: { prepare: "x" }, files: ["dist"] },
  { workspaces: ["packages/core"] },
);
const edits = fc
  .tuple(fc.constantFrom("package.json", CORE, LABS, "packages/plugin/package.json"), fields)
  .map(
    ([path, edit]): Act =>
      (root) =>
        put(root, path, JSON.stringify({ ...manifestOf(root, path), ...edit })),
  );
const bumps = fc
  .tuple(
    fc.constantFrom(
      ".changeset/new.md",
      ".changeset/new.md",
      ".changeset/local.md",
      ".changeset/old.md",
    ),
    fc.constantFrom("@acme/core", "@acme/plugin", "@acme/nothing"),
    fc.constantFrom("patch", "minor", "major", "none", "odd"),
  )
  .map(([path, name, bump]) => putting(path, changeset({ [name]: bump })));
const files = fc.constantFrom<Act>(
  removing(".changeset/old.md"),
  removing("packages/labs"),
  removing(CORE),
  putting("packages/new/package.json", '{"name":"@acme/new","version":"0.1.0"}'),
  putting("packages/core/index.js", "export {};\n"),
  putting("packages/core/package.JSON", "{}"),
  putting(".changeset/config.json", '{"ignore":["@acme/labs"],"baseBranch":"main"}'),
  putting("pnpm-workspace.yaml", "packages: [packages/core, packages/plugin]\n"),
  putting("yarn.lock", ""),
  putting("policies/more.yaml", "packages: ['@acme/labs']\nversions: '*'\n"),
  (root) => renameSync(join(root, "packages/labs"), join(root, "packages/moved")),
  (root) => symlinkSync("core", join(root, "packages/linked")),
);
/** What git has otherwise than the folder. */
const flagged = fc
  .tuple(
    fc.constantFrom("--assume-unchanged", "--skip-worktree"),
    fc.constantFrom(CORE, ".changeset/old.md", "packages/plugin/package.json"),
    fc.boolean(),
  )
  .map(([flag, path, removes]): Act => (root) => {
    gitIn(root, "update-index", flag, path);
    if (removes) removing(path)(root);
    else if (path.endsWith(".json"))
      put(root, path, JSON.stringify({ ...manifestOf(root, path), version: "3.0.0" }));
  });
const inIndex = fc.constantFrom<Act>(
  (root) => gitIn(root, "rm", "-q", "--cached", CORE),
  (root) => gitIn(root, "rm", "-q", "--cached", ".changeset/old.md"),
  (root) => {
    const commit = gitIn(root, "rev-parse", "HEAD");
    gitIn(root, "update-index", "--add", "--cacheinfo", `160000,${commit},packages/module`);
  },
  (root) => {
    // As a merge that was not finished leaves it.
    const blob = gitIn(root, "rev-parse", `HEAD:${CORE}`);
    gitIn(root, "rm", "-q", "--cached", CORE);
    put(root, ".git/stages", `100644 ${blob} 2\t${CORE}\n100644 ${blob} 3\t${CORE}\n`);
    gitIn(root, "-c", "alias.stages=!git update-index --index-info < .git/stages", "stages");
  },
  (root) => gitIn(root, "sparse-checkout", "set", "--cone", ".changeset", "packages/core"),
);
const act = fc.oneof(
  { weight: 8, arbitrary: edits },
  { weight: 8, arbitrary: bumps },
  { weight: 3, arbitrary: files },
  { weight: 1, arbitrary: flagged },
  { weight: 1, arbitrary: inIndex },
);
const changes = fc.record({
  acts: fc.array(act, { minLength: 1, maxLength: 3 }),
  middle: fc.constantFrom<Act>(
    () => {},
    (root) => gitIn(root, "add", "-A"),
    (root) => void commitAll(root, "change"),
  ),
  last: fc.option(act, { nil: undefined }),
});

/** An act that the acts before it have made impossible does nothing. */
function tryIn(root: string, one: Act): void {
  try {
    one(root);
  } catch {
    // Such as the manifest of a package that is gone.
  }
}

test.each(["changesets@3", "changesets@2", "pnpm"] as const)(
  "a base that is planned from the head is the base as it was committed: %s",
  async (planner) => {
    const fixture = await workspace({
      planner,
      packages: {
        "@acme/core": "1.2.0",
        "@acme/plugin": { version: "0.3.0", peerDependencies: { "@acme/core": "workspace:^" } },
        "@acme/labs": { version: "0.1.0", private: true },
      },
      changesets: { old: { "@acme/plugin": "minor" } },
    });
    const root = fixture.path;
    await fixture.writeFile(".gitignore", ".changeset/local.md\n");
    const first = repository(fixture);
    const policy = readPolicyFolder(root)!;
    const options: LoadOptions = { today: "2026-06-15", mayRunInstalled: true, repository: root };
    const scratches = new CommitWorkspaces(root);
    onTestFinished(() => scratches.dispose());
    const reset = (): void => {
      tryIn(root, () => gitIn(root, "sparse-checkout", "disable"));
      rmSync(join(root, ".git/index"), { force: true });
      gitIn(root, "reset", "-q", "--hard", first);
      gitIn(root, "clean", "-qfdx");
    };
    const holds = fc.asyncProperty(changes, async ({ acts, middle, last }) => {
      reset();
      for (const one of [...acts, middle, ...(last ? [last] : [])]) tryIn(root, one);
      try {
        const head = await load(root, policy, options);
        const difference = await differenceSince(root, first, undefined, scratches);
        const like = { ...options, like: head.choice };
        const planned = await new Base(difference, scratches, like, head).facts(policy);
        const written = await new Base(difference, scratches, like).facts(policy);
        expect(planned).toEqual(written);
      } catch (error) {
        // A head that cannot be judged has no base.
        if (!(error instanceof CannotJudge)) throw error;
      }
    });
    await fc.assert(holds, RUNS);
  },
);

test("a base is planned anew for a policy that publishes other packages than the head's", async () => {
  const fixture = await workspace({
    planner: "pnpm",
    changesets: { old: { "@acme/plugin": "minor" } },
  });
  const root = fixture.path;
  const first = repository(fixture);
  await fixture.writeFile("packages/core/index.js", "export {};\n");
  const policy = readPolicyFolder(root)!;
  const options: LoadOptions = { today: "2026-06-15", mayRunInstalled: true, repository: root };
  const scratches = new CommitWorkspaces(root);
  onTestFinished(() => scratches.dispose());
  const head = await load(root, policy, options);
  const difference = await differenceSince(root, first, undefined, scratches);
  const base = new Base(difference, scratches, { ...options, like: head.choice }, head);
  const to = async (unpublished: readonly string[]) => {
    const line = { at: { path: "policies/workspace.yaml", line: 1, column: 1 }, text: "" };
    const other = { ...policy, unpublished: unpublished.map((name) => ({ name, line })) };
    return (await base.facts(other))?.releases.map((release) => release.to);
  };
  expect(await to([])).toEqual(["0.4.0"]);
  expect(await to(["@acme/plugin"])).toEqual(["0.3.0"]);
});
