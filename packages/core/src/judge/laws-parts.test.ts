import * as fc from "fast-check";
import inc from "semver/functions/inc.js";
import { expect, test } from "vitest";
import { judgeScene } from "../testing/scene.ts";
import { matchesText, selector } from "../policy/selector.ts";
import { isInside, rangeOf } from "../policy/track.ts";
import { accidentalGraduation } from "../rules/graduation/accidental-graduation.ts";
import { declaredBump } from "../rules/versions/declared-bump.ts";
import { receivedBump } from "../rules/versions/received-bump.ts";
import { versionInsideTrack } from "../rules/versions/version-inside-track.ts";
import { BUMPS, type Bump } from "../versions/bump.ts";
import { lossOf } from "../versions/range.ts";

const RUNS = { seed: 20_260_615, numRuns: 2_000 };
const word = (letters: readonly string[], maxLength: number) =>
  fc.array(fc.constantFrom(...letters), { maxLength }).map((parts) => parts.join(""));

test("a pattern matches what a regular expression would", () => {
  const holds = fc.property(word(["a", "b", "*"], 10), word(["a", "b"], 12), (pattern, text) => {
    const naive = new RegExp(`^${pattern.replaceAll(/\*+/g, ".*")}$`);
    expect(matchesText(pattern, text)).toBe(naive.test(text));
  });
  fc.assert(holds, RUNS);
});

test("a pattern of only stars and letters takes linear time", () => {
  const hostile = "*a".repeat(1_000);
  expect(matchesText(hostile, `${"a".repeat(1_999)}b`)).toBe(false);
  expect(matchesText(`${hostile}*`, `${"a".repeat(1_999)}b`)).toBe(true);
  expect(matchesText(hostile, "a".repeat(999))).toBe(false);
  const deep = { name: "ui", dir: "a/".repeat(1_999) + "b" };
  expect(selector(`./${"**/a/".repeat(1_000)}`).matches(deep)).toBe(false);
  expect(selector(`./${"**/*a*/".repeat(500)}**`).matches(deep)).toBe(true);
});

const number = fc.integer({ min: 0, max: 4 });
const version = fc
  .tuple(number, number, number, fc.constantFrom("", "", "-alpha.1", "-rc.0"))
  .map(([major, minor, patch, pre]) => `${major}.${minor}.${patch}${pre}`);
const comparator = fc.oneof(
  fc.tuple(fc.constantFrom("^", "~", ">=", "<=", ">", "<", ""), version).map((two) => two.join("")),
  fc.tuple(version, version).map((two) => two.join(" - ")),
  fc.constantFrom("*", "1.x", "0.x.x", ">=1.0.0 <3.0.0"),
);
const range = fc.array(comparator, { minLength: 1, maxLength: 3 }).map((arms) => arms.join(" || "));

test("a range loses nothing compared with itself", () => {
  const holds = fc.property(range, (one) => {
    expect(lossOf(one, one)).toBe("none");
  });
  fc.assert(holds, RUNS);
});

test("a range loses nothing compared with one that has an additional line", () => {
  const holds = fc.property(range, range, (one, other) => {
    expect(lossOf(one, `${one} || ${other}`)).toBe("none");
  });
  fc.assert(holds, RUNS);
});

/** Which of the four rules report something when the only package declares the bump and nothing else moves it. */
function broken(from: string, bump: Bump, track: object): string[] {
  const at = { path: ".changeset/cat.md", line: 2, column: 1 };
  const causes = [{ kind: "changeset", changeset: "cat", bump, at }] as const;
  const to = bump === "none" ? null : inc(from, bump);
  const scene = {
    packages: { ui: from },
    changesets: { cat: { bumps: [{ package: "ui", bump, at }] } },
    releases: to === null ? {} : { ui: { from, to, bump, causes } },
    policies: { all: { packages: ["ui"], ...track } },
  };
  const rules = [declaredBump, accidentalGraduation, versionInsideTrack, receivedBump];
  return judgeScene(scene, rules).findings.map(({ rule }) => rule);
}

/** Up to a bump: what is allowed is allowed smaller, too. */
const upTo = fc.constantFrom(...BUMPS).map((most) => BUMPS.slice(1, BUMPS.indexOf(most) + 1));
const track = fc.record({
  versions: fc.constantFrom("*", "0.y.z", "1.x", "^1.2.0", "0.3.x", "2.1.x", ">=0.3.0 <2.0.0"),
  prerelease: fc.constantFrom("allowed", "forbidden"),
  bumps: fc.record({ declared: upTo, received: upTo }),
});
const inside = fc
  .record({ from: version, track, larger: fc.nat(3), smaller: fc.nat(3) })
  .filter(({ from, track: { versions } }) => isInside(from, rangeOf(versions)!))
  .map((given) => ({ ...given, smaller: Math.min(given.larger, given.smaller) }));

test("a smaller declared bump violates no rule that the larger one satisfies", () => {
  const holds = fc.property(inside, ({ from, track: rules, larger, smaller }) => {
    const [more, less] = [
      broken(from, BUMPS[larger]!, rules),
      broken(from, BUMPS[smaller]!, rules),
    ];
    // An accidental graduation replaces the findings of the other rules. Without it, they report their own.
    const chosen = more.includes("accidental-graduation") ? [...more, ...less] : more;
    expect(chosen).toEqual(expect.arrayContaining(less));
    expect(less.length === 0 || more.length > 0).toBe(true);
  });
  fc.assert(holds, RUNS);
});
