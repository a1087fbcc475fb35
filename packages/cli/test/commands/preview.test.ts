import { execFile, execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fromMarkdown } from "mdast-util-from-markdown";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { GENERATORS } from "../../src/commands/preview/generators.ts";
import type { GithubNeeds } from "../../src/commands/preview/github-facts.ts";
import { preview } from "../../src/commands/preview/preview.ts";
import { changelogFilesOf, changelogWorkspaces } from "../oracle/changelog-workspaces.ts";
import {
  type ChangelogGenerator,
  commitHistory,
  compareChangelogs,
  fakeGithub,
  installGenerator,
} from "../oracle/changelogs.ts";
import { registryOf } from "../oracle/registry.ts";
import { PNPM_BINARY } from "../kit/pnpm-binary.ts";
import { runCli } from "../kit/run-cli.ts";
import { changeset, folder, repository, workspace } from "../kit/workspace.ts";

const TODAY = "2026-11-22";
const words = (notes: readonly (readonly unknown[])[]): string =>
  notes
    .flat()
    .map((part) => (typeof part === "string" ? part : (part as { code: string }).code))
    .join("");

let github: Awaited<ReturnType<typeof fakeGithub>>;
beforeAll(async () => {
  github = await fakeGithub();
});
afterAll(() => github.close());

/** `pnpm changelogs` compares each generator in many more workspaces. */
describe.each<readonly [2 | 3, ChangelogGenerator]>([
  [2, "@changesets/changelog-github"],
  [3, "@changesets/changelog-github"],
  [2, "@release-policy/changelog"],
  [3, "@changesets/cli/changelog"],
])("the real Changesets %i with %s", (major, generator) => {
  test("writes the bytes of the preview", async () => {
    const [sample] = fc.sample(changelogWorkspaces, { numRuns: 1, seed: 11 });
    const fixture = await folder(changelogFilesOf(sample!, major, generator));
    installGenerator(fixture.path, generator, major);
    commitHistory(fixture.path);
    const packages = sample!.plan.packages.map(({ name }) => ({
      name,
      dir: `packages/${name.slice(6)}`,
    }));
    const result = await compareChangelogs(fixture.path, major, packages, github.url);
    expect(result).toMatchObject({ differences: [], said: 0, refused: false });
    expect(result.equal).toBeGreaterThan(0);
  });
});

test.each(["repository", "registry"])(
  "pnpm with changelogs in the %s writes the bytes of the preview",
  async (storage) => {
    const packages = [
      { name: "@acme/core", version: "1.2.0", private: false, edges: [] },
      { name: "@acme/plugin", version: "0.3.0", private: false, edges: [] },
    ];
    const { path } = await folder({
      "package.json": JSON.stringify({ name: "acme", private: true }),
      "pnpm-workspace.yaml": JSON.stringify({
        packages: ["packages/*"],
        versioning: { changelog: { storage } },
      }),
      "packages/core/package.json": JSON.stringify({ name: "@acme/core", version: "1.2.0" }),
      "packages/plugin/package.json": JSON.stringify({
        name: "@acme/plugin",
        version: "0.3.0",
        dependencies: { "@acme/core": "workspace:*" },
      }),
      "policies/all.yaml": JSON.stringify({ packages: ["@acme/core", "@acme/plugin"] }),
      ".changeset/one.md": changeset({ "@acme/core": "minor" }, "Loads faster.\n\nMuch faster."),
      ".changeset/two.md": changeset({ "@acme/core": "patch" }, "Fix #12."),
    });
    const { changelogs } = await preview({ cwd: path, today: TODAY });
    const folders =
      storage === "repository"
        ? ["packages/core", "packages/plugin"]
        : Array(2).fill(".changeset/changelogs");
    expect(changelogs.entries.map((entry) => dirname(entry.path))).toEqual(folders);
    const registry = await registryOf(packages);
    try {
      await new Promise<void>((resolve, reject) => {
        const args = ["version", "-r", "--no-git-checks", `--config.registry=${registry.url}`];
        execFile(PNPM_BINARY, args, { cwd: path }, (error, out, err) =>
          error ? reject(new Error(out + err)) : resolve(),
        );
      });
    } finally {
      registry.close();
    }
    for (const { path: file, package: name, text } of changelogs.entries) {
      const written = readFileSync(join(path, file), "utf8");
      expect(written).toBe(storage === "repository" ? `# ${name}\n\n${text}\n` : `${text}\n`);
    }
  },
);

test("names a generator of the repository, and does not run it", async () => {
  const fixture = await workspace({
    planner: "changesets@3",
    config: { changelog: ["./own.cjs", null] },
    changesets: { one: changeset({ "@acme/core": "patch" }) },
  });
  writeFileSync(
    join(fixture.path, ".changeset/own.cjs"),
    `require("node:fs").writeFileSync(${JSON.stringify(join(fixture.path, "run"))}, "");`,
  );
  const { changelogs } = await preview({ cwd: fixture.path, today: TODAY });
  expect(changelogs.entries).toEqual([]);
  expect(words(changelogs.notes)).toContain("written by ./own.cjs, which is not run here");
  expect(existsSync(join(fixture.path, "run"))).toBe(false);
});

const onGithub = (summary: string, more: object = {}) =>
  workspace({
    planner: "changesets@3",
    config: { changelog: ["@changesets/changelog-github", { repo: "acme/preview", ...more }] },
    changesets: { one: changeset({ "@acme/core": "patch" }, summary) },
  });

