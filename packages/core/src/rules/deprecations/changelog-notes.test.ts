import { expect, test } from "vitest";
import type { Document } from "../../facts/evidence.ts";
import { changelogNotes, deprecatedInChangelog } from "./changelog-notes.ts";

/** A changelog with its headings found as simply as can be. */
function changelog(text: string): Document {
  const headings = text.split(/\r?\n/).flatMap((line, i) => {
    const heading = /^#+ (.*)$/.exec(line)?.[1];
    return heading === undefined ? [] : [{ text: heading, line: i + 1 }];
  });
  return { path: "packages/core/CHANGELOG.md", text, headings };
}

const since = (text: string, api = "open", before = "2.0.0") =>
  deprecatedInChangelog(changelogNotes(changelog(text)), api, before);

const section = (version: string, text: string, heading = "Deprecations") =>
  `## ${version}\n\n### ${heading}\n\n- abc123: ${text}\n`;

test("knows a deprecation from a section of an earlier version", () => {
  const text = `# core\n\n${section("1.5.0", "`close` goes.")}\n${section("1.4.0", "Use `openAll`, not `open()`.")}`;
  expect(since(text)).toBe("1.4.0");
  expect(since(text, "close")).toBe("1.5.0");
  expect(since(text, "close", "1.5.0")).toBeUndefined();
  expect(since(text, "never")).toBeUndefined();
});

test.each([
  "1.4.0",
  "[1.4.0] - 2026-01-01",
  "[1.4.0](https://example.com/1.4.0) (2026-01-01)",
  "v1.4.0",
  "1.4.0 / 0.20.0 (libraries)",
  "core@1.4.0",
  "@acme/core@1.4.0",
])("reads the version of the heading %s", (heading) => {
  expect(since(section(heading, "`open` goes"))).toBe("1.4.0");
});

test.each(["Deprecations", "Deprecated", "Breaking Changes and Deprecations", "⚠ Deprecations"])(
  "reads the section %s",
  (heading) => {
    expect(since(section("1.4.0", "`open` goes", heading))).toBe("1.4.0");
  },
);

test("ignores other sections, and text before the first version", () => {
  expect(since(section("1.4.0", "`open` goes", "Minor Changes"))).toBeUndefined();
  expect(since("### Deprecations\n\n- `open`\n")).toBeUndefined();
  expect(since("## 1.4.0\n\n### Deprecations\n\n- close\n\n### New\n\n- open\n")).toBeUndefined();
});

test("a deeper heading belongs to the section", () => {
  expect(since("## 1.4.0\n### Deprecations\n#### Store\n- `open` goes\n")).toBe("1.4.0");
});

test.each([
  ["open is old", true],
  ["use `openAll` for open.", true],
  ["- `open()`, `close()`", true],
  ["the decorator @open", true],
  ["reopen", false],
  ["`openAll`", false],
  ["`Store.open`", false],
  ["`open.now`", false],
  ["open-ended", false],
])("in %j the API is named: %s", (text, isNamed) => {
  expect(since(section("1.4.0", text))).toBe(isNamed ? "1.4.0" : undefined);
});

test("finds an API that is not a word", () => {
  expect(since(section("1.4.0", "`--old-flag` and C++"), "--old-flag")).toBe("1.4.0");
  expect(since(section("1.4.0", "`a(b|c)*`"), "a(b|c)*")).toBe("1.4.0");
  expect(since(section("1.4.0", "anything"), "")).toBeUndefined();
});

test("a deprecation that a later section reverts does not count, but a later one does", () => {
  const note = section("1.4.0", "`open` goes");
  const back = section("1.5.0", "Deprecation of @open has been rolled back");
  expect(since(`${back}\n${note}`)).toBeUndefined();
  expect(since(`${back}\n${note}`, "open", "1.5.0")).toBe("1.4.0");
  expect(since(`${section("1.6.0", "open goes after all")}\n${back}\n${note}`)).toBe("1.6.0");
});

test("notes contain version and text", () => {
  expect(changelogNotes(changelog(section("1.4.0", "open goes")))).toEqual([
    { version: "1.4.0", text: "Deprecations\n\n- abc123: open goes\n" },
  ]);
});
