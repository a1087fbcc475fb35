import type { Edit } from "@release-policy/core";
import fc from "fast-check";
import { existsSync, readFileSync, symlinkSync, unlinkSync } from "node:fs";
import { expect, test } from "vitest";
import { TextDocument } from "vscode-languageserver-textdocument";
import { actionsIn, difference } from "../../src/commands/lsp/actions.ts";
import { completionsAt } from "../../src/commands/lsp/completion.ts";
import { diagnosticsOf } from "../../src/commands/lsp/diagnostics.ts";
import { EditorFiles } from "../../src/commands/lsp/editor-files.ts";
import { hoverAt } from "../../src/commands/lsp/hover.ts";
import { type Answer, Judging } from "../../src/commands/lsp/judging.ts";
import { changeset, workspace } from "../kit/workspace.ts";

const CATS = ".changeset/cats.md";

/** The answer to a workspace with the changeset, with fixes. */
async function answered(cats?: Readonly<Record<string, "major" | "minor">>) {
  const fixture = await workspace(cats && { changesets: { cats } });
  const files = new EditorFiles(fixture.path, false);
  return (await new Judging(files, () => new Map()).answer(true))!;
}

test.each([
  ["rules:\n  ", "rules"],
  ["rules:\n", "nothing"],
  ["rules:\n- ", "rules"],
  ["rules:\n  declared-bump: warn\n  ", "rules"],
  ["rules:\n  a:\n  ", "rules"],
  ["rules:\n  a:\n    - ", "nothing"],
  ["other:\n  rules:\n    a: 1\n  ", "nothing"],
  ['"rules":\n  ', "rules"],
  ["- rules:", "nothing"],
  ["rules: ", "rules"],
  ["rules:", "nothing"],
  ["- rule: ", "rules"],
  ["extends: no", "presets"],
  ["constructor: ", "nothing"],
  ["", "nothing"],
])("in a policy, after %j, it offers %s", (before, expected) => {
  const labels = completionsAt("policies/core.yaml", before, undefined).map(({ label }) => label);
  const kind = labels.includes("declared-bump")
    ? "rules"
    : labels.includes("no-major")
      ? "presets"
      : "nothing";
  expect(kind).toBe(expected);
  expect(completionsAt("docs/core.yaml", before, undefined)).toEqual([]);
});

test("in a changeset, it offers the packages that are not named yet, between the marks", async () => {
  const { judged } = await answered();
  const at = (before: string, path = CATS) =>
    completionsAt(path, before, judged).map(({ insertText, label }) => insertText ?? label);
  expect(at("---\n")).toEqual(['"@acme/core"', '"@acme/plugin"']);
  expect(at('---\n"')).toEqual(["@acme/core", "@acme/plugin"]);
  expect(at('---\n"@acme/core": minor\n')).toEqual(['"@acme/plugin"']);
  expect(at("---\n'@acme/plugin': ")).toEqual(["patch", "minor"]);
  for (const before of ["", "---\n---\n", "---\nunknown: "]) expect(at(before)).toEqual([]);
  expect(at("---\n", "notes/cats.md")).toEqual([]);
  expect(completionsAt(CATS, "---\n", undefined)).toEqual([]);
});

