import type { Bump, Dependency } from "@release-policy/core/types";
import { expect, test } from "vitest";
import { type PlanContext, causesOfAll } from "../../src/planners/changesets/causes.ts";

const edge = (name: string, over: Partial<Dependency> = {}): Partial<Dependency> => ({
  name,
  field: "dependencies",
  spec: "^1.0.0",
  followed: true,
  ...over,
});
const changeset = (bump: Bump, id = "x") => ({ kind: "changeset", changeset: id, bump });

/** What explains the release of `a`, in a plan of a release of Changesets that is not known here. */
function causesOfA(
  type: Bump,
  edges: Readonly<Record<string, readonly Partial<Dependency>[]>>,
  given: {
    readonly types?: Readonly<Record<string, Bump>>;
    readonly declared?: readonly unknown[];
    readonly consumed?: readonly unknown[];
  } = {},
): readonly string[] {
  const types: Readonly<Record<string, Bump>> = { a: type, ...given.types };
  const context = {
    config: {
      ___experimentalUnsafeOptions_WILL_CHANGE_IN_PATCH: {
        onlyUpdatePeerDependentsWhenOutOfRange: false,
      },
    },
    packages: new Map(
      Object.keys({ ...types, ...edges }).map((name) => [
        name,
        { name, version: "1.0.0", dir: name, dependencies: edges[name] ?? [] },
      ]),
    ),
    releases: new Map(
      Object.entries(types).map(([name, bump]) => {
        const newVersion = { none: "1.0.0", patch: "1.0.1", minor: "1.1.0", major: "2.0.0" }[bump];
        return [name, { name, type: bump, oldVersion: "1.0.0", newVersion, changesets: [] }];
      }),
    ),
    groups: [],
    pre: undefined,
    major: 2,
    foreign: true,
    declared: new Map([["a", given.declared ?? []]]),
    consumed: new Map([["a", given.consumed ?? []]]),
  } as unknown as PlanContext;
  return causesOfAll(context)
    .get("a")!
    .map((cause) =>
      cause.kind === "dependency"
        ? `${cause.bump} by ${cause.on}${cause.field === "peerDependencies" ? " as peer" : ""}`
        : `${cause.kind} ${"bump" in cause ? cause.bump : ""}`,
    );
}

test("changesets of earlier prereleases explain a release of their bump", () => {
  const consumed = [changeset("minor"), changeset("patch")];
  expect(causesOfA("minor", { a: [edge("b")] }, { consumed, types: { b: "patch" } })).toEqual([
    "changeset minor",
  ]);
  expect(causesOfA("major", { a: [edge("b")] }, { consumed, types: { b: "patch" } })).toEqual([
    "major by b",
  ]);
});

test("a release of a dependency explains any bump, also behind a package without a release", () => {
  const types = { b: "none", c: "patch", d: "patch" } as const;
  const edges = {
    a: [edge("b"), edge("elsewhere"), edge("d", { alias: "e" })],
    b: [edge("c"), edge("a"), edge("b")],
  };
  expect(causesOfA("patch", edges, { types })).toEqual(["patch by c"]);
});

test("peers explain a major, if there are any", () => {
  const types = { b: "patch", c: "patch" } as const;
  const dependencies = [edge("b"), edge("c", { field: "peerDependencies" })];
  expect(causesOfA("major", { a: dependencies }, { types })).toEqual(["major by c as peer"]);
  expect(causesOfA("minor", { a: dependencies }, { types })).toEqual([
    "minor by b",
    "minor by c as peer",
  ]);
  expect(causesOfA("major", { a: [edge("b")] }, { types })).toEqual(["major by b"]);
});

test("a dependency gives at most the bump of the release", () => {
  const types = { b: "minor" } as const;
  const dependencies = [edge("b", { field: "peerDependencies" })];
  const declared = [changeset("patch")];
  expect(causesOfA("patch", { a: dependencies }, { types, declared })).toEqual([
    "changeset patch",
    "patch by b as peer",
  ]);
  const left = [edge("a", { spec: "~0.9.0" }), edge("b", { spec: "~1.0.0" })];
  expect(causesOfA("minor", { a: left }, { types, declared: [changeset("minor")] })).toEqual([
    "changeset minor",
    "patch by b",
  ]);
});
