import fc from "fast-check";
import { expect, test } from "vitest";
import type { Report } from "../../src/check/report.ts";
import { report } from "../../src/help.ts";
import type { Explanation } from "../../src/commands/explain/explain.ts";
import { explanationText } from "../../src/commands/explain/text.ts";
import { clipped, prose } from "../../src/formats/escape.ts";
import { jsonText } from "../../src/formats/json/json.ts";
import type { Style } from "../../src/formats/style.ts";
import { obstacleText, terminalText } from "../../src/formats/terminal/terminal.ts";
import { ATTACKS, badLines } from "../kit/attacks.ts";
import { RUNS, chainOf, findingWith, obstacleWith, reportWith, texts } from "../kit/hostile.ts";
import { releaseOf } from "../kit/report.ts";
import { commandsIn } from "../kit/runner-commands.ts";

const WIDE: Style = { color: false, width: Number.MAX_SAFE_INTEGER };
const NARROW: Style = { color: false, width: 40 };

function explanationWith(text: string): Explanation {
  const line = () => ({ at: { path: text, line: 1, column: 1 }, text });
  const release = {
    ...releaseOf({ name: text, dir: text, from: text, to: text }),
    causes: chainOf(text).map(({ cause }) => cause),
    ranges: [],
  };
  return {
    package: {
      name: text,
      dir: text,
      version: text,
      private: false,
      dependencies: [],
      requirements: { engines: {}, peers: {} },
    },
    planner: { id: "pnpm", package: text, version: "1.0.0", from: "workspace" },
    track: {
      name: text,
      declared: ["patch"],
      received: ["patch"],
      versions: { shape: text, range: "*" },
      prerelease: { required: [text] },
    },
    release,
    chains: [chainOf(text)],
    findings: [{ ...findingWith(text), because: line() }],
    dependents: [release],
  };
}

const REPORTERS: Readonly<Record<string, (text: string, style: Style) => string>> = {
  terminal: (text, style) => terminalText(reportWith(text), style),
  explanation: (text, style) => explanationText(explanationWith(text), style),
  obstacles: (text, style) => obstacleText([obstacleWith(text), obstacleWith(text)], style),
};

const NAMES = Object.keys(REPORTERS);
const CASES = NAMES.flatMap((name) =>
  Object.entries(ATTACKS).map(([what, text]) => ({ name, what, text })),
);
const linesOf = (output: string): number => output.split("\n").length;

test.for(CASES)("the $name reporter shows $what as text", ({ name, text }) => {
  const print = REPORTERS[name]!;
  expect(badLines(print(text, WIDE))).toEqual([]);
  expect(badLines(print(text, NARROW))).toEqual([]);
  expect(linesOf(print(text, WIDE))).toBe(linesOf(print("@acme/core", WIDE)));
});

test.each([
  "🦋",
  "❤️",
  "👍🏽",
  "🇩🇪",
  "1️⃣",
  "Größe",
  "Gro\u0308ße",
  "日本語",
  "한국어",
  "שלום",
  "a \\ b",
])("does not change %s", (text) => {
  for (const name of NAMES) expect(REPORTERS[name]!(text, WIDE)).toContain(text);
});

test.each(NAMES)(
  "no text can forge a line, a command or a control character in the %s reporter",
  (name) => {
    const print = REPORTERS[name]!;
    const lines = linesOf(print("@acme/core", WIDE));
    fc.assert(
      fc.property(texts, fc.constantFrom(20, 40, 100), (text, width) => {
        expect(badLines(print(text, { color: false, width }))).toEqual([]);
        expect(linesOf(print(text, WIDE))).toBe(lines);
      }),
      RUNS,
    );
  },
);

test("the text of an unexpected error cannot run commands", () => {
  for (const text of Object.values(ATTACKS)) {
    expect(badLines(report(new Error(`x\n${text}`), NARROW))).toEqual([]);
    expect(badLines(report(text, NARROW))).toEqual([]);
  }
});

test("JSON keeps any text without running commands", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const output = jsonText(reportWith(text));
      expect(commandsIn(output)).toEqual([]);
      const { releases, findings, since } = JSON.parse(output) as Report;
      expect([releases[0]!.name, findings[0]!.at.path, since!.ref]).toEqual([text, text, text]);
      expect(findings[0]!.message).toBe(`\`${text}\` and \`${text}\``);
      expect(findings[0]!.chain).toEqual(chainOf(text));
    }),
    RUNS,
  );
});

test("makes elements of code between backticks in a sentence, and of nothing else", () => {
  expect(prose("write `<b>` in `a & b`, not c")).toBe(
    "write <code>&#60;b&#62;</code> in <code>a &#38; b</code>, not c",
  );
});

test("a text is clipped above its limit only, and never within a character", () => {
  expect(clipped("abc", 3)).toBe("abc");
  expect(clipped("abcd", 3)).toBe("ab…");
  expect(clipped("a😀bc", 3)).toBe("a…");
});
