import { expect, test } from "vitest";
import { type Scene, advised, judgeScene, said } from "../../testing/scene.ts";
import type { Facts, Release } from "../../facts/facts.ts";
import { prereleaseKept } from "./prerelease-kept.ts";

const sandbox = (release: string | Partial<Release>, facts: Partial<Facts> = {}): Scene => ({
  packages: { lab: "0.1.0-alpha.3" },
  releases: { lab: release },
  policies: {
    sandbox: { packages: ["lab"], prerelease: { required: ["alpha", "beta"] } },
  },
  facts,
});
const dropped = "0.1.0-alpha.3 -> 0.1.0";

test.each([
  ["0.1.0-alpha.4", true],
  ["0.2.0-beta.0", true],
  ["1.0.0-alpha.0", true],
  ["0.1.0", false],
  ["0.1.0-rc.0", false],
  ["0.1.0-alphabet.0", false],
  ["0.1.0-0", false],
])("judges a release of %s", (to, isKept) => {
  expect(said(prereleaseKept, sandbox(`0.1.0-alpha.3 -> ${to}`))).toEqual(
    isKept
      ? []
      : [
          `error: \`lab\` would be released as \`${to}\`, and track \`sandbox\` keeps \`alpha\` or \`beta\``,
        ],
  );
});

test.each(["allowed", "forbidden", undefined])(
  "requires nothing where prereleases are %s",
  (word) => {
    const track = { packages: ["lab"], ...(word ? { prerelease: word } : {}) };
    expect(said(prereleaseKept, { ...sandbox(dropped), policies: { track } })).toEqual([]);
  },
);

test("requires nothing of a package on no track", () => {
  const policies = { sandbox: { packages: ["other"], prerelease: { required: ["alpha"] } } };
  expect(said(prereleaseKept, { ...sandbox(dropped), policies })).toEqual([]);
});

test("points at the changeset, else at the package's version", () => {
  const places = (scene: Scene) =>
    judgeScene(scene, [prereleaseKept]).findings.map((found) => found.at.path);
  expect(places(sandbox(dropped))).toEqual([".changeset/cat.md"]);
  const step = { from: "0.1.0-alpha.3", to: "0.1.0" };
  expect(places(sandbox({ ...step, causes: [] }))).toEqual(["packages/lab/package.json"]);
});

test("points at the mode where leaving it drops the prerelease", () => {
  const at = { path: ".changeset/pre.json", line: 2, column: 3 };
  const release: Partial<Release> = {
    from: "0.1.0-alpha.3",
    to: "0.1.0",
    causes: [{ kind: "pre", tag: "alpha", bump: "patch", at }],
  };
  expect(judgeScene(sandbox(release), [prereleaseKept]).findings).toMatchObject([
    { at, because: { text: "required: [alpha, beta]" } },
  ]);
});

test("advises pre mode under Changesets and a lane under pnpm", () => {
  expect(advised(prereleaseKept, sandbox(dropped))).toEqual([
    "enter pre mode first, for the whole workspace: `pnpm changeset pre enter alpha`; or move `lab` to another track if it is stable",
  ]);
  const planner = { id: "pnpm", package: "planner", version: "1.0.0", from: "bundled" } as const;
  expect(advised(prereleaseKept, sandbox(dropped, { planner }))).toEqual([
    "put it on a lane: `pnpm lane alpha --filter lab`, or move it to another track if it is stable",
  ]);
});

test("advises how to leave pre mode for another, which cannot be entered from it", () => {
  const at = { path: ".changeset/pre.json", line: 2, column: 3 };
  const scene = (mode: "pre" | "exit") =>
    sandbox("0.1.0-alpha.3 -> 0.1.0-rc.0", { pre: { mode, tag: "rc", at } });
  expect(advised(prereleaseKept, scene("pre"))).toEqual([
    "let track `sandbox` keep `rc` too, or leave pre mode and enter it with `alpha`: `pnpm changeset pre exit`, `pnpm changeset version`, `pnpm changeset pre enter alpha`",
  ]);
  expect(advised(prereleaseKept, scene("exit"))[0]).toContain("enter pre mode first");
});
