import { expect, test } from "vitest";
import { type Scene, fixesOf, judgeScene, messagesOf } from "../../testing/scene.ts";
import { changeBump } from "./change-bump.ts";

const runtimeOptions = ({ least = "minor", ...runtimes }: { least?: string }) => ({
  kinds: { runtime: least },
  runtimes,
});

/** A release whose package asked for `before` at the last one, and asks for `after` now. */
const dropping = (
  before: string,
  after: string,
  step = "1.2.0 -> 1.2.1",
  options: object = {},
  track: object = {},
): Scene => ({
  packages: {
    ui: {
      version: step.split(" ")[0],
      requirements: { engines: { node: after }, peers: {} },
      released: { engines: { node: before }, peers: {} },
    },
  },
  releases: { ui: step },
  policies: {
    all: {
      packages: ["*"],
      ...track,
      rules: { "change-bump": ["error", runtimeOptions(options)] },
    },
  },
});

const peers = (before: object, after: object, options: object): Scene => ({
  ...dropping(">=22", ">=22", "1.2.0 -> 1.2.1", options),
  packages: {
    ui: {
      requirements: { engines: {}, peers: { ...after } },
      released: { engines: {}, peers: { ...before } },
    },
  },
});

test.each([
  [">=18", ">=20"],
  [">= 16 < 23", ">= 18 < 23"],
  ["18 || 20 || 22", "20 || 22"],
  ["^18.17.0 || >=20.3.0", ">=20.3.0"],
  ["^18.18.0 || ^20.9.0 || >=21.1.0", "^20.19.0 || ^22.13.0 || >=24"],
  ["*", ">=18"],
  ["", ">=18"],
  ["x", "22.x"],
  [">=18", "^18 || ^20 || ^22"],
  [">=18", ">=18 <25"],
  [">=18.0.0", "^18.0.0"],
  [">=0.10", ">=4"],
  ["0.10 || 0.12 || 4", "0.12 || 4"],
  ["^20.0.0", "~20.0.0"],
  ["16.x || 18.x", "18.x"],
  [">=14.21.3 <15 || >=16.20.2", ">=16.20.2"],
  ["14 - 20", "16 - 20"],
  [">=v18", ">=v20"],
  ["22.11.0", "22.10.0"],
  [">=12.22.0", ">=99"],
  ["^18.0.0 || ^20.0.0", "^18.0.0 || ^22.0.0"],
])("finds that %j to %j drops a line in a patch", (before, after) => {
  expect(messagesOf(changeBump, dropping(before, after))).toHaveLength(1);
});

test.each([
  [">=18", ">=18"],
  [">=18", ">=16"],
  [">=18", "*"],
  [">=18", ""],
  ["^18 || ^20", "18 || 20 || 22"],
  [">= 16 < 23", ">=16.0.0 <24"],
  ["18.x", "^18.0.0"],
  ["^18.0.0", ">=18.0.0 <19.0.0"],
  ["18 || 20", "^20 || ^18"],
  [">=20.0.0", ">=20.0.0 <20.5.0 || >=20.5.1"],
  ["^20", ">=20.0.0 <20.5.0 || >20.5.0 <21"],
  [">=18", ">=18 <18.19.0 || >=18.19.1 <21.2.0 || >=21.2.1"],
  [">=20.0", ">=20.19"],
  ["^18.17.0 || >=20.3.0", "^18.18.0 || ^20.9.0 || >=21.1.0"],
  ["^20.0.0 || >=22.0.0", "^20.19.0 || >=22.12.0"],
  ["^20.0.0", "^20.9.0 <20.12.0 || ^20.12.1"],
  [">=18", "lts/*"],
  ["latest", ">=20"],
  ["node 18", "node 20"],
  ["!=20.5.0", ">=20"],
  [">=18 && <21", ">=20"],
])("lets a patch go from %j to %j", (before, after) => {
  expect(messagesOf(changeBump, dropping(before, after))).toEqual([]);
});

test.each([
  [">=20.0", ">=20.19"],
  ["^18.17.0 || >=20.3.0", "^18.18.0 || ^20.9.0 || >=21.1.0"],
  ["^20.0.0", "^20.9.0 <20.12.0 || ^20.12.1"],
])("where a floor counts, finds that %s to %s raises one", (before, after) => {
  const scene = dropping(before, after, "1.2.0 -> 1.2.1", { floor: true });
  expect(messagesOf(changeBump, scene)).toEqual([
    `error: \`ui\` would go from \`1.2.0\` to \`1.2.1\`, a \`patch\` release, but track \`all\` requires a \`minor\` for a narrower range (\`engines.node\` would change from \`${before}\` to \`${after}\`)`,
  ]);
});

