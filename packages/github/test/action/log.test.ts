import fc from "fast-check";
import { expect, test } from "vitest";
import { harmless } from "../../src/log.ts";
import { runs } from "../../../cli/test/kit/sampling.ts";

/** What GitHub's runner takes for a command: its own two grammars. */
const isCommand = (line: string): boolean => /^\s*::/.test(line) || line.includes("##[");

const hostile = fc.array(
  fc.oneof(
    fc.constantFrom("::", "##[", "#", ":", "[", "error", "set-output name=x", "stop-commands", " "),
    fc.constantFrom(
      "\t",
      "\r",
      "\u001B[2J",
      "\u202E",
      "\u200B",
      "\u00A0",
      "\u3000",
      "\uFEFF",
      "\u2028",
    ),
    fc.string({ unit: "grapheme" }),
  ),
);

test("no line of the log is a command, whatever a stranger wrote", () => {
  fc.assert(
    fc.property(hostile, (parts) => {
      const line = parts.join("").replaceAll("\n", "");
      expect(isCommand(harmless(line))).toBe(false);
    }),
    { numRuns: runs(20_000) },
  );
});

test("control characters, colours and direction marks are made visible, and plain text is unchanged", () => {
  expect(harmless("\u001B[31mred\u001B]0;title\u0007\u202Eevil")).toBe(
    String.raw`\u{1b}[31mred\u{1b}]0;title\u{7}\u{202e}evil`,
  );
  expect(harmless("error[version-inside-track]: @acme/core 2.0.0 → 3.0.0")).toBe(
    "error[version-inside-track]: @acme/core 2.0.0 → 3.0.0",
  );
});
