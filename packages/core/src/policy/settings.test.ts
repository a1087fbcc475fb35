import { expect, test } from "vitest";
import { policyFile } from "../testing/policy-file.ts";
import { changesetStyle } from "../rules/style/changeset-style.ts";
import { receivedBump } from "../rules/versions/received-bump.ts";
import { accept, REFUSED } from "./schema/accept.ts";
import { checkedByZod } from "./schema/checked-by-zod.ts";
import { defaultOptions, readSettings, settingSchema } from "./settings.ts";

const LIMIT = "changeset-style";
const NONE = { categories: {}, fileName: false };
const rules = [changesetStyle, receivedBump];
const read = (written: Record<string, unknown>) => {
  const file = policyFile("core", { rules: written });
  const keyAt = (path: readonly unknown[]) => ({
    path: `key ${path.join(".")}`,
    line: 1,
    column: 1,
  });
  const at = (path: readonly unknown[]) => ({ path: path.join("."), line: 1, column: 1 });
  const { settings, mistakes } = readSettings(
    { ...file, at, keyAt },
    ["rules"],
    written,
    rules,
    () => checkedByZod,
  );
  return {
    settings: Object.fromEntries(settings),
    told: mistakes.map(({ at: { path }, message, help }) => [path, message, help]),
  };
};

test("a level on its own keeps the options of the outer scope", () => {
  expect(read({ [LIMIT]: "warn", "received-bump": "off" })).toEqual({
    settings: {
      [LIMIT]: { level: "warn" },
      "received-bump": { level: "off" },
    },
    told: [],
  });
});

test("a level with options uses those, and defaults for the others", () => {
  expect(read({ [LIMIT]: ["error", { maxPackages: 3 }] }).settings).toEqual({
    [LIMIT]: { level: "error", options: { ...NONE, maxPackages: 3 } },
  });
  expect(read({ [LIMIT]: ["error", {}] }).settings).toEqual({
    [LIMIT]: { level: "error", options: NONE },
  });
});

test("no settings result in no settings", () => {
  const file = policyFile("core", {});
  const { settings, mistakes } = readSettings(file, ["rules"], undefined, rules, () =>
    expect.unreachable(),
  );
  expect([settings.size, mistakes]).toEqual([0, []]);
});

test("an unknown rule is reported at its key, with the closest name", () => {
  expect(read({ "recieved-bump": "warn", nonsense: "warn" }).told).toEqual([
    ["key rules.recieved-bump", "unknown rule `recieved-bump`", "did you mean received-bump?"],
    ["key rules.nonsense", "unknown rule `nonsense`", "see docs/rules for all rules"],
  ]);
});

test.each([
  ["received-bump", "erorr", "did you mean error?"],
  ["received-bump", ["warn", {}], "write off, warn or error: this rule has no options"],
  ["received-bump", null, "write off, warn or error: this rule has no options"],
  [LIMIT, "erorr", "did you mean error?"],
  [LIMIT, [], "write off, warn or error, or [error, { option: value }]"],
  [LIMIT, { maxPackages: 1 }, "write off, warn or error, or [error, { option: value }]"],
])("for %s, %j is not a setting", (id, value, help) => {
  const { settings, told: messages } = read({ [id]: value });
  expect(settings).toEqual({});
  expect(messages).toMatchObject([[`rules.${id}`, expect.any(String), help]]);
});

test("a misspelt level next to options is reported at the level", () => {
  expect(read({ [LIMIT]: ["erorr", { maxPackages: 3 }] }).told).toEqual([
    [`rules.${LIMIT}.0`, `\`rules.${LIMIT}.0\` is "erorr"`, "did you mean error?"],
  ]);
});

test.each([
  [{ maxPackage: 3 }, `key rules.${LIMIT}.1.maxPackage`, "unknown key `maxPackage`"],
  [
    { maxPackages: "three" },
    `rules.${LIMIT}.1.maxPackages`,
    `\`rules.${LIMIT}.1.maxPackages\` is "three"`,
  ],
  [
    { maxPackages: 0 },
    `rules.${LIMIT}.1.maxPackages`,
    `\`rules.${LIMIT}.1.maxPackages\` is the number 0`,
  ],
])(
  "the wrong options %j are reported where they stand, and set nothing",
  (options, place, message) => {
    const { settings, told: messages } = read({ [LIMIT]: ["error", options] });
    expect(settings).toEqual({});
    expect(messages.map((mistake) => mistake.slice(0, 2))).toEqual([[place, message]]);
  },
);

test("one invalid setting does not affect the valid ones", () => {
  const { settings, told: messages } = read({ [LIMIT]: "wran", "received-bump": "warn" });
  expect(Object.keys(settings)).toEqual(["received-bump"]);
  expect(messages).toHaveLength(1);
});

test("the defaults of a rule come from its schema, if it has one", () => {
  expect(defaultOptions(changesetStyle)).toEqual(NONE);
  expect(defaultOptions(receivedBump)).toBeUndefined();
});

test("the schema accepts what the reader accepts", () => {
  const accepts = (value: unknown) => accept(settingSchema(changesetStyle), value) !== REFUSED;
  expect(["off", "warn", "error", ["warn", { maxPackages: 2 }]].map(accepts)).not.toContain(false);
  expect(["fatal", ["warn", { maxPackages: 2 }, 1], 2].map(accepts)).not.toContain(true);
});

test("a mapping accepts a level, options and the last day of evaluation", () => {
  const written = { level: "error", options: { maxPackages: 3 }, mode: { evaluate: "2027-01-15" } };
  const { settings, told: messages } = read({ [LIMIT]: written });
  expect([settings[LIMIT], messages]).toMatchObject([
    { level: "error", options: { ...NONE, maxPackages: 3 }, evaluation: { until: "2027-01-15" } },
    [],
  ]);
});

test("a mode without a date or with an unknown key is reported at its place", () => {
  expect(read({ "received-bump": { level: "warn", mode: { evaluate: "soon" } } }).told).toEqual([
    ["rules.received-bump.mode.evaluate", "`soon` is not a date such as 2026-12-18", undefined],
  ]);
  expect(read({ "received-bump": { level: "warn", mode: { until: "2027-01-15" } } }).told).toEqual([
    ["key rules.received-bump.mode.until", "unknown key `until`", "expected one of evaluate"],
  ]);
});
