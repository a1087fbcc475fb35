import { expect, test } from "vitest";
import type { Declaration } from "../../facts/evidence.ts";
import { type Scene, fixesOf, judgeScene, messagesOf } from "../../testing/scene.ts";
import { deprecation } from "./deprecation.ts";

const at = { path: ".changeset/cat.md", line: 6, column: 1 };
const deprecates = (value: string, replacement?: string): Declaration => ({
  kind: "deprecates",
  value,
  at,
  ...(replacement === undefined ? {} : { replacement }),
});
const scene = (declarations: readonly Declaration[], require: object): Scene => ({
  packages: { ui: "1.0.0" },
  changesets: {
    cat: { declarations, bumps: [{ package: "ui", bump: "minor", at: { ...at, line: 2 } }] },
  },
  policies: { all: { packages: ["*"], require } },
});
const asks = { deprecation: ["replacement"] };

test("requires a replacement for each deprecation", () => {
  const three = scene([deprecates("a"), deprecates("b", "c"), deprecates("d e")], asks);
  expect(messagesOf(deprecation, three)).toEqual([
    "warn: the deprecation of `a` names no replacement",
    "warn: the deprecation of `d e` names no replacement",
  ]);
  expect(judgeScene(three, [deprecation]).findings[0]).toMatchObject({
    package: "ui",
    at,
    because: { text: "deprecation: [replacement]" },
  });
});

test("accepts `use nothing`", () => {
  expect(messagesOf(deprecation, scene([deprecates("a", "nothing")], asks))).toEqual([]);
});

test("ignores removals, and tracks without the requirement", () => {
  const removal: Declaration = { kind: "removes", value: "a", at };
  expect(messagesOf(deprecation, scene([removal], asks))).toEqual([]);
  expect(messagesOf(deprecation, scene([deprecates("a")], {}))).toEqual([]);
});

test("suggests the line to write", () => {
  expect(fixesOf(deprecation, scene([deprecates("load()")], asks))).toEqual([
    "write `Deprecates: `load()` use <replacement>`, or `use nothing`",
  ]);
});