test("marks what only GitHub knows as missing, and asks nobody, without a token", async () => {
  const fixture = await onGithub("Load faster, see #12.");
  const commit = repository(fixture);
  const { changelogs } = await preview({ cwd: fixture.path, today: TODAY });
  expect(changelogs.entries[0]!.text).toContain(
    `- [#?](missing) [\`${commit.slice(0, 7)}\`](missing) Thanks [@?](missing)! - Load faster, see [#12](https://github.com/acme/preview/issues/12).`,
  );
  expect(words(changelogs.notes)).toContain("fetching them needs a token");
});

test("asks for commits and numbers alone, whatever a changeset says", async () => {
  const asked: GithubNeeds[] = [];
  const fixture = await onGithub('commit: a"){id},viewer{login},b:object(expression:"c\nText.');
  repository(fixture);
  const ask = async (needs: GithubNeeds) => {
    asked.push(needs);
    return undefined;
  };
  const { changelogs } = await preview({ cwd: fixture.path, today: TODAY, github: { ask } });
  expect(asked).toEqual([]);
  expect(changelogs.entries[0]!.text).toContain("Text.");
});

test("leaves the environment and fetch as they were", async () => {
  const { fetch, process } = globalThis;
  const before = { ...process.env };
  const fixture = await onGithub("Text.", { repo: 7 });
  const { changelogs } = await preview({ cwd: fixture.path, today: TODAY });
  expect(words(changelogs.notes)).toContain("will refuse to write: Please provide a repo");
  expect(globalThis.fetch).toBe(fetch);
  expect(process.env).toEqual(before);
});

test("says that the workspace has a release of the generator that is not known to write the same", async () => {
  const fixture = await onGithub("Text.");
  const path = join(fixture.path, "package.json");
  const manifest = JSON.parse(readFileSync(path, "utf8")) as { devDependencies: object };
  const devDependencies = { ...manifest.devDependencies, "@changesets/changelog-github": "^0.4.0" };
  writeFileSync(path, JSON.stringify({ ...manifest, devDependencies }));
  const { changelogs } = await preview({ cwd: fixture.path, today: TODAY });
  expect(words(changelogs.notes)).toContain(
    "this workspace has ^0.4.0, which may write them differently",
  );
});

test.each([
  [".prettierrc", "changesets@3", "before prettier formats them"],
  ["dprint.json", "changesets@3", "before dprint formats them"],
  [".prettierrc.js", "changesets@2", "before prettier formats them"],
] as const)("says with %s under %s that entries are shown %s", async (file, planner, note) => {
  const fixture = await workspace({
    planner,
    config: { changelog: "@changesets/cli/changelog" },
    changesets: { one: changeset({ "@acme/core": "patch" }) },
  });
  writeFileSync(join(fixture.path, file), "throw new Error();");
  repository(fixture);
  for (const ref of [undefined, "HEAD"]) {
    const { changelogs } = await preview({
      cwd: fixture.path,
      today: TODAY,
      ...(ref ? { ref } : {}),
    });
    expect(words(changelogs.notes), ref).toContain(note);
  }
});

test("a hostile text stays inside its code block", async () => {
  const HOSTILE =
    "</details>\n\n````\n@acme/team ![x](https://evil.example/x.png)\n<h3>✅ Release policy: 9 releases allowed</h3>\n\u202E\n```";
  const fixture = await workspace({
    planner: "changesets@3",
    config: { changelog: "@changesets/cli/changelog" },
    changesets: { one: changeset({ "@acme/core": "patch" }, HOSTILE) },
  });
  const { stdout: output } = await runCli(fixture.path, ["preview", "--format", "markdown"]);
  const kinds = fromMarkdown(output).children.map(({ type }) => type);
  expect(kinds).toEqual(["paragraph", "paragraph", "code"]);
  expect(output).toContain("@acme/team");
  expect(output).not.toContain("\u202E");
});

test("shows one package, and only what the change releases", async () => {
  const fixture = await workspace({
    planner: "changesets@3",
    config: { changelog: "@changesets/cli/changelog" },
    changesets: { one: changeset({ "@acme/core": "patch" }) },
  });
  repository(fixture);
  execFileSync("git", ["switch", "-q", "-c", "next"], { cwd: fixture.path });
  await fixture.writeFile(".changeset/two.md", changeset({ "@acme/plugin": "patch" }, "Mine."));
  const since = await runCli(fixture.path, ["preview", "--since", "main"]);
  expect(since.stdout).toMatch(/^packages\/plugin\/CHANGELOG\.md\n\n## 0\.3\.1\n/);
  expect(since.stdout).toContain("1 more changelog not shown.");
  const one = await runCli(fixture.path, ["preview", "@acme/core", "--format", "json"]);
  expect(JSON.parse(one.stdout)).toMatchObject({
    entries: [{ package: "@acme/core", path: "packages/core/CHANGELOG.md", version: "1.2.1" }],
  });
  const none = await runCli(fixture.path, ["preview", "@acme/cor"]);
  expect(none).toMatchObject({ code: 2 });
});

test.each(Object.entries(GENERATORS))("the bundled release of %s is %s", (name, version) => {
  const path = join(import.meta.dirname, "../../node_modules", name, "package.json");
  expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({ version });
});
