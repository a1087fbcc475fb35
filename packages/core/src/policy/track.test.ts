import { expect, test } from "vitest";
import { policyFile } from "../testing/policy-file.ts";
import { sceneFacts } from "../testing/scene-facts.ts";
import { readPolicy } from "./reading/read-policy.ts";
import { breakingBump, bumpInto, graduates, isAccident, isGraduating, tracksOf } from "./track.ts";

const track = (data: object) =>
  readPolicy([policyFile("track", { packages: ["*"], ...data })], []).policy!.tracks[0]!;
const step = (text: string) => sceneFacts({ releases: { ui: text } }).releases[0]!;

const stable = track({ versions: "1.x" });
const open = track({});

test("a version below its track is about to graduate; one inside or above is not", () => {
  expect(isGraduating("0.16.3", stable)).toBe(true);
  expect(isGraduating("1.0.0", stable)).toBe(false);
  expect(isGraduating("1.0.0-beta.0", stable)).toBe(false);
  expect(isGraduating("2.0.0", stable)).toBe(false);
  expect(isGraduating("0.16.3", open)).toBe(false);
});

test("only the release that reaches the track is a graduation", () => {
  expect(graduates(step("0.16.3 -> 1.0.0"), stable)).toBe(true);
  expect(graduates(step("0.16.3 -> 1.25.3"), stable)).toBe(true);
  expect(graduates(step("0.16.3 -> 1.0.0-beta.0"), stable)).toBe(true);
  expect(graduates(step("0.16.3 -> 0.17.0"), stable)).toBe(false);
  expect(graduates(step("0.16.3 -> 2.0.0"), stable)).toBe(false);
  expect(graduates(step("1.0.0 -> 1.1.0"), stable)).toBe(false);
});

test("treats every other step from 0.y.z to 1.0.0 or above as accidental", () => {
  expect(isAccident(step("0.16.3 -> 1.0.0"), stable)).toBe(false);
  expect(isAccident(step("0.16.3 -> 2.0.0"), stable)).toBe(true);
  expect(isAccident(step("0.16.3 -> 1.0.0"), open)).toBe(true);
  expect(isAccident(step("0.16.3 -> 1.0.0"), undefined)).toBe(true);
  expect(isAccident(step("0.16.3 -> 0.17.0"), undefined)).toBe(false);
  expect(isAccident(step("1.0.0 -> 2.0.0"), undefined)).toBe(false);
});

test("finds the smallest bump that reaches the track, if there is one", () => {
  expect(bumpInto("0.16.3", stable)).toBe("major");
  expect(bumpInto("0.16.3", track({ versions: ">=0.17" }))).toBe("minor");
  expect(bumpInto("1.4.0", stable)).toBe("patch");
  expect(bumpInto("0.16.3", track({ versions: "3.x" }))).toBeUndefined();
  expect(bumpInto("0.16.3", open)).toBeUndefined();
});

test.each([
  ["1.2.3", "major"],
  ["0.3.0", "minor"],
  ["0.0.3", "patch"],
  ["10.0.0", "major"],
])("lets a breaking change of %s be a %s, unless the track says otherwise", (version, bump) => {
  expect(breakingBump(version, undefined)).toBe(bump);
  expect(breakingBump(version, open)).toBe(bump);
  expect(breakingBump(version, track({ breaking: "major" }))).toBe("major");
});

test("allows a breaking change in any calver bump, unless the track says otherwise", () => {
  const scheme = { calver: "YY.Q.N" };
  expect(breakingBump("26.1.0", track({ scheme }))).toBe("patch");
  expect(breakingBump("26.1.0", track({ scheme, breaking: "minor" }))).toBe("minor");
});

test("does not treat a step into calver as accidental", () => {
  const calendar = track({ scheme: { calver: "YY.Q.N" } });
  expect(isAccident(step("0.40.9 -> 25.4.0"), calendar)).toBe(false);
});

test("puts a package on the tracks that select it, and a new one without any on that for new packages", () => {
  const names = (given: object, newPackages: object = { newPackages: "lab" }) => {
    const files = { core: { packages: ["ui"] }, lab: { packages: [] }, workspace: newPackages };
    const { policy } = readPolicy(
      Object.entries(files).map(([name, data]) => policyFile(name, data)),
      [],
    );
    const pkg = { name: "app", dir: "packages/app", private: false, ...given };
    return tracksOf(policy!, pkg as Parameters<typeof tracksOf>[1]).map(({ name }) => name);
  };
  expect(names({ isNew: true })).toEqual(["lab"]);
  expect(names({ isNew: true }, {})).toEqual([]);
  expect(names({})).toEqual([]);
  expect(names({ isNew: true, private: true })).toEqual([]);
  expect(names({ isNew: true, name: "ui" })).toEqual(["core"]);
  expect(names({ isNew: true, name: "ui", startsOn: "lab" })).toEqual(["lab"]);
  expect(names({ isNew: true, name: "ui", startsOn: "gone" })).toEqual(["core"]);
});
