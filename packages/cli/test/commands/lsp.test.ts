import { expect, test, vi } from "vitest";
import { Editor } from "../kit/editor.ts";
import { bytesOf } from "../kit/file-bytes.ts";
import { runCli } from "../kit/run-cli.ts";
import { changeset, workspace } from "../kit/workspace.ts";

vi.setConfig({ testTimeout: 60_000 });

const CATS = ".changeset/cats.md";
const MAJOR = changeset({ "@acme/plugin": "major" });
const WORDS = { error: 1, warn: 2 } as const;

interface Json {
  readonly findings: readonly {
    readonly rule: string;
    readonly level: "error" | "warn";
    readonly message: string;
    readonly at: { path: string; line: number; column: number; length?: number };
  }[];
}

/** The findings of `check --format json` on what is saved, as diagnostics. */
async function checked(root: string) {
  const { stdout } = await runCli(root, ["check", "--format", "json"]);
  return (JSON.parse(stdout) as Json).findings.map(({ rule, level, message, at }) => {
    const start = { line: at.line - 1, character: at.column - 1 };
    const end = { ...start, character: start.character + (at.length ?? 1000) };
    const severity = WORDS[level];
    const source = "release-policy";
    return { path: at.path, range: { start, end }, severity, code: rule, source, message };
  });
}

test("shows the findings of a check on texts that are not saved", async () => {
  const fixture = await workspace();
  const editor = await Editor.start(fixture.path);
  const before = bytesOf(fixture.path);
  await editor.type(CATS, MAJOR);
  const found = await editor.diagnostics(({ length }) => length > 0);
  expect(bytesOf(fixture.path)).toEqual(before);
  await fixture.writeFile(CATS, MAJOR);
  expect(found).toEqual(await checked(fixture.path));
  expect(found[0]).toMatchObject({ path: CATS, code: "accidental-graduation", severity: 1 });
});

test("follows each edit, and goes back to the file when the text is closed", async () => {
  const fixture = await workspace({ changesets: { cats: { "@acme/plugin": "major" } } });
  const editor = await Editor.startHere(fixture.path);
  expect(editor.announced).toMatchObject({
    hoverProvider: true,
    textDocumentSync: { openClose: true, save: true },
  });
  await editor.diagnostics(({ length }) => length > 0);
  expect(editor.registered).toEqual([]);
  await editor.type(CATS, MAJOR.replace("major", "minor"));
  expect(await editor.diagnostics(({ length }) => length === 0)).toEqual([]);
  await editor.type("policies/integrations.yaml", 'packages: ["@acme/plugin"]\nversion: 0.y.z\n');
  const [mistake] = await editor.diagnostics(({ length }) => length > 0);
  expect(mistake).toMatchObject({
    path: "policies/integrations.yaml",
    range: { start: { line: 1 } },
  });
  expect(mistake!.message).toContain("versions");
  await editor.close("policies/integrations.yaml");
  await editor.diagnostics(({ length }) => length === 0);
  await editor.type(
    "packages/plugin/package.json",
    '{ "name": "@acme/plugin", "version": "1.0.0" }',
  );
  const outside = await editor.diagnostics(({ length }) => length > 0);
  expect(outside[0]).toMatchObject({ path: CATS, message: expect.stringContaining("1.1.0") });
  await editor.close("packages/plugin/package.json");
  await editor.diagnostics(({ length }) => length === 0);
  await editor.close(CATS);
  const found = await editor.diagnostics(({ length }) => length > 0);
  expect(found).toEqual(await checked(fixture.path));
});

test("follows files that other programs change, if the editor watches them", async () => {
  const fixture = await workspace({ changesets: { cats: { "@acme/plugin": "major" } } });
  const editor = await Editor.startHere(fixture.path, {
    workspace: { didChangeWatchedFiles: { dynamicRegistration: true } },
  });
  await editor.diagnostics(({ length }) => length > 0);
  expect(editor.registered).toEqual(["workspace/didChangeWatchedFiles"]);
  await fixture.writeFile(CATS, MAJOR.replace("major", "minor"));
  await editor.changedOnDisk(CATS);
  expect(await editor.diagnostics(({ length }) => length === 0)).toEqual([]);
});

