import { expect, test } from "vitest";
import { fingerprints } from "../../src/formats/fingerprint.ts";
import { check } from "../../src/index.ts";
import { workspace } from "../kit/workspace.ts";

/** The fingerprints of what cannot be read, by file. */
async function printsOf(files: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const fixture = await workspace({
    files: Object.fromEntries(files.map((path) => [path, "no front matter\n"])),
  });
  const prints = fingerprints(await check({ cwd: fixture.path }));
  return new Map([...prints].map(([{ at }, print]) => [at.path, print]));
}

test("a finding is recognised after another one of the same rule disappears", async () => {
  const [first, second] = [".changeset/a.md", ".changeset/b.md"];
  const both = await printsOf([first, second]);
  const rest = await printsOf([second]);
  expect(rest.get(second)).toBe(both.get(second));
  expect(both.get(first)).not.toBe(both.get(second));
});
