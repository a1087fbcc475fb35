import fc from "fast-check";
import { expect, test } from "vitest";
import type { Declaration } from "../../facts/evidence.ts";
import type { Cause, Changeset, Facts } from "../../facts/facts.ts";
import type { Deprecation } from "../../policy/policy.ts";
import { sceneFacts } from "../../testing/scene-facts.ts";
import { nextLedger } from "./ledger.ts";

const at = { path: ".changeset/cat.md", line: 7, column: 1 };
const line = { at: { path: "policies/deprecations.yaml", line: 2, column: 1 }, text: "" };
const TODAY = "2026-06-15";
const cause: Cause = { kind: "changeset", changeset: "cat", bump: "minor", at };

type TestDeclaration = Omit<Declaration, "at">;
const deprecates = (value: string, more: Partial<TestDeclaration> = {}): TestDeclaration => ({
  kind: "deprecates",
  value,
  ...more,
});
const removes = (value: string): TestDeclaration => ({ kind: "removes", value });
const entry = (more: Partial<Deprecation> = {}): Deprecation => ({
  package: "core",
  api: "open",
  deprecatedIn: "1.2.0",
  state: "active",
  line,
  ...more,
});

function planned(step: string, ...declarations: readonly TestDeclaration[]): Facts {
  const bump = { package: "core", bump: "minor", at } as const;
  const cat: Partial<Changeset> = {
    bumps: [bump],
    declarations: declarations.map((one) => ({ ...one, at })),
  };
  const [from, to] = step.split(" -> ");
  return sceneFacts({
    changesets: { cat },
    releases: { core: { from: from!, to: to!, causes: [cause] } },
  });
}
const after = (
  ledger: readonly Deprecation[],
  { releases, changesets }: Facts,
  today = TODAY,
): readonly Deprecation[] => nextLedger(ledger, releases, changesets, today);

test("a deprecation becomes an entry with the release's version and day", () => {
  const declarations = deprecates("`open()`", { replacement: "openAll", until: "2.0.0" });
  expect(after([], planned("1.4.0 -> 1.5.0", declarations))).toEqual([
    {
      package: "core",
      api: "open",
      deprecatedIn: "1.5.0",
      since: TODAY,
      replacement: "openAll",
      announcedRemoval: "2.0.0",
      state: "active",
      line: { at, text: "Deprecates: `open()`" },
    },
  ]);
});

test("a removal ends the active entry and keeps every other entry identical", () => {
  const [ended, other] = [entry(), entry({ api: "close" })];
  const next = after([ended, other], planned("1.4.0 -> 2.0.0", removes("open")));
  expect(next[0]).toEqual({ ...ended, state: "removed", removedIn: "2.0.0" });
  expect(next[1]).toBe(other);
});

test("removing what was never deprecated adds no entry", () => {
  const back = entry({ state: "rolledBack" });
  expect(after([], planned("1.4.0 -> 2.0.0", removes("open")))).toEqual([]);
  expect(after([back], planned("1.4.0 -> 2.0.0", removes("open")))).toEqual([back]);
});

test("an active entry is not deprecated again", () => {
  const ledger = [entry()];
  expect(after(ledger, planned("1.4.0 -> 1.5.0", deprecates("open")))).toEqual(ledger);
});

test.each(["rolledBack", "removed"] as const)(
  "an API that was %s and is deprecated again is a new entry",
  (state) => {
    const old = entry({ state });
    const next = after([old], planned("1.4.0 -> 1.5.0", deprecates("open")));
    expect(next).toMatchObject([old, { deprecatedIn: "1.5.0", state: "active" }]);
  },
);

test("a deprecation that was rolled back before its release does not come back", () => {
  const back = entry({ deprecatedIn: "1.5.0", state: "rolledBack" });
  expect(after([back], planned("1.4.0 -> 1.5.0", deprecates("open")))).toEqual([back]);
});

test("an API deprecated and removed in one release gets no entry", () => {
  const facts = planned("1.4.0 -> 2.0.0", deprecates("open"), removes("open"));
  expect(after([], facts)).toEqual([]);
});

test("a release that is now planned under another version keeps its entries", () => {
  const early = after([], planned("1.4.0 -> 1.4.1", deprecates("open")), "2026-06-01");
  expect(after(early, planned("1.4.0 -> 1.5.0", deprecates("open")))).toMatchObject([
    { deprecatedIn: "1.5.0", since: TODAY },
  ]);
  const ended = after([entry()], planned("1.4.0 -> 1.5.0", removes("open")));
  expect(after(ended, planned("1.4.0 -> 2.0.0", removes("open")))).toMatchObject([
    { state: "removed", removedIn: "2.0.0" },
  ]);
});

test("applying it again, even on a later day, changes nothing", () => {
  const api = fc.constantFrom("open", "close", "`open()`");
  const declarations = fc.oneof(
    api.map((value) => deprecates(value)),
    api.map((value) => removes(value)),
  );
  const version = fc.constantFrom("1.2.0", "1.4.0", "1.5.0", "2.0.0");
  const ledger = fc.array(
    fc
      .record({
        api,
        deprecatedIn: version,
        removedIn: version,
        state: fc.constantFrom("active" as const, "removed" as const, "rolledBack" as const),
      })
      .map(({ removedIn, ...one }) => entry(one.state === "removed" ? { ...one, removedIn } : one)),
    { maxLength: 4 },
  );
  const step = fc.constantFrom("1.4.0 -> 1.4.1", "1.4.0 -> 1.5.0", "1.4.0 -> 2.0.0-beta.0");
  fc.assert(
    fc.property(ledger, step, fc.array(declarations, { maxLength: 4 }), (before, move, all) => {
      const facts = planned(move, ...all);
      const once = after(before, facts);
      expect(after(once, facts, "2026-07-01")).toEqual(once);
      expect(once.slice(0, before.length).map((one) => one.api)).toEqual(
        before.map((one) => one.api),
      );
    }),
  );
});

test("a deprecated element of the API becomes an entry, and a removed element ends its entry", () => {
  const { releases, changesets } = planned(
    "1.4.0 -> 1.5.0",
    deprecates("open", { replacement: "openAll" }),
  );
  const found = (kind: "deprecated" | "removed", api: string) =>
    ({ kind, package: "core", api, release: releases[0]!, at }) as const;
  const ledger = [entry({ api: "close" })];
  const all = [
    found("deprecated", "open"),
    found("deprecated", "Client"),
    found("removed", "close"),
  ];
  const next = nextLedger(ledger, releases, changesets, TODAY, all);
  expect(next).toMatchObject([
    { api: "close", state: "removed", removedIn: "1.5.0" },
    { api: "open", replacement: "openAll" },
    { api: "Client", deprecatedIn: "1.5.0", since: TODAY, state: "active" },
  ]);
  expect(nextLedger(next, releases, changesets, TODAY, all)).toEqual(next);
});
