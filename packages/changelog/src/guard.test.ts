import { expect, test } from "vitest";
import { snapshotOf } from "./guard.ts";

test.each([
  [["version"], undefined],
  [["version", "--snapshot"], true],
  [["version", "--snapshot", "--ignore", "x"], true],
  [["version", "--snapshot", "canary"], "canary"],
  [["--snapshot", "canary"], "canary"],
  [["version", "--snapshot=canary"], "canary"],
  [["version", "--snapshot="], true],
  [["version", "--snapshot-prerelease-template", "{tag}"], undefined],
])("%j is the snapshot %j", (args, tag) => {
  expect(snapshotOf(args)).toBe(tag);
});
