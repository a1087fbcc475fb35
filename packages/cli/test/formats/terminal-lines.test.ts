import { say } from "@release-policy/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { frame } from "../../src/formats/finding.ts";
import { wrapped } from "../../src/formats/style.ts";
import { obstacleText, terminalText } from "../../src/formats/terminal/terminal.ts";
import { check } from "../../src/index.ts";
import { findingOf, reportOf } from "../kit/report.ts";
import { changeset, workspace } from "../kit/workspace.ts";

const plain = (width: number) => ({ color: false, width });
const TALK = "it is said at some length, as people do who want to be understood, ".repeat(4);
const NAME = "@acme/a-package-with-a-name-that-is-longer-than-any-terminal-of-sixty-columns";

/** A finding, a waived finding and a note, each too long for a line. */
const LONG = reportOf({
  findings: [
    findingOf({
      message: say`${"@acme/plugin"} leaves ${"0.y.z"}: ${[TALK]}`,
      help: say`write ${"minor"}, ${[TALK]} or ${"pnpm changeset --empty"}`,
      chain: ["a", "b", "c", "d", "e"].map((letter) => ({
        package: `@acme/${letter}`,
        to: "1.0.0",
        cause: { kind: "epic", lead: "@acme/lead", bump: "major" },
      })),
    }),
  ],
  waived: [
    {
      finding: findingOf(),
      waiver: {
        reason: TALK.trim(),
        owner: "@ann",
        until: "2026-07-01",
        line: { at: { path: "policies/waivers.yaml", line: 1, column: 3 }, text: "" },
      },
    },
  ],
  notes: [say`${[TALK]} ${"policies"}`],
});

/** The report without its totals, which are one line. */
const withoutTotals = (output: string): string[] =>
  output.split("\n\n").slice(0, -1).join("\n\n").split("\n");

test.each([60, 100, 120])("no line is wider than %i columns", (width) => {
  const lines = withoutTotals(terminalText(LONG, plain(width)));
  expect(lines.filter((line) => line.length > width)).toEqual([]);
  expect(Math.max(...lines.map((line) => line.length)), "and the width is used").toBeGreaterThan(
    width - 12,
  );
});

