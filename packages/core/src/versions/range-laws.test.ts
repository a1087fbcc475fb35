import * as fc from "fast-check";
import Range from "semver/classes/range.js";
import gte from "semver/functions/gte.js";
import { expect, test } from "vitest";
import { messagesOf } from "../testing/scene.ts";
import { changeBump } from "../rules/changes/change-bump.ts";
import { lossOf } from "./range.ts";

const RUNS = { seed: 20_261_122, numRuns: 300 };
const RARE = { ...RUNS, numRuns: 40 };

/** Small numbers, so that ranges meet. */
const number = fc.integer({ min: 0, max: 4 });
const version = fc.tuple(number, number, number).map((three) => three.join("."));
const arm = fc.oneof(
  fc.tuple(fc.constantFrom("^", "~", ">=", "<", "<=", ">", ""), version).map((two) => two.join("")),
  fc.tuple(version, version).map(([low, high]) => `>=${low} <${high}`),
  fc.constantFrom("*", "1.x", "0.x", "2 || 4", "^1.2.0 || >=3.1.0"),
);
const range = fc.array(arm, { minLength: 1, maxLength: 3 }).map((arms) => arms.join(" || "));

const VERSIONS = [0, 1, 2, 3, 4, 5, 6].flatMap((major) =>
  [0, 1, 2, 3, 4, 5].flatMap((minor) =>
    [0, 1, 2, 3, 4, 5].map((patch) => `${major}.${minor}.${patch}`),
  ),
);
function taken(text: string): ReadonlySet<string> {
  const parsed = new Range(text);
  return new Set(VERSIONS.filter((one) => parsed.test(one)));
}

test("a range that loses nothing still includes every version, and one that includes all loses at most a hole", () => {
  const holds = fc.property(range, range, (before, after) => {
    const has = taken(after);
    const kept = [...taken(before)].every((one) => has.has(one));
    // Ranges that only together take what one took before look as if they left a hole, which does not break users.
    expect(kept ? ["none", "hole"] : ["hole", "floor", "line"]).toContain(lossOf(before, after));
  });
  fc.assert(holds, RUNS);
});

test("two ranges that lose nothing to each other are equal", () => {
  const holds = fc.property(range, range, (one, other) => {
    fc.pre(lossOf(one, other) === "none" && lossOf(other, one) === "none");
    expect(taken(one)).toEqual(taken(other));
  });
  fc.assert(holds, RARE);
});

test("if only a hole or the minimum is lost, every line keeps its newest version or a newer one", () => {
  const holds = fc.property(range, range, (before, after) => {
    fc.pre(["hole", "floor"].includes(lossOf(before, after)));
    const [had, has] = [[...taken(before)], [...taken(after)]];
    for (const line of ["1.", "2.", "3.", "4.", "5."]) {
      const newest = had.findLast((one) => one.startsWith(line));
      const kept = newest && has.some((one) => one.startsWith(line) && gte(one, newest));
      expect(newest === undefined || kept, `${line}x`).toBe(true);
    }
  });
  fc.assert(holds, RARE);
});

test("a wider range is not a drop, whatever else it contains", () => {
  const options = fc.record({
    kinds: fc.record({ runtime: fc.constantFrom("minor", "major") }),
    runtimes: fc.record({ floor: fc.boolean() }),
  });
  const holds = fc.property(range, range, options, (before, more, chosen) => {
    const asks = (node: string) => ({ engines: { node }, peers: {} });
    const requirements = asks(`${before} || ${more}`);
    const scene = {
      packages: { ui: { requirements, released: asks(before) } },
      releases: { ui: "1.0.0 -> 1.0.1" },
      policies: { all: { packages: ["*"], rules: { "change-bump": ["error", chosen] } } },
    };
    expect(messagesOf(changeBump, scene)).toEqual([]);
  });
  fc.assert(holds, RUNS);
});
