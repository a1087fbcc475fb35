import { expect, test } from "vitest";
import { policyFile } from "../../testing/policy-file.ts";
import { messagesOf } from "../../testing/scene.ts";
import { rules } from "../../rules/index.ts";
import { changesetStyle } from "../../rules/style/changeset-style.ts";
import { EMPTY_POLICY } from "../policy.ts";
import { PRESETS } from "../presets/index.ts";
import { readPolicy } from "./read-policy.ts";

const read = (files: Readonly<Record<string, unknown>>) =>
  readPolicy(
    Object.entries(files).map(([name, data]) => policyFile(name, data)),
    rules,
  );
const mistakesIn = (files: Readonly<Record<string, unknown>>) =>
  read(files).mistakes.map(({ at, message, help }) => [at.path, message, help]);
const trackOf = (data: object) => read({ core: { packages: ["*"], ...data } }).policy!.tracks[0]!;

const all = { packages: ["*"] };
const waiver = {
  rule: "declared-bump",
  package: "ui",
  version: "2.0.0",
  reason: "the rewrite",
  owner: "@ann",
  until: "2026-06-15",
};

test("no files make an empty policy", () => {
  expect(read({})).toEqual({ policy: { ...EMPTY_POLICY, tracks: [] }, mistakes: [] });
});

test("a file other than workspace and waivers is a track with the file's name", () => {
  const { policy } = read({ core: all, lab: all, workspace: {}, waivers: { waivers: [] } });
  expect(policy?.tracks.map(({ name }) => name)).toEqual(["core", "lab"]);
});

test("a track allows everything that it does not mention", () => {
  const { prerelease, declared, received, versions, breaking } = trackOf({});
  expect({ prerelease, declared, received, versions, breaking }).toEqual({
    prerelease: "allowed",
    declared: ["none", "patch", "minor", "major"],
    received: ["none", "patch", "minor", "major"],
    versions: undefined,
    breaking: undefined,
  });
});

test("the declared bumps of a track are the default for received bumps, and `none` is always allowed", () => {
  const { declared, received } = trackOf({ bumps: { declared: ["patch"] } });
  expect([declared, received]).toEqual([
    ["none", "patch"],
    ["none", "patch"],
  ]);
  expect(trackOf({ bumps: { declared: ["patch"], received: [] } }).received).toEqual(["none"]);
});

test("a track keeps its version shape both as written and as a range", () => {
  expect(trackOf({ versions: "0.y.z" }).versions).toEqual({ shape: "0.y.z", range: "0.x.x" });
});

test("a track overrides its preset key by key", () => {
  const { declared, received, breaking, versions } = trackOf({
    extends: "stay-0x",
    bumps: { declared: ["patch"] },
    breaking: "major",
  });
  expect({ declared, received, breaking, shape: versions?.shape }).toEqual({
    declared: ["none", "patch"],
    received: ["none", "patch", "minor"],
    breaking: "major",
    shape: "0.y.z",
  });
});

test("the place of a track is its first key, or its preset, or the file", () => {
  const bumps = { declared: ["patch"] };
  expect(trackOf({ bumps }).line("bumps.received", "bumps.declared").text).toBe(
    "declared: [patch]",
  );
  expect(trackOf({ extends: "no-major" }).line("bumps.received").text).toBe("extends: no-major");
  expect(trackOf({}).line("bumps.received").text).toBe('packages: ["*"]');
});

test.each([
  ["stay-ox", "did you mean stay-0x?"],
  ["toString", `presets: ${Object.keys(PRESETS).join(", ")}`],
])("the preset %s is unknown", (name, help) => {
  expect(mistakesIn({ core: { ...all, extends: name } })).toEqual([
    ["policies/core.yaml", `unknown preset \`${name}\``, help],
  ]);
});

test("parses waivers with their lines", () => {
  expect(read({ waivers: { waivers: [waiver] } }).policy?.waivers).toEqual([
    { ...waiver, line: { at: expect.any(Object), text: "- rule: declared-bump" } },
  ]);
});

test.each(["rule", "package", "version", "reason", "owner", "until"])(
  "a waiver without its %s is a mistake",
  (key) => {
    const waivers = [{ ...waiver, [key]: "" }];
    expect(mistakesIn({ waivers: { waivers } })[0]?.[1]).toBe(`\`waivers.0.${key}\` is empty`);
  },
);

test("an unknown track in dependencies is reported with the closest name, or with all names", () => {
  const dependencies = [{ from: "cores", on: ["core", "elsewhere"] }];
  expect(mistakesIn({ core: all, lab: all, workspace: { dependencies } })).toEqual([
    ["policies/workspace.yaml", "unknown track `cores`", "did you mean core?"],
    ["policies/workspace.yaml", "unknown track `elsewhere`", "expected one of core, lab"],
  ]);
});

test("an unknown rule in a waiver is reported with the closest name", () => {
  expect(mistakesIn({ waivers: { waivers: [{ ...waiver, rule: "declared-bumps" }] } })).toEqual([
    ["policies/waivers.yaml", "unknown rule `declared-bumps`", "did you mean declared-bump?"],
  ]);
});

