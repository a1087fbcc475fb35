import { expect, test } from "vitest";
import { sceneFacts } from "../testing/scene-facts.ts";
import type { Cause, Release } from "../facts/facts.ts";
import { causeAt, chainOf, hasStart, origin } from "./chain.ts";

const at = { path: ".changeset/cat.md", line: 2, column: 1 };
const changeset: Cause = { kind: "changeset", changeset: "cat", bump: "minor", at };
const needs = (on: string, bump: "patch" | "major" = "patch"): Cause => ({
  kind: "dependency",
  on,
  field: "dependencies",
  range: "^1.0.0",
  bump,
});
const fixed = (from: string): Cause => ({
  kind: "group",
  group: "fixed",
  from,
  highest: from,
  version: "1.0.0",
  bump: "minor",
});

/** `ui <- core`, from the release back, and what stands at the end. */
function walk(name: string, causes: Readonly<Record<string, readonly Cause[]>>): string {
  const releases = Object.fromEntries(
    Object.entries(causes).map(([key, value]) => [key, { causes: value }]),
  );
  const planned: readonly Release[] = sceneFacts({ releases }).releases;
  const find = (key: string) => planned.find((release) => release.name === key);
  const links = chainOf(find(name)!, find);
  return links.map((link) => `${link.package} by ${link.cause.kind}`).join(", ");
}

test("stops at a package with its own changeset", () => {
  expect(walk("ui", { ui: [changeset] })).toBe("ui by changeset");
});

test("follows dependencies back to the changeset that caused them", () => {
  expect(walk("app", { app: [needs("ui")], ui: [needs("core")], core: [changeset] })).toBe(
    "app by dependency, ui by dependency, core by changeset",
  );
});

test("picks the shortest of several chains", () => {
  const causes = {
    app: [needs("ui"), needs("core")],
    ui: [needs("core")],
    core: [changeset],
  };
  expect(walk("app", causes)).toBe("app by dependency, core by changeset");
});

test("follows the cause with the largest bump first", () => {
  const causes = {
    app: [needs("small"), needs("big", "major")],
    small: [changeset],
    big: [changeset],
  };
  expect(walk("app", causes)).toBe("app by dependency, big by changeset");
});

test("visits a cycle once, and shows it if no changeset explains it", () => {
  expect(walk("ui", { ui: [needs("core")], core: [needs("ui")] })).toBe(
    "ui by dependency, core by dependency",
  );
});

test("leaves a cycle for the changeset next to it", () => {
  const causes = { ui: [needs("core")], core: [needs("ui"), changeset] };
  expect(walk("ui", causes)).toBe("ui by dependency, core by changeset");
});

test("follows a group to the changeset of the member that caused the bump", () => {
  expect(walk("ui", { ui: [fixed("core")], core: [fixed("core"), changeset] })).toBe(
    "ui by group, core by changeset",
  );
});

test("stops at a package that is not released or has no causes", () => {
  expect(walk("ui", { ui: [needs("core")] })).toBe("ui by dependency");
  expect(walk("ui", { ui: [] })).toBe("");
  const same: Cause = { ...needs("core"), bump: "minor" };
  expect(walk("ui", { ui: [fixed("core"), same] })).toBe("ui by group");
});

test("returns the next step for each kind of cause", () => {
  expect(origin(needs("core"))).toBe("core");
  expect(origin(fixed("core"))).toBe("core");
  expect(origin({ kind: "epic", lead: "core", bump: "minor" })).toBe("core");
  expect(origin(changeset)).toBeUndefined();
  expect(origin({ kind: "pre", tag: "beta", bump: "none", at })).toBeUndefined();
  expect(origin({ kind: "lane", lane: undefined, bump: "none" })).toBeUndefined();
  expect(origin({ kind: "unpublished", bump: "none" })).toBeUndefined();
});

test("a package that depends on itself does not end the chain", () => {
  expect(walk("ui", { ui: [needs("ui")] })).toBe("ui by dependency");
  expect(walk("ui", { ui: [needs("ui"), changeset] })).toBe("ui by changeset");
  const causes = { ui: [needs("ui"), fixed("core")], core: [changeset] };
  expect(walk("ui", causes)).toBe("ui by group, core by changeset");
});

test("does not explain a large bump by a smaller cause", () => {
  const small: Cause = { ...changeset, bump: "patch" };
  expect(walk("ui", { ui: [small, needs("core", "major")], core: [changeset] })).toBe(
    "ui by dependency, core by changeset",
  );
});

test("names the group if it raises a package with its own changeset", () => {
  const raisedByGroup: Cause = { ...fixed("ui"), bump: "major" };
  expect(walk("ui", { ui: [changeset, raisedByGroup] })).toBe("ui by group, ui by changeset");
});

test("finds the cause of a changeset's line by its position", () => {
  const other: Cause = {
    kind: "changeset",
    changeset: "dog",
    bump: "patch",
    at: { ...at, line: 3 },
  };
  const mode: Cause = { kind: "pre", tag: "beta", bump: "patch", at };
  const [release] = sceneFacts({ releases: { ui: { causes: [mode, other, changeset] } } }).releases;
  expect(causeAt(release, { ...at, column: 9 })).toBe(changeset);
  expect(causeAt(release, { ...at, line: 3 })).toBe(other);
  expect(causeAt(release, { ...at, line: 4 })).toBeUndefined();
  expect(causeAt(release, { ...at, path: ".changeset/dog.md" })).toBeUndefined();
  expect(causeAt(undefined, at)).toBeUndefined();
});

test("a chain has a start where its last cause has no other behind it", () => {
  expect(hasStart([])).toBe(false);
  const link = { package: "ui", to: "1.1.0" };
  expect(hasStart([{ ...link, cause: changeset }])).toBe(true);
  expect(hasStart([{ ...link, cause: needs("core") }])).toBe(false);
});