test("hovering shows the rule, or the package of a name or a manifest", async () => {
  const judged = (await answered({ "@acme/core": "minor" })).judged!;
  const first = (path: string, line: string) => hoverAt(path, line, judged)?.split("\n", 1)[0];
  expect(first("policies/core.yaml", "  declared-bump: warn")).toMatch(/^declared-bump: /);
  expect(first("policies/core.yaml", "declared-bumps: 1")).toBeUndefined();
  expect(first(CATS, '"@acme/core": minor')).toBe("@acme/core 1.2.0 → 1.3.0");
  expect(first(CATS, "name: minor")).toBeUndefined();
  const manifest = "packages/plugin/package.json";
  for (const key of ["name", "version"])
    expect(first(manifest, `  "${key}": "x",`)).toBe("@acme/plugin 0.3.0");
  expect(first(manifest, '  "@acme/core": "^1.0.0"')).toBeUndefined();
  expect(first("package.json", '  "name": "x"')).toBeUndefined();
  expect(hoverAt(manifest, '"name": 1', judged)).toBe(
    "@acme/plugin 0.3.0\non track integrations (0.y.z)\nnot released",
  );
  const refused = (await answered({ "@acme/plugin": "major" })).judged!;
  expect(hoverAt(manifest, '"name": 1', refused)).toContain("error[accidental-graduation]: ");
  expect(hoverAt(CATS, '"@acme/core": minor', refused)).not.toContain("error");
});

test("offers a fix on the line of its finding alone", async () => {
  const answer = await answered({ "@acme/plugin": "major" });
  const { judged, ...without } = answer;
  const line = judged!.report.findings[0]!.at.line - 1;
  const offered = (path: string, from: number, to = from, given: Answer = answer) =>
    actionsIn(
      given,
      path,
      { start: { line: from, character: 0 }, end: { line: to, character: 9 } },
      (one) => `file:///${one}`,
    ).map(({ title, isPreferred }) => [title, isPreferred]);
  const fix = [["Write `minor` instead of `major` in `.changeset/cats.md:2`", true]];
  expect(offered(CATS, line)).toEqual(fix);
  expect(offered(CATS, 0, line + 3)).toEqual(fix);
  expect(offered(CATS, line - 1)).toEqual([]);
  expect(offered(CATS, line + 1)).toEqual([]);
  expect(offered("package.json", line)).toEqual([]);
  expect(offered(CATS, line, line, without)).toEqual([]);
  const unfixed = { ...judged!, fixes: [undefined] };
  expect(offered(CATS, line, line, { ...without, judged: unfixed })).toEqual([]);
});

test("a fix that cannot be made or said is not offered, and files are made and deleted", async () => {
  const { judged, ...rest } = await answered({ "@acme/plugin": "major" });
  const start = { line: judged!.report.findings[0]!.at.line - 1, character: 0 };
  const changes = (edit: Edit) => {
    const answer = { ...rest, judged: { ...judged!, fixes: [[edit]] } };
    const [action] = actionsIn(answer, CATS, { start, end: start }, (path) => path);
    return action?.edit?.documentChanges;
  };
  expect(changes({ kind: "delete", path: CATS })).toEqual([{ kind: "delete", uri: CATS }]);
  expect(changes({ kind: "delete", path: "missing.md" })).toBeUndefined();
  const uri = ".changeset/dogs.md";
  const text = changeset({ "@acme/plugin": "minor" });
  const zero = { line: 0, character: 0 };
  expect(changes({ kind: "create", path: uri, text })).toEqual([
    { kind: "create", uri, options: { ignoreIfExists: true } },
    {
      textDocument: { uri, version: null },
      edits: [{ range: { start: zero, end: zero }, newText: text }],
    },
  ]);
  expect(changes({ kind: "create", path: uri, text: "Text.\n" })).toBeUndefined();
});

test("an edit makes the new text, and keeps what both begin and end with", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", "\n"), maxLength: 12 });
  fc.assert(
    fc.property(text, text, text, text, (start, before, after, end) => {
      const [old, made] = [start + before + end, start + after + end];
      const edit = difference(old, made);
      const document = TextDocument.create("", "", 0, old);
      expect(TextDocument.applyEdits(document, [edit])).toBe(made);
      const replaced = document.getText(edit.range);
      expect(replaced.length).toBeLessThanOrEqual(before.length);
      expect(edit.newText.length).toBeLessThanOrEqual(after.length);
    }),
  );
});

