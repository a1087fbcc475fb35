import { expect, test } from "vitest";
import type { Scene } from "../testing/scene.ts";
import { policyFile } from "../testing/policy-file.ts";
import { sceneFacts } from "../testing/scene-facts.ts";
import type { Cause } from "../facts/facts.ts";
import { readPolicy } from "../policy/reading/read-policy.ts";
import { viewOf } from "./view.ts";

const seen = (scene: Scene) => {
  const files = Object.entries(scene.policies ?? {}).map(([name, data]) => policyFile(name, data));
  return viewOf(sceneFacts(scene), readPolicy(files, []).policy!);
};
const asks = (bump: "patch" | "minor" | "major"): Cause => ({
  kind: "changeset",
  changeset: "cat",
  bump,
  at: { path: ".changeset/cat.md", line: 2, column: 1 },
});

test("finds packages, releases and tracks by name", () => {
  const view = seen({
    packages: { ui: "1.0.0", app: "2.0.0" },
    releases: { ui: "1.0.0 -> 1.1.0" },
    policies: { core: { packages: ["ui"] } },
  });
  expect(view.packageNamed("app")?.version).toBe("2.0.0");
  expect(view.releaseOf("ui")?.to).toBe("1.1.0");
  expect(view.trackOf("ui")?.name).toBe("core");
});

test("returns undefined for an unknown name", () => {
  const view = seen({ packages: { ui: "1.0.0" } });
  expect(view.packageNamed("app")).toBeUndefined();
  expect(view.releaseOf("ui")).toBeUndefined();
  expect(view.trackOf("ui")).toBeUndefined();
  expect(view.tracksOf("constructor")).toEqual([]);
  expect(view.ownBump("ui")).toBe("none");
});

test("assigns the first of two tracks, and lists both on request", () => {
  const view = seen({
    packages: { ui: "1.0.0" },
    policies: { core: { packages: ["ui"] }, lab: { packages: ["*"] } },
  });
  expect(view.trackOf("ui")?.name).toBe("core");
  expect(view.tracksOf("ui").map(({ name }) => name)).toEqual(["core", "lab"]);
});

test("lists each declared bump with its changeset, except consumed ones", () => {
  const { declared } = seen({
    changesets: {
      cat: { ui: "minor", app: "patch" },
      old: {
        consumed: true,
        bumps: [{ package: "ui", bump: "major", at: { path: "x", line: 1, column: 1 } }],
      },
    },
  });
  expect(declared.map(({ changeset, bump }) => [changeset.id, bump.package, bump.bump])).toEqual([
    ["cat", "ui", "minor"],
    ["cat", "app", "patch"],
  ]);
});

test("uses only changesets for the package's own bump, the largest of them", () => {
  const group: Cause = {
    kind: "group",
    group: "fixed",
    from: "app",
    highest: "app",
    version: "1.0.0",
    bump: "major",
  };
  const view = seen({ releases: { ui: { causes: [asks("patch"), group, asks("minor")] } } });
  expect(view.ownBump("ui")).toBe("minor");
});

test("checks releases of private packages only if a track names them", () => {
  const hidden = { version: "1.0.0", private: true };
  const { judged, trackOf } = seen({
    packages: { ui: "1.0.0", docs: hidden, tool: hidden },
    releases: { ui: "1.0.0 -> 1.1.0", docs: "1.0.0 -> 1.0.1", tool: "1.0.0 -> 1.0.1" },
    policies: { core: { packages: ["*", "tool"] } },
  });
  expect(judged.map(({ name }) => name)).toEqual(["ui", "tool"]);
  expect([trackOf("docs")?.name, trackOf("tool")?.name]).toEqual([undefined, "core"]);
});

test("checks no package that the planner skips, on a track or not", () => {
  const { judged, isJudged, packageNamed } = seen({
    packages: { ui: "1.0.0", docs: { skipped: "ignored" } },
    releases: { ui: "1.0.0 -> 1.1.0", docs: "1.0.0 -> 1.0.1" },
    policies: { core: { packages: ["*", "docs"] } },
  });
  expect(judged.map(({ name }) => name)).toEqual(["ui"]);
  expect(isJudged(packageNamed("docs")!)).toBe(false);
});

test.each([
  ["outside pre mode", undefined, ["none", "patch"]],
  ["in pre mode", "pre", ["none", "minor"]],
  ["while leaving it", "exit", ["none", "patch"]],
] as const)("takes the bumps of a track %s", (_, mode, expected) => {
  const at = { path: ".changeset/pre.json", line: 1, column: 1 };
  const view = seen({
    packages: { ui: "1.0.0" },
    policies: { core: { packages: ["*"], bumps: { declared: ["patch"], inPreMode: ["minor"] } } },
    facts: mode ? { pre: { mode, tag: "beta", at } } : {},
  });
  expect([view.trackOf("ui")?.declared, view.trackOf("ui")?.received]).toEqual([
    expected,
    expected,
  ]);
});
