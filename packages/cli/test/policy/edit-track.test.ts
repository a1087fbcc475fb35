import fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { withPackages } from "../../src/policy/edit-track.ts";
import { runs } from "../kit/sampling.ts";

const NAMES = ["@acme/core", "./packages/*", "!@acme/old", "a"];
const STYLES: Readonly<Record<string, (names: readonly string[]) => string>> = {
  flow: (names) => `packages: [${names.map((name) => JSON.stringify(name)).join(", ")}] # ours\n`,
  "flow in lines": (names) =>
    `packages: [\n${names.map((name) => `  ${JSON.stringify(name)}, # one\n`).join("")}  ]\n`,
  block: (names) => `packages:\n${names.map((name) => `  - "${name}" # one\n`).join("")}`,
  "block with comments": (names) =>
    `packages:\n${names.map((name) => `# above\n- '${name}'\n`).join("")}`,
  "Windows lines": (names) => `packages:\r\n${names.map((name) => `  - "${name}"\r\n`).join("")}`,
  JSON: (names) => `{ "packages": ${JSON.stringify(names, undefined, 2)}, "breaking": "minor" }`,
};
const edits = fc.record({
  names: fc.subarray(NAMES, { minLength: 1 }),
  style: fc.constantFrom(...Object.keys(STYLES)),
  without: fc.subarray(NAMES),
  add: fc.constantFrom(undefined, "@acme/new"),
  head: fc.constantFrom("", "# The core: by hand\nversions: 1.x\n"),
  tail: fc.constantFrom("", "breaking: minor # never a patch\n"),
});

test("edits the packages of a track and nothing else, down to none and up from none", () => {
  fc.assert(
    fc.property(edits, ({ names, style, without, add, head, tail }) => {
      const list = STYLES[style]!(names);
      const text = style === "JSON" ? list : `${head}${list}${tail}`;
      const edit = { without, ...(add === undefined ? {} : { add }) };
      const after = withPackages(text, edit);
      const left = names.filter((name) => !without.includes(name));
      const expected = add === undefined ? left : [...left, add];
      expect(parse(after!)).toEqual({ ...parse(text), packages: expected });
      // Comments stay, but for those in the lines that go.
      const lines = text
        .split(/\r?\n/)
        .filter((line) => !names.some((name) => line.includes(name)));
      for (const line of lines.filter((one) => one.includes("#"))) expect(after).toContain(line);
      expect(after!.includes("\r\n")).toBe(text.includes("\r\n"));
    }),
    { numRuns: runs(500) },
  );
});

test.each([
  ["an alias", "all: &all [a]\npackages: *all\n"],
  ["a name that is not a string", "packages: [a, 1]\n"],
  ["no list", "packages: a\n"],
  ["no packages", "versions: 1.x\n"],
  ["a mistake", "packages: [a\n"],
])("leaves %s as it is", (_, text) => {
  expect(withPackages(text, { without: ["a"], add: "b" })).toBeUndefined();
});

test("adds a package behind a last line without an end", () => {
  expect(withPackages('packages:\n  - "a"', { without: [], add: "b" })).toBe(
    'packages:\n  - "a"\n  - "b"',
  );
  expect(withPackages('packages:\n  - "a"\n  - "b"', { without: ["b"] })).toBe(
    'packages:\n  - "a"\n',
  );
});
