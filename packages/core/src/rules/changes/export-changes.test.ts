import { expect, test } from "vitest";
import { type Scene, fixesOf, messagesOf } from "../../testing/scene.ts";
import { changeBump } from "./change-bump.ts";

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
  policies: {
    all: { packages: ["ui"], rules: { "change-bump": ["error", { kinds: { export: "major" } }] } },
  },
});
const BOTH = [".", "./server"];

test.each([
  ["1.4.0", "1.4.1", "patch", "major"],
  ["1.4.0", "1.5.0", "minor", "major"],
  ["0.4.0", "0.4.1", "patch", "minor"],
])("a path does not go from %s to %s", (from, to, got, needed) => {
  expect(messagesOf(changeBump, moving(BOTH, ["."], `${from} -> ${to}`))).toEqual([
    `error: \`ui\` would go from \`${from}\` to \`${to}\`, a \`${got}\` release, but track \`all\` requires a \`${needed}\` for the removed export \`./server\``,
  ]);
});

test.each(["1.4.0 -> 2.0.0", "0.4.0 -> 0.5.0", "2.0.0-beta.1 -> 2.0.0-beta.2"])(
  "a path may go with %s",
  (step) => {
    expect(messagesOf(changeBump, moving(BOTH, ["."], step))).toEqual([]);
  },
);

test("requires a changeset if nothing is released", () => {
  const scene = moving(BOTH, ["."]);
  expect(messagesOf(changeBump, scene)).toEqual([
    "error: `ui` would stay at `1.4.0`, but track `all` requires a `major` for the removed export `./server`",
  ]);
  expect(fixesOf(changeBump, scene)).toEqual([
    'add a changeset with `"ui": major`; if a smaller release is intended, keep `./server` under `exports` in `packages/ui/package.json`',
  ]);
});

test.each<[string, readonly string[] | undefined, readonly string[] | undefined]>([
  ["nothing went", BOTH, BOTH],
  ["a path is new", ["."], BOTH],
  ["everything can be imported now", BOTH, undefined],
  ["everything could be imported before, which cannot be listed", undefined, ["."]],
])("reports nothing where %s", (_, before, now) => {
  expect(messagesOf(changeBump, moving(before, now, "1.4.0 -> 1.4.1"))).toEqual([]);
});

test("reports nothing if the last release is unknown", () => {
  const packages = { ui: { version: "1.4.0", requirements: having(["."]) } };
  expect(messagesOf(changeBump, { ...moving(BOTH, ["."]), packages })).toEqual([]);
});
