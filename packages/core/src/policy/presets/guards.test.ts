import { expect, test } from "vitest";
import { distance } from "../../versions/bump.ts";
import { judgeScene } from "../../testing/scene.ts";

/** The rules that a step of one package breaks, asked for by its own changeset or received by propagation. */
function broken(preset: string, step: string, bump: "patch" | "minor" | "major" | "none") {
  const at = { path: ".changeset/cat.md", line: 2, column: 1 };
  const [from = "", to = ""] = step.split(" -> ");
  const causes =
    bump === "none"
      ? [{ kind: "lane", lane: "next", bump: distance(from, to) } as const]
      : [{ kind: "changeset", changeset: "cat", bump: bump, at } as const];
  const changesets = bump === "none" ? {} : { cat: { bumps: [{ package: "ui", bump: bump, at }] } };
  const policies = { all: { extends: preset, packages: ["*"] } };
  const scene = { packages: { ui: from }, releases: { ui: { from, to, causes } }, changesets };
  return judgeScene({ ...scene, policies }).findings.map(({ rule }) => rule);
}

test.each([
  ["1.2.0 -> 1.2.1", "patch", []],
  ["1.2.0 -> 1.3.0", "minor", []],
  ["1.2.0 -> 2.0.0", "major", ["declared-bump"]],
  ["1.2.0 -> 2.0.0", "none", ["received-bump"]],
  ["1.2.0 -> 1.3.0", "none", []],
] as const)("no-major: %s by a %s of its own breaks %j", (step, bump, expected) => {
  expect(broken("no-major", step, bump)).toEqual(expected);
});

test.each([
  ["1.2.0 -> 1.2.1", "patch", []],
  ["1.2.0 -> 1.3.0", "minor", ["declared-bump"]],
  ["1.2.0 -> 1.3.0", "none", ["received-bump"]],
  ["1.2.0 -> 1.2.1", "none", []],
] as const)("patch-only: %s by a %s of its own breaks %j", (step, bump, expected) => {
  expect(broken("patch-only", step, bump)).toEqual(expected);
});

test.each([
  ["0.3.0 -> 0.3.1", "patch", []],
  ["0.3.0 -> 0.4.0", "minor", []],
  ["0.3.0 -> 0.4.0", "none", []],
  ["0.3.0 -> 1.0.0", "major", ["accidental-graduation"]],
  ["0.3.0 -> 1.0.0", "none", ["accidental-graduation"]],
] as const)("stay-0x: %s by a %s of its own breaks %j", (step, bump, expected) => {
  expect(broken("stay-0x", step, bump)).toEqual(expected);
});

test("stay-0x allows a breaking change in a minor", () => {
  const ranges = [{ on: "core", field: "peerDependencies", before: "^1.0.0", after: "^2.0.0" }];
  const narrowed = (preset: object, to: string) =>
    judgeScene({
      packages: { ui: "0.3.0", core: "2.0.0" },
      releases: { ui: { from: "0.3.0", to, ranges } as object },
      policies: { all: { packages: ["*"], rules: { "version-inside-track": "off" }, ...preset } },
    }).findings.map(({ rule }) => rule);
  expect(narrowed({ extends: "stay-0x" }, "0.4.0")).not.toContain("peer-range");
  expect(narrowed({ extends: "stay-0x" }, "0.3.1")).toContain("peer-range");
  expect(narrowed({ breaking: "major" }, "0.4.0")).toContain("peer-range");
});