test("offers packages, and the bumps that the policy allows with the version of each", async () => {
  const fixture = await workspace();
  const editor = await Editor.startHere(fixture.path);
  await editor.type(CATS, '---\n"@acme/plugin": \n"\n---\n\nText.\n');
  const bumps = await editor.completion(CATS, 1, 16);
  expect(bumps.map(({ label, detail }) => `${label} ${detail}`)).toEqual([
    "patch 0.3.0 → 0.3.1",
    "minor 0.3.0 → 0.4.0; may break",
  ]);
  const packages = await editor.completion(CATS, 2, 1);
  expect(packages.map(({ label, detail, insertText }) => [label, detail, insertText])).toEqual([
    ["@acme/core", "1.2.0, track core", "@acme/core"],
  ]);
  expect(await editor.completion(CATS, 5, 3)).toEqual([]);
});

test("offers rules, tracks, packages and presets where a policy names them", async () => {
  const fixture = await workspace({ changesets: { cats: { "@acme/plugin": "major" } } });
  const editor = await Editor.startHere(fixture.path);
  await editor.diagnostics(({ length }) => length > 0);
  const path = "policies/workspace.yaml";
  const lines = [
    "rules:",
    "  decl",
    "dependencies:",
    "  - { from: core, on: [",
    "trains:",
    "  - leader: ",
    "    members:",
    "      - ",
    "extends: ",
  ];
  await editor.type(path, lines.join("\n"));
  const labels = async (line: number) =>
    (await editor.completion(path, line, lines[line]!.length)).map(({ label }) => label);
  expect(await labels(1)).toContain("declared-bump");
  expect(await labels(3)).toEqual(["core", "integrations"]);
  expect(await labels(5)).toEqual(["@acme/core", "@acme/plugin"]);
  expect(await labels(7)).toEqual(["@acme/core", "@acme/plugin"]);
  expect(await labels(8)).toContain("no-major");
});

test("shows the chain of a package and the reason of a rule under the cursor", async () => {
  const fixture = await workspace({ changesets: { cats: { "@acme/core": "major" } } });
  const editor = await Editor.startHere(fixture.path);
  await editor.type(CATS, changeset({ "@acme/core": "major" }));
  const valueAt = async (path: string, line: number) =>
    ((await editor.hover(path, line, 3))?.contents as { value: string } | undefined)?.value;
  expect(await valueAt(CATS, 1)).toMatch(
    /^@acme\/core 1\.2\.0 → 2\.0\.0\non track core \(>=1\.0\.0\)\n← major in \.changeset\/cats\.md:2/,
  );
  const manifest = "packages/plugin/package.json";
  await editor.type(manifest, await fixture.readFile(manifest, "utf8"));
  const line = editor
    .text(manifest)
    .split("\n")
    .findIndex((one) => one.includes('"name"'));
  expect(await valueAt(manifest, line)).toContain(
    "@acme/core 2.0.0 ← major in .changeset/cats.md:2",
  );
  await editor.type("policies/workspace.yaml", "rules:\n  declared-bump: warn\n");
  expect(await valueAt("policies/workspace.yaml", 1)).toContain("declared-bump: ");
  expect(await valueAt(CATS, 4)).toBeUndefined();
});

test("an action that is offered removes its finding and brings no other", async () => {
  const fixture = await workspace();
  const editor = await Editor.startHere(fixture.path);
  await editor.type(CATS, MAJOR);
  const [finding] = await editor.diagnostics(({ length }) => length > 0);
  const actions = await editor.actions(CATS, finding!);
  expect(actions.map(({ title }) => title)).toEqual([
    "Write `minor` instead of `major` in `.changeset/cats.md:2`",
  ]);
  await editor.apply(actions[0]!);
  expect(editor.text(CATS)).toBe(MAJOR.replace("major", "minor"));
  expect(await editor.diagnostics(({ length }) => length === 0)).toEqual([]);
  expect(await editor.actions(CATS, finding!)).toEqual([]);
});