test("shows findings and obstacles at their files, and an obstacle without a place at package.json", () => {
  const at = { path: CATS, line: 2, column: 3 };
  const finding = { rule: "declared-bump", level: "warn", message: ["a\u001B"], at };
  const judged = { report: { findings: [finding] } } as never;
  const obstacles = [
    { message: "no planner", help: "name one" },
    { message: "unreadable", at },
  ];
  const found = diagnosticsOf({ root: "/", judged, obstacles });
  expect(
    [...found].map(([path, all]) => [
      path,
      all.map(({ message, severity }) => [message, severity]),
    ]),
  ).toEqual([
    [
      CATS,
      [
        ["a\\u{1b}", 2],
        ["unreadable", 1],
      ],
    ],
    ["package.json", [["no planner\nhelp: name one", 1]]],
  ]);
  expect(found.get(CATS)![0]!.range).toEqual({
    start: { line: 1, character: 2 },
    end: { line: 1, character: 1002 },
  });
  const whole = diagnosticsOf({
    root: "/",
    obstacles: [{ message: "a", at: { ...at, length: 4 } }],
  });
  expect(whole.get(CATS)![0]!.range.end).toEqual({ line: 1, character: 6 });
});

test.each([
  ["file:///repository/.changeset/cats.md", CATS],
  ["file:///repository/package.json", "package.json"],
  ["untitled:/repository/.changeset/cats.md", undefined],
  ["file:///other/package.json", undefined],
  ["file:///repository/src/index.ts", undefined],
])("a release depends on %s: %s", (uri, path) => {
  expect(new EditorFiles("/repository", false).pathOf(uri)).toBe(path);
});

test.each([true, false])(
  "judges a copy while texts are not saved; watched: %s",
  async (isWatched) => {
    const fixture = await workspace({ changesets: { cats: { "@acme/core": "minor" } } });
    const files = new EditorFiles(fixture.path, isWatched);
    const saved = await fixture.readFile(CATS, "utf8");
    symlinkSync(fixture.path, `${fixture.path}/loop`, "junction");
    symlinkSync(fixture.path, `${fixture.path}/.changeset/link.md`, "junction");
    files.changedOnDisk(CATS);
    expect(files.copyWith(new Map([[CATS, saved]]))).toBeUndefined();
    const typed = changeset({ "@acme/core": "patch" });
    const copy = files.copyWith(
      new Map([
        [CATS, typed],
        [".changeset/dogs.md", "a"],
      ]),
    )!;
    const inCopy = (path: string) => readFileSync(`${copy}/${path}`, "utf8");
    expect([inCopy(CATS), inCopy(".changeset/dogs.md")]).toEqual([typed, "a"]);
    // What is written on disk only counts where the editor has no text of its own.
    await fixture.writeFile(CATS, "saved");
    await fixture.writeFile("package.json", "{}");
    unlinkSync(`${fixture.path}/.changeset/link.md`);
    for (const path of [CATS, "package.json", ".changeset/link.md", ".changeset/none.md"])
      files.changedOnDisk(path);
    expect(existsSync(`${copy}/.changeset/link.md`)).toBe(false);
    expect([inCopy(CATS), inCopy("package.json")]).toEqual([typed, "{}"]);
    expect(existsSync(`${copy}/loop`)).toBe(false);
    expect(files.copyWith(new Map([["package.json", "{ }"]]))).toBe(copy);
    expect([inCopy(CATS), existsSync(`${copy}/.changeset/dogs.md`)]).toEqual(["saved", false]);
    expect(files.copyWith(new Map())).toBeUndefined();
    expect(existsSync(copy)).toBe(isWatched);
    files.dispose();
    expect(existsSync(copy)).toBe(false);
  },
);

test("one judgement answers all questions about the same texts", async () => {
  const fixture = await workspace();
  const judging = new Judging(new EditorFiles(fixture.path, false), () => new Map());
  const first = judging.answer();
  expect(judging.answer()).toBe(first);
  judging.changed();
  const second = judging.answer();
  expect(await first).toBeUndefined();
  expect((await second)?.judged).toBe(judging.known);
});
