import { symlinkSync } from "node:fs";
import { plain } from "@release-policy/core";
import type { ExampleWorkspace } from "@release-policy/core/testing";
import { expect, test } from "vitest";
import { readDocuments } from "../../src/files/documents.ts";
import { type CheckOptions, check } from "../../src/index.ts";
import { commitAll, gitIn } from "../kit/run-example.ts";
import { changeset, folder, repository, workspace } from "../kit/workspace.ts";

const rules = { "upgrade-guide": ["error", { on: "bump" }] };
const GIVEN: Partial<ExampleWorkspace> = {
  policies: {
    core: { packages: ["*", "@acme/*"], require: { breaking: ["upgrade-guide"] }, rules },
  },
  changesets: { one: { "@acme/core": "major" } },
};

const LARGE = "x".repeat(1024 * 1024 + 1);

async function verdict(cwd: string, options: CheckOptions = {}): Promise<string[]> {
  const { findings, notes } = await check({ cwd, today: "2026-06-15", ...options });
  const guide = findings.filter(({ rule }) => rule === "upgrade-guide");
  return [...guide.map(({ message }) => plain(message)), ...notes.map(plain)];
}

const MISSING = "`@acme/core` `2.0.0` has a breaking change but no upgrade guide (";

test.each<[string, Record<string, string>, string[]]>([
  ["no guide", {}, [`${MISSING}no guide found)`]],
  ["a guide at the root", { "UPGRADE.md": "## 2.0.0\n" }, []],
  ["a guide of the package", { "packages/core/MIGRATION.md": "2.0\n===\n" }, []],
  ["a guide among the docs", { "docs/guides/migrating-2.md": "# Next\n" }, []],
  [
    "a heading in a fence",
    { "UPGRADE.md": "```\n## 2.0.0\n```\n" },
    [`${MISSING}no heading for it in \`UPGRADE.md\`)`],
  ],
  [
    "a guide of an installed package",
    { "node_modules/x/UPGRADE.md": "## 2.0.0\n" },
    [`${MISSING}no guide found)`],
  ],
  [
    "a guide that is too large",
    { "UPGRADE.md": `## 2.0.0\n${LARGE}` },
    [
      `${MISSING}no guide found)`,
      "`UPGRADE.md` is ignored: it is not a regular file of at most `1048576` bytes",
    ],
  ],
  [
    "a changeset that names a file",
    {
      ".changeset/one.md": changeset(
        { "@acme/core": "major" },
        "New.\n\nUpgrade-guide: docs/2.html",
      ),
      "docs/2.html": "",
    },
    [],
  ],
  [
    "a changeset that names a file outside",
    {
      ".changeset/one.md": changeset(
        { "@acme/core": "major" },
        "New.\n\nUpgrade-guide: ../../etc/passwd",
      ),
    },
    [`${MISSING}no guide found; \`../../etc/passwd\` not found)`],
  ],
])("judges a folder and its commit alike: %s", async (_, files, expected) => {
  const fixture = await workspace({ ...GIVEN, files });
  expect(await verdict(fixture.path)).toEqual(expected);
  repository(fixture);
  gitIn(fixture.path, "add", "-f", "-A");
  commitAll(fixture.path, "all");
  expect(await verdict(fixture.path, { ref: "HEAD" })).toEqual(expected);
});

test("follows no link, in a folder or a commit", async () => {
  const outside = await folder({ "UPGRADE.md": "## 2.0.0\n", "docs/upgrade.md": "## 2.0.0\n" });
  const named = changeset({ "@acme/core": "major" }, "New.\n\nUpgrade-guide: linked/UPGRADE.md");
  const fixture = await workspace({ ...GIVEN, files: { ".changeset/one.md": named } });
  symlinkSync(outside.getPath("UPGRADE.md"), fixture.getPath("UPGRADE.md"));
  symlinkSync(outside.getPath("docs"), fixture.getPath("docs"));
  symlinkSync(outside.path, fixture.getPath("linked"));
  const expected = [`${MISSING}no guide found; \`linked/UPGRADE.md\` not found)`];
  expect(await verdict(fixture.path)).toEqual(expected);
  repository(fixture);
  expect(await verdict(fixture.path, { ref: "HEAD" })).toEqual(expected);
});

