import { expect, test } from "vitest";
import type { Dependency, DeclaredBump, PreMode } from "../facts/facts.ts";
import type { Location } from "../facts/location.ts";
import type { Edit } from "../judge/edit.ts";
import type { Finding } from "../judge/finding.ts";
import { placeNew, raiseTo } from "../judge/remedy.ts";
import { type View, viewOf } from "../judge/view.ts";
import { readPolicy } from "../policy/reading/read-policy.ts";
import { plain } from "../sentence.ts";
import { policyFile } from "../testing/policy-file.ts";
import type { Scene } from "../testing/scene.ts";
import { sceneFacts } from "../testing/scene-facts.ts";
import { removeSkipped, writeTable } from "./fixes.ts";
import { followDependency, withoutAlias } from "./follow-dependency.ts";
import { leaveEpic } from "./leave-group.ts";
import { leavePrerelease } from "./leave-prerelease.ts";
import { moveBump } from "./lower-bump.ts";
import { sayEdits } from "./say-edits.ts";

const viewed = ({ policies = {}, ...scene }: Scene): View => {
  const files = Object.entries(policies).map(([name, data]) => policyFile(name, data));
  return viewOf(sceneFacts(scene), readPolicy(files, []).policy!);
};
const found = (at: Location, name?: string) =>
  ({ at, ...(name === undefined ? {} : { package: name }) }) as Finding;
const shown = (edit: Edit): string =>
  `${edit.kind} ${"value" in edit ? JSON.stringify(edit.value) : "text" in edit ? edit.text : edit.path}`;

const at = { path: ".changeset/cat.md", line: 2, column: 9 };
const planner = (id: "pnpm" | "changesets@3") =>
  ({ id, package: "planner", version: "1.0.0", from: "bundled" }) as const;

test.each([
  [["@acme/ui", "@acme/lab"], ["@acme/ui"], "remove `@acme/lab`"],
  [["@acme/ui", "./packages/lab"], ["@acme/ui"], "remove `@acme/lab`"],
  [["@acme/*"], ["@acme/*", "!@acme/lab"], "add `!@acme/lab`"],
  [["./packages/*"], ["./packages/*", "!@acme/lab"], "add `!@acme/lab`"],
  [["@acme/lab"], undefined, "remove `@acme/lab`"],
])("a package leaves its epic of %j: %j", (packages, left, words) => {
  const other = { lead: "@acme/other", packages: ["@acme/*"] };
  for (const lead of ["@acme/core", "./packages/core"]) {
    const scene = { "@acme/core": "1.0.0", "@acme/lab": "100.0.0" };
    const view = { ...viewed({ packages: scene }), epics: [{ lead, packages }, other] };
    const edit = leaveEpic("@acme/lab", "@acme/core", view);
    expect(edit).toMatchObject({ value: left ? [{ lead, packages: left }, other] : [other] });
    expect(plain(sayEdits([edit])!)).toContain(words);
  }
});

test("a dependency that its pointer names gets a range that planners follow, or names the registry", () => {
  const dependency = { name: "core", field: "dependencies", spec: "^1.0.0", range: "^1.0.0" };
  const edits = (given: object, pointer = ["dependencies", "core"]) => {
    const own = { ...dependency, followed: false, ...given } as Dependency;
    const packages = { core: "1.2.0", ui: { version: "1.0.0", dependencies: [own] } };
    const place = { path: "packages/ui/package.json", line: 1, column: 1, pointer };
    return followDependency(found(place, "ui"), viewed({ packages })).map((one) => one.map(shown));
  };
  const release = [expect.stringMatching(/^create ---\n"ui": patch\n/)];
  expect(edits({})).toEqual([['set "workspace:^"'], release]);
  expect(edits({}, ["dependencies", "other"])).toEqual([]);
  expect(edits({}, ["devDependencies", "core"])).toEqual([]);
  expect(edits({ alias: "old" }, ["dependencies", "old"])).toEqual([release]);
  expect(edits({ spec: "^9.0.0" })).toEqual([['set "npm:core@^9.0.0"']]);
  const peer = { spec: "^9.0.0", field: "peerDependencies" };
  expect(edits(peer, ["peerDependencies", "core"])).toEqual([]);
});

test("without its alias, a dependency keeps its range only from npm where nothing uses workspace ranges", () => {
  const edge = { name: "core", field: "dependencies", alias: "old", followed: false } as const;
  const range = (spec: string, given?: string, others = "^1.0.0") => {
    const own = { ...edge, spec, range: given } as Dependency;
    const other = { ...edge, name: "lib", spec: others } as Dependency;
    const ui = { version: "1.0.0", dependencies: [own, other] };
    return plain(withoutAlias("package.json", own, viewed({ packages: { ui } })));
  };
  const writes = (text: string): string =>
    `write \`"core": "${text}"\` under \`dependencies\` in \`package.json\``;
  expect(range("npm:core@^1.0.0", "^1.0.0")).toBe(writes("^1.0.0"));
  expect(range("npm:core@^1.0.0")).toBe(writes("workspace:^"));
  expect(range("file:../core", "^1.0.0")).toBe(writes("workspace:^"));
  expect(range("npm:core@^1.0.0", "^1.0.0", "workspace:*")).toBe(writes("workspace:^"));
});

