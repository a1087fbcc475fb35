import { expect, test } from "vitest";
import type { Cause, Changeset } from "../../facts/facts.ts";
import type { Deprecation } from "../../policy/policy.ts";
import { sceneFacts } from "../../testing/scene-facts.ts";
import { apiOf, declaredApis } from "./declared-apis.ts";

const at = { path: ".changeset/cat.md", line: 7, column: 1 };
const by = (changeset: string): Cause => ({ kind: "changeset", changeset, bump: "major", at });
const entry = (name: string, api: string): Deprecation => ({
  package: name,
  api,
  deprecatedIn: "1.0.0",
  state: "active",
  line: { at, text: "" },
});

const removes = (
  value: string,
  bumps: Readonly<Record<string, "patch" | "major">>,
  ledger: readonly Deprecation[] = [],
  causes: readonly Cause[] = [by("cat")],
): string[] => {
  const declarations = [{ kind: "removes", value, at }] as const;
  const { bumps: lines } = sceneFacts({ changesets: { cat: bumps } }).changesets[0]!;
  const cat: Partial<Changeset> = { bumps: lines, declarations };
  const facts = sceneFacts({
    changesets: { cat },
    releases: { core: { causes }, ui: { causes } },
  });
  return declaredApis("removes", facts.releases, facts.changesets, ledger).map(
    ({ package: name, api }) => `${name} ${api}`,
  );
};

test.each([
  ["open", "open"],
  ["`open()`", "open"],
  ["open()", "open"],
  ["  Store.open ", "Store.open"],
  ["`a` and `b`", "`a` and `b`"],
  ["--flag", "--flag"],
])("%s is the API %s", (text, api) => {
  expect(apiOf(text)).toBe(api);
});

test("assigns an API to the package that its changeset bumps", () => {
  expect(removes("`open()`", { core: "major" })).toEqual(["core open"]);
});

test("assigns an API to the packages with the largest bump", () => {
  expect(removes("open", { core: "major", ui: "patch" })).toEqual(["core open"]);
  expect(removes("open", { core: "major", ui: "major" })).toEqual(["core open", "ui open"]);
});

test("assigns an API to the package whose ledger lists it", () => {
  const bumps = { core: "major", ui: "major" } as const;
  expect(removes("open", bumps, [entry("ui", "open()")])).toEqual(["ui open"]);
  expect(removes("open", bumps, [entry("ui", "close")])).toEqual(["core open", "ui open"]);
});

test("a declaration can name the package", () => {
  const bumps = { core: "major", ui: "patch" } as const;
  expect(removes("ui#open", bumps, [entry("core", "open")])).toEqual(["ui open"]);
  expect(removes("other#open", bumps)).toEqual(["core other#open"]);
});

test("a package name covers the whole package", () => {
  expect(removes("ui", { core: "major", ui: "patch" })).toEqual(["ui *"]);
});

test("a declaration outside any release is not recorded yet", () => {
  expect(removes("open", { core: "major" }, [], [by("dog")])).toEqual([]);
});

test("packages whose ledger lists the API come in the order of the changeset", () => {
  const ledger = [entry("ui", "open"), entry("core", "open")];
  expect(removes("open", { core: "patch", ui: "major" }, ledger)).toEqual(["core open", "ui open"]);
});