test.each([60, 100, 120])("colour does not move a line break at %i columns", (width) => {
  const colored = terminalText(LONG, { color: true, width });
  // oxlint-disable-next-line no-control-regex -- colours are what is taken out
  expect(colored.replaceAll(/\u001B\[\d+m/g, "")).toBe(terminalText(LONG, plain(width)));
});

test("breaks only between words, and never inside code", () => {
  const sentence = say`run ${"pnpm changeset --empty"}, or wait (${"a b"}).`;
  expect(wrapped(sentence, plain(10), 2)).toBe(
    ["run", "pnpm changeset --empty,", "or wait", "(a b)."].join("\n  "),
  );
});

test("a line has as many words as fit into its width", () =>
  fc.assert(
    fc.property(
      fc.array(fc.record({ text: fc.stringMatching(/^[a-z,.]{1,8}$/), isCode: fc.boolean() }), {
        minLength: 1,
      }),
      fc.integer({ min: 12, max: 40 }),
      fc.nat(4),
      fc.nat(8),
      (words, width, indent, start) => {
        const sentence = words.flatMap(({ text, isCode }, i) => [
          i === 0 ? "" : " ",
          isCode ? { code: text } : text,
        ]);
        const lines = wrapped(sentence, plain(width), indent, start).split("\n");
        const [first, ...others] = lines.map((line) => line.trimStart());
        expect(lines).toEqual([first, ...others.map((line) => " ".repeat(indent) + line)]);
        expect([first, ...others].join(" ")).toBe(words.map(({ text }) => text).join(" "));
        const widths = lines.map((line, i) => (i === 0 ? start : 0) + line.length);
        for (const [i, next] of others.entries()) {
          expect(widths[i]! + 1 + next.split(" ", 1)[0]!.length).toBeGreaterThan(width);
        }
        // Only a first word may be too long.
        const tooWide = [first, ...others].filter(
          (line, i) => line?.includes(" ") && widths[i]! > width,
        );
        expect(tooWide).toEqual([]);
      },
    ),
  ));

test("a word that is wider than the line gets its own line", () => {
  const lines = wrapped(say`take ${NAME} out of it`, plain(60), 4).split("\n");
  expect(lines).toEqual(["take", `    ${NAME}`, "    out of it"]);
});

/** The line of a frame and what its marks are under. */
function underMarks(source: string, expected: string): readonly [line: string, marked: string] {
  const at = {
    path: "a.md",
    line: 7,
    column: source.indexOf(expected) + 1,
    length: expected.length,
  };
  const [, , line = "", marks = ""] = frame({ at, source }, plain(100), "red");
  const start = marks.indexOf("^");
  return [line, line.slice(start, start + marks.slice(start).length)];
}

test.each([
  ["a tab before it", '\t"@acme/plugin": major', ' 7 |   "@acme/plugin": major'],
  ["tabs between words", '"@acme/plugin":\t\tmajor', ' 7 | "@acme/plugin":    major'],
  ["a tab after it", '"@acme/plugin": major\t#', ' 7 | "@acme/plugin": major  #'],
  ["an escaped colour", '"\u001B[31m": major', ' 7 | "\\u{1b}[31m": major'],
  ["zero-width characters", '"@acme\u200B/plugin": major', ' 7 | "@acme\\u{200b}/plugin": major'],
  ["umlauts", '"grün": major', ' 7 | "grün": major'],
])("marks stay under the right characters with %s", (_, source, line) => {
  expect(underMarks(source, "major")).toEqual([line, "major"]);
});

test("a mark of several characters is as wide as the shown part", () => {
  expect(underMarks("x: a\tb\u0000c", "a\tb\u0000c")).toEqual([
    " 7 | x: a  b\\u{0}c",
    "a  b\\u{0}c",
  ]);
});

test("a place without a length gets one mark, and one without a line only its arrow", () => {
  const at = { path: "a.md", line: 7, column: 3 };
  expect(frame({ at, source: "abc" }, plain(100), "red")).toEqual([
    "  --> a.md:7:3",
    "   |",
    " 7 | abc",
    "   |   ^",
  ]);
  expect(frame({ at }, plain(100), "red")).toEqual(["  --> a.md:7:3"]);
});

test("neither the line nor its marks are wider than the terminal", () => {
  const source = "BREAKING: ".repeat(12);
  const at = { path: "a.md", line: 7, column: 1, length: source.length };
  const rows = frame({ at, source }, plain(60), "red");
  expect(rows.slice(2).map((row) => row.length)).toEqual([60, 60]);
});

test("long source lines are clipped, not wrapped", async () => {
  const line = `"@acme/plugin": major # ${"why ".repeat(100)}`;
  const text = changeset({}).replace("---\n---", `---\n${line}\n---`);
  const fixture = await workspace({ files: { ".changeset/one.md": text } });
  const output = terminalText(await check({ cwd: fixture.path }), plain(100));
  const shown = output.split("\n").filter((row) => row.startsWith(" 2 |"));
  expect(shown).toEqual([` 2 | ${line.slice(0, 94)}…`]);
});

test("an error is wrapped in a terminal, but never inside a word or a command, and is one line in a log", () => {
  const message = "@changesets/cli 2 is not installed, but its command is needed to write versions";
  const help = "if package.json does not name it: `pnpm add --save-dev @changesets/cli@2`";
  const output = (isTerminal: boolean): string =>
    obstacleText([{ message, help }], { color: false, width: 50, isTerminal });
  expect(output(false)).toBe(`error: ${message}\n  help: ${help}\n`);
  expect(output(true)).toBe(
    "error: @changesets/cli 2 is not installed, but its\n       command is needed to write versions\n" +
      "  help: if package.json does not name it:\n        `pnpm add --save-dev @changesets/cli@2`\n",
  );
});
