import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readWithTexts } from "../../src/changesets/changed-texts.ts";
import { readChangesets } from "../../src/changesets/changeset-files.ts";
import { changeset, folder } from "../kit/workspace.ts";

const PLANNERS = ["changesets@2", "changesets@3", "pnpm"] as const;
const FILES = {
  ".changeset/b-dogs.md": changeset({ "@acme/core": "major" }, "### Breaking Changes\n\nGone."),
  ".changeset/d-cats.md": changeset({ "@acme/plugin": "minor" }),
  ".changeset/e-pets.md": changeset({ "@acme/plugin": "patch" }),
};
/** Changed, gone, and new: at each end and between, with a byte order mark, and unreadable. */
const CHANGED = [
  { path: ".changeset/z-new.md", after: changeset({ "@acme/core": "patch" }) },
  { path: ".changeset/a-new.md", after: "not a changeset" },
  { path: ".changeset/c-new.md", after: `\uFEFF${changeset({ "@acme/core": "minor" })}` },
  { path: ".changeset/b-dogs.md", after: FILES[".changeset/b-dogs.md"].replace("major", "minor") },
  { path: ".changeset/e-pets.md" },
];

test.each(PLANNERS)("changed texts are read like changed files, for %s", async (planner) => {
  const { path: root } = await folder(FILES);
  const read = () => readChangesets(root, planner, new Set());
  const before = await read();
  for (const { path, after } of CHANGED) {
    if (after === undefined) rmSync(join(root, path));
    else writeFileSync(join(root, path), after);
  }
  expect(await readWithTexts(before, planner, [], false)).toEqual(before);
  expect(await readWithTexts(before, planner, CHANGED, false)).toEqual(await read());
});

test("what may be read otherwise is not read from texts", async () => {
  const { path: root } = await folder(FILES);
  const before = await readChangesets(root, "changesets@3", new Set());
  const after = changeset({ "@acme/core": "patch" });
  const withText = (path: string, isInPreMode = false) =>
    readWithTexts(before, "changesets@3", [{ path, after }], isInPreMode);
  expect(await withText(".changeset/README.md")).toBeUndefined();
  expect(await withText(".changeset/config.json")).toBeUndefined();
  expect(await withText("package.json")).toBeUndefined();
  expect(await withText(".changeset/new.md", true)).toBeUndefined();
  expect(await withText(".changeset/d-cats.md", true)).toBeDefined();
});
