import { expect, test } from "vitest";
import { indexEntries } from "../../src/git/working-tree/listed-files.ts";

const BLOB = "a".repeat(40);
const line = (tag: string, path: string) => `${tag} 100644 ${BLOB} 0\t${path}`;
const isManifest = (path: string) => path.endsWith("package.json");

test("the index has the files that were asked for; only what is odd among them leaves it to git", () => {
  const others = ["? new/package.json", line("S", "a.ts"), line("H", "b\uFFFD.ts")];
  const entry = { path: "package.json", mode: "100644", object: BLOB };
  expect(indexEntries([...others, line("H", "package.json")], isManifest)).toEqual([entry]);
  expect(indexEntries([line("S", "package.json")], isManifest)).toBeUndefined();
  expect(indexEntries([line("H", "\uFFFD/package.json")], isManifest)).toBeUndefined();
});