test("with a required minimum, an excluded version does not count", () => {
  const after = ">=20.0.0 <20.5.0 || >=20.5.1";
  const scene = dropping(">=20.0.0", after, "1.2.0 -> 1.2.1", { floor: true });
  expect(messagesOf(changeBump, scene)).toEqual([]);
});

test.each([
  ["1.2.0 -> 1.2.1", "minor", {}, 1],
  ["1.2.0 -> 1.3.0", "minor", {}, 0],
  ["1.2.0 -> 1.3.0", "major", {}, 1],
  ["1.2.0 -> 2.0.0", "major", {}, 0],
  ["1.2.0 -> 1.2.1", "patch", {}, 0],
  ["0.3.0 -> 0.3.1", "minor", {}, 1],
  ["0.3.0 -> 0.3.1", "major", {}, 1],
  ["0.3.0 -> 0.4.0", "major", {}, 0],
  ["0.0.3 -> 0.0.4", "major", {}, 0],
  ["1.2.0 -> 1.3.0", "major", { breaking: "minor" }, 0],
  ["1.2.0 -> 1.2.1", "major", { breaking: "minor" }, 1],
  ["0.3.0 -> 0.3.1", "minor", { breaking: "patch" }, 0],
  ["2.0.0-beta.3 -> 2.0.0-beta.4", "major", {}, 0],
  ["2.0.1-beta.3 -> 2.0.1-beta.4", "minor", {}, 1],
])("%s, where a drop takes a %s and the track says %j", (step, least, track, count) => {
  const scene = dropping(">=18", ">=20", step, { least }, track);
  expect(messagesOf(changeBump, scene)).toHaveLength(count);
});

test("names the dropped Node lines, and suggests the bump or the old range", () => {
  const scene = dropping(">=18", ">=22");
  expect(messagesOf(changeBump, scene)).toEqual([
    "error: `ui` would go from `1.2.0` to `1.2.1`, a `patch` release, but track `all` requires a `minor` for dropping Node `18`, `19`, `20` and `21` (`engines.node` would change from `>=18` to `>=22`)",
  ]);
  expect(fixesOf(changeBump, scene)).toEqual([
    'write `minor` instead of `patch` in `.changeset/cat.md:2`; if a smaller release is intended, keep `"node": ">=18"` under `engines` in `packages/ui/package.json`',
  ]);
  const { findings } = judgeScene(scene, [changeBump]);
  expect(findings).toMatchObject([
    { at: { path: "packages/ui/package.json", pointer: ["engines", "node"] }, version: "1.2.1" },
  ]);
});

test("gives a count for many lines", () => {
  expect(messagesOf(changeBump, dropping("*", ">=18"))[0]).toContain(
    "for dropping Node `17` and `16` lines before it",
  );
});

test("reports a drop in a package that is not released, and requires a release", () => {
  const scene = { ...dropping("^18 || ^20", "^20"), releases: {} };
  expect(messagesOf(changeBump, scene)).toEqual([
    "error: `ui` would stay at `1.2.0`, but track `all` requires a `minor` for dropping Node `18` (`engines.node` would change from `^18 || ^20` to `^20`)",
  ]);
  expect(fixesOf(changeBump, scene)[0]).toMatch(
    /^add a changeset with `"ui": minor`; if a smaller release is intended, keep/,
  );
});

test("suggests a fix on the base branch for a version commit", () => {
  const scene = dropping(">=20", ">=22", "1.2.1 -> 1.2.2");
  const releases = { ui: { from: "1.2.0", to: "1.2.1", causes: [], written: true } };
  expect(fixesOf(changeBump, { ...scene, releases })[0]).toMatch(
    /^on the base branch, add a changeset with `"ui": minor`; then run the version command again; if a smaller release is intended, keep/,
  );
});

test("checks each key of engines, or the configured ones", () => {
  const engines = { node: ">=20", npm: ">=10", vscode: "^1.90.0" };
  const old = { node: ">=18", npm: ">=8", vscode: "^1.80.0" };
  const scene = (options: object): Scene => ({
    ...dropping("*", "*", "1.2.0 -> 1.2.1", options),
    packages: {
      ui: { requirements: { engines, peers: {} }, released: { engines: old, peers: {} } },
    },
  });
  expect(messagesOf(changeBump, scene({}))).toEqual([
    expect.stringContaining(
      "(`engines.node` would change from `>=18` to `>=20`) and a narrower range (`engines.npm`",
    ),
  ]);
  expect(messagesOf(changeBump, scene({ fields: ["npm", "vscode"] }))).toEqual([
    "error: `ui` would go from `1.2.0` to `1.2.1`, a `patch` release, but track `all` requires a `minor` for a narrower range (`engines.npm` would change from `>=8` to `>=10`)",
  ]);
  expect(messagesOf(changeBump, scene({ fields: ["vscode"], floor: true }))).toHaveLength(1);
});

