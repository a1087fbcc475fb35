import fc from "fast-check";
import { expect, test } from "vitest";
import { isStatusName, statusName } from "../../src/post/status-name.ts";
import { runs } from "../../../cli/test/kit/sampling.ts";

const base = (ref: string, defaultBranch = "main") => ({ ref, repository: { defaultBranch } });

test.each([
  ["main", undefined, "release-policy"],
  ["next", undefined, "release-policy (next)"],
  ["release/1.x", undefined, "release-policy (release/1.x)"],
  ["main", "apps/web", "release-policy (apps/web/)"],
  ["next", "apps/web", "release-policy (apps/web/) (next)"],
  ["a)(b", undefined, "release-policy (a%29%28b)"],
  ["Next", undefined, "release-policy (Next~1ff57a29d7c9d11b)"],
  ["a".repeat(80), undefined, `release-policy (${"a".repeat(80)})`],
])("the status of %s and workspace %s is %s", (ref, key, name) => {
  expect(statusName(base(ref), key)).toBe(name);
});

test("a branch has its own status if the default branch is unknown", () => {
  expect(statusName({ ref: "main", repository: {} })).toBe("release-policy (main)");
});

/** What git allows in the name of a branch. */
const branch = fc
  .oneof(
    fc.string({
      unit: fc.constantFrom("a", "A", "b", "/", "(", ")", "%", "é", ".", "-", "_", "ı", "@"),
      minLength: 1,
      maxLength: 6,
    }),
    fc.string({ unit: fc.constantFrom("a", "b"), minLength: 78, maxLength: 90 }),
    fc.constantFrom("main", "next", "apps/web"),
  )
  .filter((name) => !/^\/|\/$|\/\/|\.\./.test(name));
/** `main` is the key of the whole repository. */
const key = fc.oneof(branch, fc.constantFrom("main", "a b", "x) (y", "x~y"));

test("two branches or workspaces never share a status, even ignoring case, and names are short", () =>
  fc.assert(
    fc.property(branch, branch, key, key, (one, other, oneKey, otherKey) => {
      const names = [statusName(base(one), oneKey), statusName(base(other), otherKey)];
      for (const name of names) {
        expect(name.length).toBeLessThan(255);
        expect(name).toMatch(/^release-policy[ -~]*$/);
      }
      const same = one === other && oneKey === otherKey;
      expect(names[0]!.toLowerCase() === names[1]!.toLowerCase()).toBe(same);
      expect(isStatusName(names[0]!, oneKey)).toBe(true);
      expect(isStatusName(names[0]!, otherKey)).toBe(oneKey === otherKey);
    }),
    { numRuns: runs(3000) },
  ));