test("all mistakes of all files are reported at once, in the order of the files", () => {
  const mistakes = mistakesIn({
    core: { ...all, versions: "1.q", bumbs: {} },
    lab: { rules: { trian: "warn" }, packages: "a" },
    waivers: { waivers: [{ ...waiver, until: "tomorrow" }] },
    workspace: { judgedBy: "bse", zzz: 1 },
  });
  expect(mistakes.map(([path, message]) => `${path} ${message}`)).toEqual([
    "policies/core.yaml `1.q` is neither a shape such as 0.y.z or 1.x nor a semver range",
    "policies/core.yaml unknown key `bumbs`",
    "policies/lab.yaml unknown rule `trian`",
    'policies/lab.yaml `packages` is "a"',
    "policies/waivers.yaml `tomorrow` is not a date such as 2026-12-18",
    'policies/workspace.yaml `judgedBy` is "bse"',
    "policies/workspace.yaml unknown key `zzz`",
  ]);
});

test("one mistake makes the whole policy invalid", () => {
  expect(read({ core: all, lab: {} })).not.toHaveProperty("policy");
});

test("reports mistakes within files and between files together", () => {
  const messages = mistakesIn({
    core: { ...all, colour: "red" },
    workspace: { dependencies: [{ from: "cor", on: ["core"] }] },
    waivers: { waivers: [{ ...waiver, rule: "declared-bmp" }] },
  }).map(([path, message]) => `${path}: ${message}`);
  expect(messages).toEqual([
    "policies/core.yaml: unknown key `colour`",
    "policies/workspace.yaml: unknown track `cor`",
    "policies/waivers.yaml: unknown rule `declared-bmp`",
  ]);
});

test("a track whose file cannot be parsed is not an unknown track", () => {
  const workspace = policyFile("workspace", { dependencies: [{ from: "core", on: ["core"] }] });
  expect(readPolicy([workspace], rules, ["core", "workspace"]).mistakes).toEqual([]);
});

const words = (any: readonly string[]) => ["error", { start: { any } }];

test("a level on its own keeps the options of the workspace", () => {
  const { policy } = read({
    core: { ...all, rules: { "changeset-style": "warn" } },
    workspace: { rules: { "changeset-style": words(["FIX:"]) } },
  });
  expect(policy?.tracks[0]?.settings.get("changeset-style")).toEqual({ level: "warn" });
  const scene = {
    policies: {
      core: { ...all, rules: { "changeset-style": "warn" } },
      workspace: { rules: { "changeset-style": words(["FIX:"]) } },
    },
    packages: { ui: "1.0.0" },
    changesets: { cat: { ui: "patch" as const } },
  };
  expect(messagesOf(changesetStyle, scene)).toEqual([
    "warn: the text starts with `Say what changed.` (expected: `FIX:`)",
  ]);
});

test.each([
  [{ core: { ...all, rules: { "changeset-style": "error" } } }, "policies/core.yaml"],
  [{ core: all, workspace: { rules: { "changeset-style": "warn" } } }, "policies/workspace.yaml"],
])("a rule that needs options is a mistake without any: %j", (files, path) => {
  expect(mistakesIn(files)).toEqual([
    [
      path,
      expect.stringContaining("checks nothing without options"),
      expect.stringContaining("docs/rules/"),
    ],
  ]);
});

test("a rule that needs options may lack them if it is off", () => {
  expect(mistakesIn({ core: { ...all, rules: { "changeset-style": "off" } } })).toEqual([]);
});

test("a track cannot set a rule that is about the workspace", () => {
  expect(mistakesIn({ core: { ...all, rules: { "unknown-package": "error" } } })).toEqual([
    [
      "policies/core.yaml",
      "`unknown-package` is about the workspace, not about the packages of a track",
      "set it under rules in policies/workspace.yaml",
    ],
  ]);
});

test("a calver format replaces the version shape of a preset", () => {
  expect(trackOf({ extends: "stay-0x" }).versions).toMatchObject({ shape: "0.y.z" });
  const track = trackOf({ extends: "stay-0x", scheme: { calver: "YY.Q.N" } });
  expect(track).toMatchObject({ scheme: { calver: "YY.Q.N" } });
  expect(track.versions).toBeUndefined();
});

test("reads how long lines are supported, and lines as ranges", () => {
  const support = { lines: 2, days: 365, until: { "1.x": "2027-06-30", "0.y.z": "2027-01-01" } };
  expect(read({ core: { ...all, support } }).policy?.tracks[0]?.support).toEqual({
    lines: 2,
    days: 365,
    until: [
      { range: "1.x", day: "2027-06-30" },
      { range: "0.x.x", day: "2027-01-01" },
    ],
  });
  const wrong = { lines: 0, until: { soon: "2027-06-30" } };
  expect(mistakesIn({ core: { ...all, support: wrong } })).toHaveLength(2);
});
