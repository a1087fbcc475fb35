import { expect, test } from "vitest";
import { policyFile } from "../../testing/policy-file.ts";
import { sceneFacts } from "../../testing/scene-facts.ts";
import { readPolicy } from "../../policy/reading/read-policy.ts";
import { plain } from "../../sentence.ts";
import { judgeSnapshot } from "./snapshot.ts";

const facts = sceneFacts({ packages: { ui: "0.3.0" }, releases: { ui: "0.3.0 -> 1.0.0" } });
const verdict = (tag: string | undefined, track: object) => {
  const file = policyFile("lab", { packages: ["*"], versions: "0.y.z", ...track });
  return judgeSnapshot(facts, readPolicy([file], []).policy!, tag);
};

test("ignores the version and bump of a snapshot", () => {
  expect(verdict("canary", {}).findings).toEqual([]);
  expect(verdict(undefined, { bumps: { declared: [], received: [] } }).findings).toEqual([]);
});

test("a track without prereleases allows no snapshots", () => {
  const { outcome, findings } = verdict("canary", { prerelease: "forbidden" });
  expect(outcome).toBe("fail");
  expect(findings.map(({ message }) => plain(message))).toEqual([
    "`ui` would be released as a snapshot, but track `lab` allows no prereleases",
  ]);
});

test("a track that requires alpha only allows snapshots with that name", () => {
  const kept = { prerelease: { required: ["alpha"] } };
  expect(verdict("alpha", kept).findings).toEqual([]);
  for (const tag of ["canary", undefined]) {
    const [finding] = verdict(tag, kept).findings;
    expect(plain(finding!.help)).toBe("run `changeset version --snapshot alpha`");
  }
});
