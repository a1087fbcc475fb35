import { expect, test } from "vitest";
import { type Scene, fixesOf, judgeScene, messagesOf } from "../../testing/scene.ts";
import type { UnreadableChangeset } from "../../facts/facts.ts";
import { say } from "../../sentence.ts";
import { duplicatePackage } from "./duplicate-package.ts";

const at = { path: ".changeset/cat.md", line: 3, column: 1 };
const bad = (kind: UnreadableChangeset["kind"]): Scene => ({
  facts: { unreadable: [{ path: at.path, at, kind, reason: say`${"ui"}` }] },
});

test("names the package, the file and the line of the second key", () => {
  expect(messagesOf(duplicatePackage, bad("duplicate-key"))).toEqual([
    "error: `ui` is listed twice in `.changeset/cat.md`",
  ]);
  expect(judgeScene(bad("duplicate-key"), [duplicatePackage]).findings).toMatchObject([{ at }]);
  expect(fixesOf(duplicatePackage, bad("duplicate-key"))).toEqual([
    "keep the line with the larger bump",
  ]);
});

test.each(["front-matter", "yaml", "bump", "too-large", "not-a-file"] as const)(
  "leaves %s to unreadable-changeset",
  (kind) => {
    expect(messagesOf(duplicatePackage, bad(kind))).toEqual([]);
  },
);

test("reports nothing if two changesets name one package", () => {
  const changesets = { cat: { ui: "patch" }, dog: { ui: "minor" } } as const;
  expect(messagesOf(duplicatePackage, { packages: { ui: "1.0.0" }, changesets })).toEqual([]);
});
