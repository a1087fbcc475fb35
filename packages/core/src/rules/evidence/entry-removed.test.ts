import { expect, test } from "vitest";
import { type Scene, advised, said } from "../../testing/scene.ts";
import { entryRemoved } from "./entry-removed.ts";

const having = (entries?: readonly string[]) => ({
  engines: {},
  peers: {},
  ...(entries ? { entries } : {}),
});
const moving = (
  before: readonly string[] | undefined,
  now: readonly string[] | undefined,
  step?: string,
): Scene => ({
  packages: {
    ui: {
      version: step?.split(" -> ")[0] ?? "1.4.0",
      requirements: having(now),
      released: having(before),
    },
  },
  ...(step === undefined ? {} : { releases: { ui: step } }),
  policies: { all: { packages: ["ui"], rules: { "entry-removed": "error" } } },
});
const BOTH = [".", "./server"];

test.each([
  ["1.4.0 -> 1.4.1", "patch"],
  ["1.4.0 -> 1.5.0", "minor"],
  ["0.4.0 -> 0.4.1", "patch"],
])("a path does not go with %s", (step, bump) => {
  const [, to] = step.split(" -> ");
  expect(said(entryRemoved, moving(BOTH, ["."], step))).toEqual([
    `error: \`ui\` \`${to}\` is a \`${bump}\`, and no longer has \`./server\` under \`exports\``,
  ]);
});

test.each(["1.4.0 -> 2.0.0", "0.4.0 -> 0.5.0", "2.0.0-beta.1 -> 2.0.0-beta.2"])(
  "a path may go with %s",
  (step) => {
    expect(said(entryRemoved, moving(BOTH, ["."], step))).toEqual([]);
  },
);

test("asks for a changeset where nothing is released", () => {
  const scene = moving(BOTH, ["."]);
  expect(said(entryRemoved, scene)).toEqual([
    "error: `ui` no longer has `./server` under `exports`, and nothing releases it",
  ]);
  expect(advised(entryRemoved, scene)).toEqual([
    'add a changeset with `"ui": major`, or keep the path in `packages/ui/package.json`',
  ]);
});

test.each<[string, readonly string[] | undefined, readonly string[] | undefined]>([
  ["nothing went", BOTH, BOTH],
  ["a path is new", ["."], BOTH],
  ["everything can be imported now", BOTH, undefined],
  ["everything could be imported before, which nobody can list", undefined, ["."]],
])("reports nothing where %s", (_, before, now) => {
  expect(said(entryRemoved, moving(before, now, "1.4.0 -> 1.4.1"))).toEqual([]);
});

test("reports nothing where the last release is not known", () => {
  const packages = { ui: { version: "1.4.0", requirements: having(["."]) } };
  expect(said(entryRemoved, { ...moving(BOTH, ["."]), packages })).toEqual([]);
});