test("only checks the configured peers", () => {
  const before = { react: "^17.0.0 || ^18.0.0", vue: "^2.7.0 || ^3.0.0" };
  const after = { react: "^18.0.0", vue: "^3.0.0" };
  expect(messagesOf(changeBump, peers(before, after, {}))).toEqual([]);
  const [both] = messagesOf(changeBump, peers(before, after, { peers: ["*"] }));
  expect(both).toMatch(/react.* and a narrower range \(`peerDependencies.vue/);
  const scene = peers(before, after, { peers: ["react"] });
  expect(messagesOf(changeBump, scene)).toEqual([
    "error: `ui` would go from `1.2.0` to `1.2.1`, a `patch` release, but track `all` requires a `minor` for a narrower range (`peerDependencies.react` would change from `^17.0.0 || ^18.0.0` to `^18.0.0`)",
  ]);
  expect(fixesOf(changeBump, scene)[0]).toContain(
    'keep `"react": "^17.0.0 || ^18.0.0"` under `peerDependencies` in',
  );
});

test.each([
  ["is new", { vue: "^3.0.0" }, { react: "^18.0.0" }],
  ["is gone", { react: "^17.0.0 || ^18.0.0" }, {}],
  ["left a catalog for a path", { react: "^17.0.0" }, { react: "file:../react" }],
  ["is called as what every object has", {}, { constructor: "^1.0.0", toString: "^1.0.0" }],
])("reports nothing for a peer that %s", (_, before, after) => {
  expect(messagesOf(changeBump, peers(before, after, { peers: ["*"] }))).toEqual([]);
});

test("accepts an invalid version", () => {
  const scene = dropping(">=18", ">=22");
  for (const version of [1, null, undefined, "next"]) {
    const packages = { ui: { ...(scene.packages!["ui"] as object), version: version as string } };
    expect(messagesOf(changeBump, { ...scene, packages, releases: {} })).toHaveLength(1);
  }
});

test("does not compare ranges of unrealistic length", () => {
  const many = Array.from({ length: 200_000 }, (_, i) => i).join(" || ");
  expect(messagesOf(changeBump, dropping(">=18", many))).toEqual([]);
});

test("reports nothing if the last release is unknown or had no requirements", () => {
  const requirements = { engines: { node: ">=22" }, peers: {} };
  const scene = dropping("*", ">=22");
  expect(messagesOf(changeBump, { ...scene, packages: { ui: { requirements } } })).toEqual([]);
  const released = { engines: {}, peers: {} };
  expect(
    messagesOf(changeBump, { ...scene, packages: { ui: { requirements, released } } }),
  ).toEqual([]);
});

test("reports nothing for unchecked packages, or without the policy's requirement", () => {
  const scene = dropping(">=18", ">=22");
  const ui = Object.values(scene.packages!)[0] as object;
  const ignored = { ui: { ...ui, skipped: "ignored" as const } };
  expect(messagesOf(changeBump, { ...scene, packages: ignored })).toEqual([]);
  expect(messagesOf(changeBump, { ...scene, policies: { all: { packages: ["*"] } } })).toEqual([]);
});

test.each([
  [">=18", ">=22", []],
  [">=18", ">=24", ["22"]],
  ["^18 || ^22 || ^24", "^24", ["22"]],
  [">=22", "^22 || ^24 || >=26", []],
  [">=20", ">=20 <27", []],
  [">=22 <24", "^22 <22.5", ["22"]],
])("where only ended lines may be dropped, %s to %s drops %j too early", (before, after, early) => {
  const scene = dropping(before, after, "1.2.0 -> 2.0.0", { onlyEol: true });
  expect(messagesOf(changeBump, scene)).toEqual(
    early.map(
      (line) =>
        `error: \`ui\` would drop Node \`${line}\`, but it is supported until \`2027-04-30\`: \`engines.node\` would change from \`${before}\` to \`${after}\``,
    ),
  );
});

test("suggests supporting a line again that has not reached end of life", () => {
  const scene = dropping(">=18", ">=24", "1.2.0 -> 2.0.0", { onlyEol: true });
  expect(fixesOf(changeBump, scene)).toEqual([
    'write `"node": "^22 || >=24"` under `engines` in `packages/ui/package.json`',
  ]);
});

test("requires the bump for end-of-life lines as well", () => {
  const scene = dropping(">=18", ">=22", "1.2.0 -> 1.2.1", { onlyEol: true });
  expect(messagesOf(changeBump, scene)[0]).toContain("requires a `minor` for dropping Node");
});

test("uses the policy's end dates of lines", () => {
  const scene = dropping(">=22", ">=24", "1.2.0 -> 2.0.0", { onlyEol: true });
  const ended = { runtimes: { node: { "22": { end: "2026-01-31" } } } };
  const policies = { ...scene.policies, workspace: ended };
  expect(messagesOf(changeBump, { ...scene, policies })).toEqual([]);
});
