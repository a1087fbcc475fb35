import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { type Report, check } from "../../src/index.ts";
import { recordedGit } from "../kit/recorded-git.ts";
import { commitAll, gitIn } from "../kit/run-example.ts";
import { changeset, repository, workspace } from "../kit/workspace.ts";

const paths = (findings: Report["findings"]): string[] => findings.map(({ at }) => at.path);

/** A base with a finding, on main. */
async function wrongBase() {
  const fixture = await workspace({ changesets: { old: { "@acme/plugin": "major" } } });
  await fixture.writeFile(".gitignore", ".changeset/local.md\n");
  repository(fixture);
  return fixture;
}

test("a changeset that git ignores is not a finding of the base", async () => {
  const fixture = await wrongBase();
  await fixture.writeFile(".changeset/local.md", changeset({ "@acme/plugin": "major" }));
  await fixture.rm(".changeset/old.md");
  commitAll(fixture.path, "change");
  const { findings, pending } = await check({ cwd: fixture.path, since: "HEAD" });
  expect([paths(findings), paths(pending)]).toEqual([[".changeset/local.md"], []]);
});

test("the base of a sparse checkout has the packages that the folder lacks", async () => {
  const fixture = await workspace({ changesets: { old: { "@acme/core": "patch" } } });
  repository(fixture);
  gitIn(fixture.path, "update-index", "--skip-worktree", "packages/core/package.json");
  await fixture.rm("packages/core/package.json");
  const { findings, pending } = await check({ cwd: fixture.path, since: "main" });
  expect([paths(findings), paths(pending)]).toEqual([
    [".changeset/old.md", "policies/core.yaml"],
    [],
  ]);
});

test("a changeset of the base is pending beside one that the change adds", async () => {
  const fixture = await wrongBase();
  await fixture.writeFile(".changeset/new.md", changeset({ "@acme/cor": "patch" }));
  const asFolder = await check({ cwd: fixture.path, since: "main" });
  gitIn(fixture.path, "checkout", "-q", "-b", "change");
  const ref = commitAll(fixture.path, "change");
  const asCommit = await check({ cwd: fixture.path, since: "main", ref });
  for (const { findings, pending } of [asFolder, asCommit])
    expect([paths(findings), paths(pending)]).toEqual([
      [".changeset/new.md"],
      [".changeset/old.md"],
    ]);
});

test("a base whose manifests the change edits is not written to disk", async () => {
  const fixture = await wrongBase();
  const manifest = JSON.parse(
    await fixture.readFile("packages/core/package.json", "utf8"),
  ) as object;
  await fixture.writeJson("packages/core/package.json", { ...manifest, description: "Edited" });
  await fixture.writeFile(".changeset/new.md", changeset({ "@acme/core": "patch" }));
  vi.stubEnv("TMPDIR", join(fixture.path, "nowhere"));
  onTestFinished(() => void vi.unstubAllEnvs());
  const { findings, pending } = await check({ cwd: fixture.path, since: "main" });
  expect([paths(findings), paths(pending)]).toEqual([[], [".changeset/old.md"]]);
});

const STARTS = ["cat-file", "diff", "ls-files"];

test.each([
  ["HEAD", "HEAD", STARTS],
  ["the commit before it", "HEAD~1", STARTS],
  ["a branch that has gone on", "main", [...STARTS, "merge-base"]],
])("a change of a manifest and its base take few starts of git: %s", async (_, since, expected) => {
  const fixture = await wrongBase();
  const { path } = fixture;
  gitIn(path, "checkout", "-q", "-b", "change");
  await fixture.writeFile("packages/core/index.js", "");
  commitAll(path, "first of the change");
  gitIn(path, "checkout", "-q", "main");
  await fixture.writeFile("elsewhere.js", "");
  commitAll(path, "goes on");
  gitIn(path, "checkout", "-q", "change");
  const manifest = JSON.parse(
    await fixture.readFile("packages/core/package.json", "utf8"),
  ) as object;
  await fixture.writeJson("packages/core/package.json", { ...manifest, description: "Edited" });
  const starts = recordedGit();
  const { findings, pending } = await check({ cwd: path, since });
  expect([paths(findings), paths(pending)]).toEqual([
    ["packages/core/package.json"],
    [".changeset/old.md"],
  ]);
  expect(starts().toSorted()).toEqual(expected);
});

test("what a change makes of a manifest is not a finding of the base", async () => {
  const fixture = await workspace({ changesets: { old: { "@acme/plugin": "major" } } });
  const path = "packages/plugin/package.json";
  const manifest = JSON.parse(await fixture.readFile(path, "utf8")) as object;
  repository(fixture);
  await fixture.writeJson(path, { ...manifest, private: true });
  const { findings, pending } = await check({ cwd: fixture.path, since: "HEAD" });
  expect([paths(findings), paths(pending)]).toEqual([[".changeset/old.md"], []]);
});
