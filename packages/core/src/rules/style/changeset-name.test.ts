import { expect, test } from "vitest";
import { declaredBumps } from "../../testing/scene-changesets.ts";
import { type Scene, advised, judgeScene, said } from "../../testing/scene.ts";
import { changesetName } from "./changeset-name.ts";

const named = (id: string, level = "error"): Scene => ({
  packages: { ui: "1.0.0" },
  changesets: { [id]: { ui: "patch" } },
  policies: { all: { packages: ["*"] }, workspace: { rules: { "changeset-name": level } } },
});

test.each(["brave-cats", "a", "42", "fix-2-things", "-"])("takes the name %j", (id) => {
  expect(said(changesetName, named(id))).toEqual([]);
});

test.each(["Brave-cats", "brave cats", "brave_cats", "brave.cats", "pre/cat", "caf\u00E9"])(
  "refuses the name %j",
  (id) => {
    expect(said(changesetName, named(id))).toEqual([
      `error: the file name \`${id}.md\` has more than small letters, digits and dashes`,
    ]);
  },
);

test("is off unless the policy asks for it", () => {
  expect(
    said(changesetName, { ...named("Brave"), policies: { all: { packages: ["*"] } } }),
  ).toEqual([]);
  expect(said(changesetName, named("Brave", "warn"))).toHaveLength(1);
});

test("leaves a changeset alone that a prerelease has used", () => {
  const changesets = { "pre/cat": { bumps: declaredBumps({ ui: "patch" }), consumed: true } };
  expect(said(changesetName, { ...named("cat"), changesets })).toEqual([]);
});

test("points at the file, each of them", () => {
  const changesets = { A: { bumps: [] }, B: { bumps: [] } };
  const { findings } = judgeScene({ ...named("cat"), changesets }, [changesetName]);
  expect(findings).toMatchObject([
    { at: { path: ".changeset/A.md", line: 1, column: 1 } },
    { at: { path: ".changeset/B.md", line: 1, column: 1 } },
  ]);
  expect(advised(changesetName, named("Brave"))).toEqual(["rename the file"]);
});
