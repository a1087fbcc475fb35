import fc from "fast-check";
import { expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { type LedgerEdit, withEdits } from "../../src/policy/deprecation-ledger-text.ts";

const word = fc.oneof(
  fc.string({ minLength: 1, maxLength: 12 }),
  fc.constantFrom("a: b", "# c", "- d", "1.0", "null", "x\ny", "long ".repeat(30), "ünï"),
);
const entry = fc.record(
  { package: word, api: word, deprecatedIn: word, since: word, state: fc.constant("active") },
  { requiredKeys: ["package", "api", "deprecatedIn"] },
);
const style = fc.record({
  indent: fc.constantFrom(2, 4),
  indentSeq: fc.boolean(),
  collectionStyle: fc.constantFrom("any" as const, "flow" as const),
  defaultStringType: fc.constantFrom(
    "PLAIN" as const,
    "QUOTE_SINGLE" as const,
    "BLOCK_LITERAL" as const,
  ),
});

test("however a ledger is written, an edit is read back with all that was there", () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 4 }), fc.array(entry), style, (before, added, how) => {
      const changed = before.map((_, index) => ({
        index,
        values: { state: "removed", removedIn: "2.0.0" },
      }));
      const edits: LedgerEdit[] = [...changed, ...added.map((values) => ({ values }))];
      const text = stringify({ deprecations: before }, how);
      const read = parse(text) as { deprecations: object[] };
      expect(parse(withEdits(text, edits, false)!)).toEqual({
        deprecations: [
          ...read.deprecations.map((one) => ({ ...one, state: "removed", removedIn: "2.0.0" })),
          ...added,
        ],
      });
    }),
  );
});

test("however a ledger is written as JSON, it stays JSON", () => {
  fc.assert(
    fc.property(
      fc.array(entry),
      fc.array(entry),
      fc.constantFrom(0, 2),
      (before, added, indent) => {
        const text = JSON.stringify({ deprecations: before }, null, indent);
        const edits = added.map((values) => ({ values }));
        expect(JSON.parse(withEdits(text, edits, true)!)).toEqual({
          deprecations: [...before, ...added],
        });
      },
    ),
  );
});

test("writes a state without quotes in YAML, and all else with them", () => {
  const text = "deprecations:\n  - package: core\n    api: open\n    deprecatedIn: 1.2.0\n";
  const removed = { state: "removed", removedIn: "2.0.0" };
  const edits = [{ index: 0, values: removed }, { values: { package: "ui", state: "removed" } }];
  expect(withEdits(text, edits, false)).toBe(`${text}    state: removed
    removedIn: "2.0.0"
  - package: "ui"
    state: removed
`);
  const flow = 'deprecations: [{ "package": "core", "state": "active" }]\n';
  expect(withEdits(flow, [{ index: 0, values: removed }], false)).toBe(
    'deprecations: [{ "package": "core", "state": removed, removedIn: "2.0.0" }]\n',
  );
  expect(withEdits(flow, [{ index: 0, values: removed }], true)).toBe(
    'deprecations: [{ "package": "core", "state": "removed", "removedIn": "2.0.0" }]\n',
  );
});

test("adds to a ledger without an end of its last line", () => {
  const text = "deprecations:\n  - package: core\n    state: active";
  expect(withEdits(text, [{ values: { package: "ui" } }], false)).toBe(
    `${text}\n  - package: "ui"`,
  );
  expect(withEdits(text, [{ index: 0, values: { state: "removed" } }], false)).toBe(
    text.replace("active", "removed"),
  );
  expect(withEdits(text, [{ index: 1, values: { package: "ui" } }], false)).toBeUndefined();
});
