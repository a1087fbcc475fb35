import { createRequire } from "node:module";
import fc from "fast-check";
import picomatch from "picomatch";
import { expect, test } from "vitest";
import {
  listedNames,
  namesInListOrder,
  unmatchedNames,
} from "../../src/workspace/finders/name-lists.ts";
import { validateConfig3 } from "../../src/workspace/changesets/changesets-3.ts";
import { parseConfig2 } from "../../src/workspace/changesets/changesets-2.ts";
import { silenceConsole } from "../../src/workspace/changesets/changesets-config.ts";
import { runs } from "../kit/sampling.ts";

const ofTest = createRequire(import.meta.url);
const ofConfig2 = createRequire(ofTest.resolve("changesets-config-3"));
const micromatch = ofConfig2("micromatch") as (
  names: readonly string[],
  list: readonly string[],
) => string[];

const part = fc.constantFrom(
  "@a/",
  "a",
  "b",
  ".",
  "/",
  "!",
  "{",
  "}",
  "[",
  "]",
  "\\",
  "*",
  "(",
  ",",
  "",
);
const odd = fc.array(part, { maxLength: 4 }).map((parts) => parts.join(""));
const name = fc.constantFrom("a", "b", "c", "@a/a", "@a/b", "@b/a", "A", "a.b", "a-b");
const mostlyNames = fc.oneof({ weight: 8, arbitrary: name }, { weight: 1, arbitrary: odd });
const lists = fc.array(mostlyNames, { maxLength: 5 });

/** What the bundled @changesets/config is asked for the same lists. */
function validated(names: readonly string[], list: readonly string[]) {
  const packages = names.map((one, i) => ({
    dir: `/repo/${i}`,
    relativeDir: String(i),
    packageJson: { name: one, version: "1.0.0" },
  }));
  const root = { dir: "/repo", relativeDir: ".", packageJson: { name: "root", version: "1.0.0" } };
  const written = { ignore: list } as never;
  const restoreConsole = silenceConsole();
  try {
    const three = {
      tool: { type: "pnpm" },
      rootDir: "/repo",
      rootPackage: root,
      packages,
    } as never;
    return {
      three: validateConfig3(written, three).config?.ignore,
      two: outcome(() => parseConfig2(written, { tool: "pnpm", root, packages } as never).ignore),
    };
  } finally {
    restoreConsole();
  }
}

function outcome(run: () => readonly string[]): readonly string[] | string {
  try {
    return run();
  } catch (error) {
    return String(error);
  }
}

test("a list of names contains for both majors of Changesets what their globs match", () => {
  fc.assert(
    fc.property(lists, lists, (names, list) => {
      const listed = listedNames(names, list);
      const ordered = namesInListOrder(names, list);
      const missing = unmatchedNames(list, names);
      if (!listed || !ordered || !missing) return;
      // Only now: they fail on some patterns.
      const { two, three } = validated(names, list);
      expect(listed).toEqual(three);
      expect(ordered).toEqual(micromatch(names, list));
      const unnamed = missing.filter((one) => !String(two).includes(`"${one}"`));
      expect(missing.length === 0 ? two : unnamed).toEqual(missing.length === 0 ? ordered : []);
      expect(missing).toEqual(list.filter((one) => !names.some((other) => picomatch(one)(other))));
    }),
    { seed: 20261201, numRuns: runs(2000) },
  );
});

test.each(["*", "@a/*", "!a", "{a,b}", "[a]", "a\\b", "", "./a", "a/b"])(
  "leaves a list with %j to the globs of Changesets",
  (pattern) => {
    const list = ["a", pattern];
    expect([listedNames(["a"], list), namesInListOrder(["a"], list)]).toEqual([
      undefined,
      undefined,
    ]);
    expect(unmatchedNames(list, ["a"])).toBeUndefined();
  },
);

test("leaves names with a backslash to the globs of Changesets, which may take it for a slash", () => {
  expect(listedNames(["@a\\b"], ["@a/b"])).toBeUndefined();
  expect(unmatchedNames(["@a/b"], ["@a\\b"])).toBeUndefined();
});