test("pre mode is left where the finding is about it, and a lane under pnpm where it makes a prerelease", () => {
  const edits = (facts: Scene["facts"], to: string, place: Location = at) => {
    const scene = { packages: { ui: "1.0.0" }, releases: { ui: { from: "1.0.0", to } }, facts };
    const view = viewed({ ...scene, impossible: true } as Scene);
    return leavePrerelease(found(place, "ui"), view).length;
  };
  const pre = (mode: PreMode["mode"]) => ({ pre: { mode, tag: "beta", at } });
  expect(edits(pre("pre"), "1.0.1-beta.0")).toBe(1);
  expect(edits(pre("exit"), "1.0.1-beta.0")).toBe(0);
  expect(edits(pre("pre"), "1.0.1-beta.0", { ...at, line: 3 })).toBe(0);
  expect(edits({ planner: planner("pnpm") }, "1.0.1-beta.0")).toBe(1);
  expect(edits({ planner: planner("pnpm") }, "1.0.1")).toBe(0);
  expect(edits({ planner: planner("changesets@3") }, "1.0.1-beta.0")).toBe(0);
});

test("skipped packages leave a changeset in which each has its own line, and a table needs a page", () => {
  const lines = (line: number) => {
    const bumps: DeclaredBump[] = [
      { package: "ui", bump: "minor", at },
      { package: "docs", bump: "patch", at: { ...at, line } },
    ];
    const packages = { ui: "1.0.0", docs: { skipped: "ignored" } } as const;
    return viewed({ packages, changesets: { cat: { bumps } }, impossible: true });
  };
  expect(removeSkipped(found(at), lines(3))).toEqual([
    { kind: "remove", path: at.path, at: { ...at, line: 3 } },
  ]);
  expect(removeSkipped(found(at), lines(2))).toBeUndefined();
  expect(removeSkipped(found(at, "docs"), lines(3))).toBeUndefined();
  expect(writeTable(found(at), lines(3))).toBeUndefined();
  const page = { workspace: { docs: { table: "README.md" } } };
  expect(writeTable(found(at), viewed({ policies: page }))).toMatchObject([{ path: "README.md" }]);
});

test("a bump moves to the nearest that the track takes, unless a declaration needs more", () => {
  const moved = (bump: "patch" | "minor" | "major", place: Location = at, scene: object = {}) => {
    const cat = { bumps: [{ package: "ui", bump, at }], ...scene };
    const policies = { all: { packages: ["*"], bumps: { declared: ["patch", "minor"] } } };
    const packages = { ui: "1.0.0" };
    const view = viewed({ packages, policies, changesets: { cat } });
    return moveBump(found(place, "ui"), view)?.map(shown);
  };
  expect(moved("major")).toEqual(["replace minor"]);
  expect(moved("minor")).toBeUndefined();
  expect(moved("major", { ...at, line: 3 })).toBeUndefined();
  const declarations = [{ kind: "breaking", value: "x", at }];
  expect(moved("major", at, { declarations })).toBeUndefined();
});

test("a new package is placed on the other tracks that take its first version", () => {
  const tracks = {
    stable: { packages: [], versions: "1.x" },
    lab: { packages: [], versions: "0.y.z", prerelease: { required: ["alpha"] } },
    young: { packages: [], versions: "0.y.z" },
    strict: { packages: [], versions: "0.y.z", bumps: { declared: ["patch"] } },
    dated: { packages: [], scheme: { calver: "YY.Q.N" } },
    closed: { packages: [], versions: "0.y.z", prerelease: "forbidden" },
  };
  const places = (to: string) => {
    const ui = { version: "0.1.0", isNew: true };
    const changesets = { cat: { ui: "minor" } } as const;
    const releases = { ui: { from: "0.1.0", to } };
    const scene = { packages: { ui }, changesets, releases, policies: tracks, impossible: true };
    const view = viewed(scene);
    return plain(placeNew(view, view.releaseOf("ui")!)).replaceAll(/ \(`[^`]*`\)/g, "");
  };
  expect(places("0.2.0")).toBe('add `"ui"` to track `closed` or `young`, which allow `0.2.0`');
  expect(places("0.2.0-alpha.0")).toBe(
    'add `"ui"` to track `lab` or `young`, which allow `0.2.0-alpha.0`',
  );
  expect(places("0.2.0-beta.0")).toBe('add `"ui"` to track `young`, which allows `0.2.0-beta.0`');
  expect(places("2.0.0")).toMatch(/^add a track for it, such as .* `versions: ">=1\.0\.0"`$/);
});

test("a greater bump goes into the package's own changeset, else into a new one", () => {
  const release = viewed({ changesets: { cat: { ui: "patch" } } }).releaseOf("ui");
  expect(plain(raiseTo("minor", "ui", release))).toMatch(/^write `minor` instead of `patch` in /);
  expect(plain(raiseTo("minor", "ui", undefined))).toBe('add a changeset with `"ui": minor`');
});
