import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { check } from "../../src/index.ts";
import { runCli } from "../kit/run-cli.ts";
import { gitIn } from "../kit/run-example.ts";
import { changeset, repository, workspace } from "../kit/workspace.ts";

const lab = (distTag: string, release: string) =>
  workspace({
    packages: { core: "1.0.0", lab: "0.1.0" },
    changesets: { cat: changeset({ core: "patch", lab: "patch" }) },
    policies: {
      core: { packages: ["core"], distTag: "latest" },
      lab: { packages: ["lab"], distTag },
    },
    files: { "package.json": JSON.stringify({ private: true, scripts: { release } }) },
    planner: "pnpm",
  });

test("the plan shows dist-tags if one of them is not latest", async () => {
  const apart = "pnpm publish -r --filter lab --tag next && pnpm publish -r";
  const { path } = await lab("next", apart);
  const { code, stdout } = await runCli(path, ["check"]);
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: `  core  1.0.0 → 1.0.1  patch  core  dist-tag latest
  lab   0.1.0 → 0.1.1  patch  lab   dist-tag next

✓ 2 releases allowed
`,
  });
  const json = await runCli(path, ["check", "--format", "json"]);
  expect(JSON.parse(json.stdout)).toMatchObject({
    releases: [
      { name: "core", distTag: { tag: "latest", by: "default" } },
      { name: "lab", distTag: { tag: "next", by: "command" } },
    ],
  });
});

test("the plan is as short as before if all of them are latest", async () => {
  const { path } = await lab("latest", "pnpm publish -r");
  const { stdout } = await runCli(path, ["check"]);
  expect(stdout).toContain("  lab   0.1.0 → 0.1.1  patch  lab\n");
});

test("a commit is judged by the tag of its own .npmrc", async () => {
  const root = await lab("next", "npm publish --workspaces");
  const { path } = root;
  await root.writeFile(".npmrc", "tag=next\n");
  const commit = repository(root);
  const tagsOf = async (options: object) =>
    (await check({ cwd: path, ...options })).releases.map(({ distTag }) => distTag);
  const next = { tag: "next", by: "settings" };
  expect(await tagsOf({ ref: commit })).toEqual([next, next]);
  await root.writeFile(".npmrc", "tag=beta\n");
  expect(await tagsOf({ ref: commit })).toEqual([next, next]);
  expect(await tagsOf({})).toEqual([
    { tag: "beta", by: "settings" },
    { tag: "beta", by: "settings" },
  ]);
  await root.rm(".npmrc");
  symlinkSync("/etc/passwd", join(path, ".npmrc"));
  gitIn(path, "add", "-A");
  gitIn(path, "commit", "-q", "-m", "link");
  await expect(check({ cwd: path, ref: "HEAD" })).rejects.toThrow(".npmrc");
});