test("reads a limited number of guides, and says so", async () => {
  const files = Object.fromEntries(
    Array.from({ length: 201 }, (_, i) => [`docs/upgrade/upgrade-${1000 + i}.md`, "## 1.0.0\n"]),
  );
  const fixture = await workspace({ ...GIVEN, files });
  const note =
    "too many files match `docs.guides` of the policy (limit: `200`): the rest is ignored";
  expect((await verdict(fixture.path))[1]).toBe(note);
  repository(fixture);
  expect((await verdict(fixture.path, { ref: "HEAD" }))[1]).toBe(note);
});

test.each([
  ["characters", `${"a".repeat(200)}/${"a".repeat(200)}/UPGRADE.md`],
  ["folders", `${"a/".repeat(32)}UPGRADE.md`],
])("says that a guide is not read if its path has too many %s", async (_, path) => {
  const { path: root } = await folder({ [path]: "# 1.0.0\n" });
  const read = await readDocuments(root, { guides: ["**/UPGRADE.md"], changelogs: [], paths: [] });
  expect(read.documents).toEqual([]);
  expect(read.notes.map(plain)).toEqual([
    `\`${path}\` is not read as a guide: its path is too long (limit: \`400\` characters, \`31\` folders)`,
  ]);
});

test("reads guides from the policy's globs with exceptions", async () => {
  const { path } = await folder({ "a/x.md": "# A", "b/x.md": "# B", "b/y.md": "# C" });
  const { documents } = await readDocuments(path, {
    guides: ["*/*.md", "!b/y.md"],
    changelogs: [],
    paths: ["a"],
  });
  expect(documents).toEqual([
    { path: "a/x.md", text: "# A", headings: [{ text: "A", line: 1 }] },
    { path: "b/x.md", text: "# B", headings: [{ text: "B", line: 1 }] },
  ]);
});

test("does not let a change disable what its base requires", async () => {
  const fixture = await workspace({ ...GIVEN, changesets: {} });
  repository(fixture);
  await fixture.writeFile("policies/core.yaml", 'packages: ["*", "@acme/*"]\n');
  await fixture.writeFile(".changeset/one.md", changeset({ "@acme/core": "major" }));
  commitAll(fixture.path, "change");
  const expected = `${MISSING}no guide found)`;
  expect(await verdict(fixture.path, { since: "HEAD^" })).toContain(expected);
  expect(await verdict(fixture.path, { since: "HEAD^", ref: "HEAD" })).toContain(expected);
});

test("treats what the base already lacks as pending", async () => {
  const fixture = await workspace(GIVEN);
  repository(fixture);
  await fixture.writeFile("packages/core/index.js", "1");
  const { pending, findings } = await check({ cwd: fixture.path, since: "HEAD" });
  expect(findings.filter(({ rule }) => rule === "upgrade-guide")).toEqual([]);
  expect(pending.map(({ rule }) => rule)).toContain("upgrade-guide");
});

test.each<[string, Record<string, string>, string[]]>([
  ["nothing", {}, ["changelog-present @acme/plugin", "docs-per-line @acme/core"]],
  ["a changelog", { "packages/plugin/CHANGELOG.md": "" }, ["docs-per-line @acme/core"]],
  ["a folder", { "docs/v1.3/a/b.md": "" }, ["changelog-present @acme/plugin"]],
  ["a file", { "docs/v1.3": "" }, ["changelog-present @acme/plugin"]],
])("knows of a folder and of its commit what is there: %s", async (_, files, expected) => {
  const fixture = await workspace({
    changesets: { one: { "@acme/core": "minor" } },
    files: {
      "policies/workspace.yaml":
        'docs: { lines: ["docs/v{major}.{minor}"] }\nrules: { changelog-present: warn, docs-per-line: warn }\n',
      ...files,
    },
  });
  const found = async (options: CheckOptions) =>
    (await check({ cwd: fixture.path, ...options })).findings.map(
      ({ rule, package: name }) => `${rule} ${name}`,
    );
  expect((await found({})).toSorted()).toEqual(expected);
  repository(fixture);
  expect((await found({ ref: "HEAD" })).toSorted()).toEqual(expected);
});
