import { expect, test } from "vitest";
import { firstInside, isAbove, isBelow, isInside, rangeOf } from "./track.ts";

test.each([
  ["0.y.z", "0.x.x"],
  ["1.x", "1.x"],
  ["1.Y.Z", "1.x.x"],
  ["x.y.z", "x.x.x"],
  ["v2.x", "v2.x"],
  ["^1.2.0 || 3.x", "^1.2.0 || 3.x"],
  ["*", "*"],
])("reads the shape %s as the range %s", (shape, range) => {
  expect(rangeOf(shape)).toBe(range);
});

test.each(["", " ", "1.q", "latest", "0.y.z-alpha", "workspace:^", "1.x.y.z"])(
  "takes %j for no shape",
  (shape) => {
    expect(rangeOf(shape)).toBeNull();
  },
);

test.each([
  ["1.4.0", "1.x", "inside"],
  ["0.16.3", "1.x", "below"],
  ["2.0.0", "1.x", "above"],
  ["1.0.0-beta.0", "1.x", "inside"],
  ["1.0.0-beta.0", "0.x.x", "above"],
  ["2.0.0-beta.0", "1.x", "above"],
  ["0.3.0-alpha.1", "0.x.x", "inside"],
  ["2.5.0", "1.x || 3.x", "between"],
  ["0.5.0", "1.x || 3.x", "below"],
  ["1.0.0-beta.0", "^1.0.0", "inside"],
  ["0.9.0", "^1.0.0", "below"],
  ["2.0.0-beta.0", ">=1.0.0 <2.0.0", "above"],
  ["1.0.0-beta.0", "<1.0.0", "above"],
  ["1.0.0-beta.3", "1.0.0-beta.3", "inside"],
  ["1.0", "1.x", "between"],
  ["next", "^1.0.0", "between"],
])("%s and %s: %s", (version, range, where) => {
  expect({
    inside: isInside(version, range),
    below: isBelow(version, range),
    above: isAbove(version, range),
  }).toEqual({ inside: where === "inside", below: where === "below", above: where === "above" });
});

test("graduation goes to the first version inside the track", () => {
  expect(firstInside("1.x")).toBe("1.0.0");
  expect(firstInside("^1.4.2")).toBe("1.4.2");
  expect(firstInside("0.x.x")).toBe("0.0.0");
});
