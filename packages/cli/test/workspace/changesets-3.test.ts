import { assembleReleasePlan } from "@changesets/assemble-release-plan";
import fc from "fast-check";
import picomatch from "picomatch";
import { expect, test } from "vitest";
import {
  type Packages3,
  validateConfig3,
  withoutUnread,
} from "../../src/workspace/changesets/changesets-3.ts";
import { silenceConsole } from "../../src/workspace/changesets/changesets-config.ts";
import matcherOf from "../../src/workspace/finders/picomatch.ts";
import { runs } from "../kit/sampling.ts";

const NAMES = ["@acme/a", "@acme/b", "@acme/c", "d", "e"];
/** What every object has. */
const ODD_NAME = "constructor";
const SPECS = [
  ..."workspace:^ workspace:* workspace:~ workspace:^1.0.0 workspace:^2.0.0 workspace:odd".split(
    " ",
  ),
  ..."workspace:packages/0 workspace:./packages/1 workspace:. workspace: ^1.0.0 ~1.0.0 * 2.0.0".split(
    " ",
  ),
  ..."npm:other@1 link:../d file:../d catalog: latest".split(" "),
];
const FOLDERS = ["packages/0", "packages/1", "packages/2", "odd", "^1.0.0"];

const dependencies = fc.option(
  fc.dictionary(fc.constantFrom(...NAMES, "root", "left-pad"), fc.constantFrom(...SPECS), {
    maxKeys: 3,
    noNullPrototype: true,
  }),
  { nil: undefined },
);
const manifest = fc.record(
  {
    version: fc.constantFrom("1.0.0", "1.2.0", "0.3.0", "1.0.0-beta.1"),
    private: fc.constantFrom(false, false, true),
    description: fc.constant("What the planner does not read."),
    dependencies,
    devDependencies: dependencies,
    peerDependencies: dependencies,
    optionalDependencies: dependencies,
  },
  { requiredKeys: ["version"] },
);
const rarely = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
const cases = fc.record({
  manifests: fc.array(manifest, { minLength: 5, maxLength: 5 }),
  root: manifest,
  oddName: rarely(fc.constant(ODD_NAME)),
  oddKey: rarely(fc.constantFrom(ODD_NAME, "left-pad")),
  oddSpec: fc.constantFrom<unknown>("^1.0.0", "workspace:^", 1, null),
  ignore: fc.subarray(NAMES.slice(0, 2)),
  versionsPrivate: fc.boolean(),
  protocolOnly: fc.boolean(),
  changesets: fc.array(
    fc.record({
      index: fc.nat(4),
      type: fc.constantFrom("patch" as const, "minor" as const, "major" as const),
    }),
    { minLength: 1, maxLength: 3 },
  ),
});

const EMPTY = { tool: { type: "pnpm" }, rootDir: "/repo", packages: [] } as unknown as Packages3;

/** What a function returns, or what it throws. */
function outcome(run: () => unknown): unknown {
  const restoreConsole = silenceConsole();
  try {
    return run();
  } catch (error) {
    return String(error);
  } finally {
    restoreConsole();
  }
}

test("Changesets 3 validates and plans the same with only what it reads", () => {
  fc.assert(
    fc.property(cases, (one) => {
      const names = one.oddName === undefined ? NAMES : [one.oddName, ...NAMES];
      const odd =
        one.oddKey === undefined ? {} : { devDependencies: { [one.oddKey]: one.oddSpec } };
      const native = {
        tool: { type: "pnpm" },
        rootDir: "/repo",
        rootPackage: { dir: "/repo", packageJson: { name: "root", ...one.root } },
        packages: one.manifests.map((fields, i) => ({
          dir: `/repo/${FOLDERS[i]!}`,
          packageJson: { name: names[i]!, ...fields, ...(i === 1 ? odd : {}) },
        })),
      } as unknown as Packages3;
      const written = {
        ignore: one.ignore,
        privatePackages: { version: one.versionsPrivate, tag: false },
        bumpVersionsWithWorkspaceProtocolOnly: one.protocolOnly,
      };
      const { packages: lean } = withoutUnread(native);
      const validated = outcome(() => validateConfig3(written, native));
      expect(outcome(() => validateConfig3(written, lean))).toEqual(validated);
      const { config } = validateConfig3({ ...written, ignore: [] }, EMPTY);
      const plan = (packages: Packages3) =>
        outcome(() =>
          assembleReleasePlan(
            one.changesets.map(({ index, type }, i) => ({
              id: `change-${i}`,
              summary: "Text",
              releases: [{ name: names[index]!, type }],
            })),
            packages,
            { ...config!, ignore: one.ignore },
            undefined,
          ),
        );
      expect(plan(lean)).toEqual(plan(native));
    }),
    { seed: 20261130, numRuns: runs(600) },
  );
});

test.each<[unknown, string, boolean]>([
  ["^1.0.0", "b", true],
  [1, "b", false],
  ["^1.0.0", "constructor", false],
])("a range of %j beside the package %s: all ranges are texts: %s", (spec, name, areTexts) => {
  const packages = [
    { dir: "/repo/a", packageJson: { name: "a", dependencies: { b: spec } } },
    { dir: "/repo/b", packageJson: { name } },
  ];
  const native = { rootDir: "/repo", packages } as unknown as Packages3;
  expect(withoutUnread(native).rangesAreTexts).toBe(areTexts);
});

test("a pattern that is a name matches what picomatch matches with it", () => {
  const part = fc.constantFrom("@a/", "a", "b.c", "B_1", "-", ".", "/", "*");
  const text = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(
      fc.oneof(text, fc.stringMatching(/^(?:@[a-z]\/)?[a-z\d][\w.-]{0,3}$/)),
      text,
      (pattern, name) => {
        const expected = picomatch(pattern);
        for (const one of [name, pattern]) expect(matcherOf(pattern)(one)).toBe(expected(one));
      },
    ),
    { seed: 20261130, numRuns: runs(3000) },
  );
});
