import { expect, test } from "vitest";
import { policyFile } from "../testing/policy-file.ts";
import { rules } from "../rules/index.ts";
import type { Path, PolicyFile } from "./file.ts";
import { readPolicy } from "./reading/read-policy.ts";

/** A file of data whose places are paths: a value `{bumps.declared}`, a key `{bumps.declared:}`. */
function placed(name: string, data: unknown): PolicyFile {
  const file = policyFile(name, data);
  const at = (path: Path, mark = "") => ({
    path: `{${path.join(".")}${mark}}`,
    line: 1,
    column: 1,
  });
  return { ...file, at, keyAt: (path) => at(path, ":") };
}

/** Each mistake as `place message; help`. */
const messages = (name: string, data: unknown): string[] =>
  readPolicy([placed(name, data)], rules).mistakes.map(
    ({ at, message, help }) => `${at.path} ${message}${help ? `; ${help}` : ""}`,
  );
const inTrack = (data: object) => messages("core", { packages: ["*"], ...data });
const inWorkspace = (data: object) => messages("workspace", data);

const SELECTORS = 'package names and ./directories ("!" excludes)';

test("an unknown key is reported at the key, with the closest name", () => {
  expect(inTrack({ bumbs: {} })).toEqual(["{bumbs:} unknown key `bumbs`; did you mean bumps?"]);
  expect(inTrack({ bumps: { declare: ["patch"] } })).toEqual([
    "{bumps.declare:} unknown key `declare`; did you mean declared?",
  ]);
});

test("an unknown key without a close name is reported with the known keys except `$schema`", () => {
  expect(inTrack({ maturity: "stable" })).toEqual([
    "{maturity:} unknown key `maturity`; expected one of extends, packages, versions, prerelease, bumps, breaking, distTag, support, scheme, require, rules, mode",
  ]);
});

test("each unknown key is reported separately", () => {
  expect(inTrack({ bumbs: {}, versoins: "1.x" })).toHaveLength(2);
});

test("a key that Object.prototype has is handled like any other key", () => {
  const data: unknown = JSON.parse('{"packages": ["*"], "__proto__": 1, "constructor": 2}');
  expect(messages("core", data)).toHaveLength(2);
});

test.each([
  [null, "empty"],
  [[], "an empty list"],
  [["core"], "a list"],
  ["core", '"core"'],
  [7, "the number 7"],
])("a file that holds %j is not a mapping", (data, what) => {
  expect(messages("core", data)).toEqual([
    `{} the file is ${what}; write a mapping of keys to values`,
  ]);
});

test("an empty workspace file makes an empty policy", () => {
  expect(messages("workspace", null)).toEqual([]);
});

test("a missing key is reported at its parent", () => {
  expect(messages("core", {})).toEqual([
    `{packages} \`packages\` is missing; write a list of ${SELECTORS}`,
  ]);
});

test.each([
  [{ packages: "core" }, `{packages} \`packages\` is "core"; write a list of ${SELECTORS}`],
  [{ packages: [""] }, `{packages.0} \`packages.0\` is empty; write ${SELECTORS}`],
  [{ packages: [1] }, `{packages.0} \`packages.0\` is the number 1; write ${SELECTORS}`],
  [{ extends: true }, "{extends} `extends` is the boolean true; write the name of a preset"],
  [{ bumps: null }, "{bumps} `bumps` is empty; write a mapping of keys to values"],
  [{ bumps: [] }, "{bumps} `bumps` is an empty list; write a mapping of keys to values"],
  [
    { bumps: { received: {} } },
    "{bumps.received} `bumps.received` is a mapping; write a list with any of none, patch, minor, major",
  ],
  [{ rules: ["train"] }, "{rules} `rules` is a list; write rule names with a level each"],
])("in a track, %j is of a wrong type", (data, expected) => {
  expect(inTrack(data)).toEqual([expected]);
});

test("an unknown word is reported with the closest one, or with all of them", () => {
  expect(inTrack({ bumps: { declared: ["patch", "mnior"] } })).toEqual([
    '{bumps.declared.1} `bumps.declared.1` is "mnior"; did you mean minor?',
  ]);
  expect(inTrack({ breaking: "none" })).toEqual([
    '{breaking} `breaking` is "none"; write one of patch, minor, major',
  ]);
});

test("an unknown name is reported at its position", () => {
  expect(inTrack({ extends: "no-majors" })).toEqual([
    "{extends} unknown preset `no-majors`; did you mean no-major?",
  ]);
  expect(inTrack({ rules: { trian: "warn" } })).toEqual([
    "{rules.trian:} unknown rule `trian`; did you mean train?",
  ]);
  const [track] = inWorkspace({ dependencies: [{ from: "core", on: [] }] });
  expect(track).toMatch(/^\{dependencies\.0\} unknown track `core`;/);
  const who = { package: "ui", version: "2.0.0", reason: "agreed", owner: "@ann" };
  expect(
    messages("waivers", { waivers: [{ ...who, rule: "trian", until: "2026-06-15" }] }),
  ).toEqual(["{waivers.0} unknown rule `trian`; did you mean train?"]);
});

test.each(["1.q", "latest", "0.y.z-alpha"])("%s is an invalid range", (versions) => {
  expect(inTrack({ versions })).toEqual([
    `{versions} \`${versions}\` is neither a shape such as 0.y.z or 1.x nor a semver range`,
  ]);
});

test.each(["2026-02-30", "2026-1-1", "18.12.2026", "2026-12-18T00:00"])(
  "%s is a bad date",
  (to) => {
    expect(inWorkspace({ freezes: [{ from: "2026-01-01", to, reason: "year end" }] })).toEqual([
      `{freezes.0.to} \`${to}\` is not a date such as 2026-12-18`,
    ]);
  },
);

test.each([
  [
    { prerelease: "maybe" },
    '{prerelease} `prerelease` is "maybe"; write forbidden, allowed or { required: [alpha, beta] }',
  ],
  [
    { prerelease: { required: [] } },
    "{prerelease.required} `prerelease.required` is an empty list; write a list of prerelease ids such as alpha",
  ],
])("of a union, %j fits one branch or none", (data, expected) => {
  expect(inTrack(data)).toEqual([expected]);
});

test("a typo inside one branch of a union is reported, not the whole union", () => {
  expect(inTrack({ prerelease: { require: ["alpha"] } })).toEqual([
    "{prerelease.required} `prerelease.required` is missing; write a list of prerelease ids such as alpha",
    "{prerelease.require:} unknown key `require`; did you mean required?",
  ]);
  const train = { leader: "core", members: ["ui"] };
  expect(inWorkspace({ trains: [{ ...train, version: { minorOffset: "16" } }] })).toEqual([
    '{trains.0.version.minorOffset} `trains.0.version.minorOffset` is "16"; write a whole number, 0 or more',
  ]);
  expect(inWorkspace({ trains: [{ ...train, version: { table: { "1.x": "q" } } }] })).toEqual([
    "{trains.0.version.table.1.x} `q` is neither a shape such as 0.y.z or 1.x nor a semver range",
  ]);
  expect(inWorkspace({ couplings: [{ bundler: "app", bundels: ["ui"] }] })).toContain(
    "{couplings.0.bundels:} unknown key `bundels`; did you mean bundles?",
  );
});

test("shortens a long value", () => {
  const [mistake = ""] = inTrack({ prerelease: "x".repeat(1_000) });
  expect(mistake).toContain(`is "${"x".repeat(40)}";`);
});

test("reports the closest branch of a union", () => {
  const train = { leader: "core", members: ["ui"], version: { tabel: { "1.x": "0.5.x" } } };
  expect(inWorkspace({ trains: [train] }).join()).toContain("did you mean table?");
  const coupling = inWorkspace({ couplings: [{ bundlr: "a", bundels: ["b"] }] }).join();
  expect(coupling).toContain("did you mean bundler?");
  expect(coupling).not.toContain("umbrella");
});

test.each([
  [{ "1.q": "0.5.x" }, "`1.q` is neither a shape such as 0.y.z or 1.x nor a semver range"],
  [{ "1.x": "0.q" }, "`0.q` is neither a shape such as 0.y.z or 1.x nor a semver range"],
  [{}, "the table is empty"],
])("%j is not a table of a train", (table, message) => {
  const train = { leader: "core", members: ["ui"], version: { table } };
  expect(inWorkspace({ trains: [train] }).join()).toContain(message);
});

test("a freeze that ends before it starts is reported", () => {
  const freeze = { from: "2026-12-18", to: "2026-01-04", reason: "year end" };
  expect(inWorkspace({ freezes: [freeze] })).toEqual([
    "{freezes.0.to} the freeze ends before it starts",
  ]);
});

test("an empty value is reported once", () => {
  expect(inTrack({ versions: "" })).toHaveLength(1);
  expect(inTrack({ extends: "" })).toHaveLength(1);
});

test("a misspelt option is reported with the closest name", () => {
  expect(inTrack({ rules: { "version-jump": ["error", { major: 2 }] } })).toEqual([
    "{rules.version-jump.1.major:} unknown key `major`; did you mean majors?",
  ]);
  expect(inTrack({ rules: { "version-jump": ["error", { majors: "x" }] } })).toEqual([
    '{rules.version-jump.1.majors} `rules.version-jump.1.majors` is "x"; write a whole number, 1 or more',
  ]);
});

test("a Node line is a number, and its days are dates", () => {
  const node = { "22.x": {}, "24": { end: "soon" }, "26": { eol: "2029-04-30" } };
  expect(inWorkspace({ runtimes: { node } })).toEqual([
    "{runtimes.node.24.end} `soon` is not a date such as 2026-12-18",
    "{runtimes.node.26.eol:} unknown key `eol`; expected one of start, lts, maintenance, end",
    "{runtimes.node.22.x:} expected a Node.js line such as 22",
  ]);
});

test("a semver shape on a calver track is reported", () => {
  expect(inTrack({ versions: "1.x", scheme: { calver: "YY.Q.N" } })).toEqual([
    "{versions:} `versions` is a semver shape, but the scheme of this track is calver; delete `versions` (the rule calver-shape checks the format)",
  ]);
  expect(inTrack({ versions: "1.x", scheme: "semver" })).toEqual([]);
});

test("an unknown track for new packages is reported with the closest name", () => {
  const known = ["workspace", "sandbox"];
  const unknownTrack = (newPackages: string) =>
    readPolicy([placed("workspace", { newPackages })], rules, known).mistakes;
  expect(unknownTrack("sandbox")).toEqual([]);
  expect(unknownTrack("sandbx")).toMatchObject([
    { message: "unknown track `sandbx`", help: "did you mean sandbox?" },
  ]);
  expect(unknownTrack("")).toMatchObject([{ message: "`newPackages` is empty" }]);
});

test.each(["latest", "{prerelease}", "release-{major}.x", "v{major}-{minor}", "next"])(
  "%s is a dist-tag",
  (distTag) => {
    expect(inTrack({ distTag })).toEqual([]);
    expect(inTrack({ distTag: { prereleases: distTag } })).toEqual([]);
    expect(inWorkspace({ branches: { main: { distTag } } })).toEqual([]);
  },
);

test.each([
  ["1.x", "`1.x` is a semver range, which npm refuses as a dist-tag: write release-1.x"],
  [
    "v{major}.x",
    "`v{major}.x` is a semver range, which npm refuses as a dist-tag: write release-v{major}.x",
  ],
  [
    "next {patch}",
    "`next {patch}` cannot be a dist-tag: write letters, digits, hyphens and dots, {major}, {minor} or {prerelease}",
  ],
])("%s is not a valid dist-tag", (distTag, message) => {
  expect(inTrack({ distTag })).toEqual([`{distTag} ${message}`]);
  expect(inTrack({ distTag: { prereleases: distTag } })).toEqual([
    `{distTag.prereleases} ${message}`,
  ]);
  expect(inWorkspace({ branches: { main: { distTag } } })).toEqual([
    `{branches.main.distTag} ${message}`,
  ]);
});

test("the dist-tag of stable releases cannot contain a prerelease identifier", () => {
  expect(inTrack({ distTag: { stable: "{prerelease}" } })).toEqual([
    "{distTag.stable} `{prerelease}` cannot be a dist-tag: write letters, digits, hyphens and dots, {major}, {minor} (a stable release has no {prerelease})",
  ]);
});

test.each([
  ["status-table", "workspace"],
  ["unknown-package", "workspace"],
  ["deprecation-ledger", "policy"],
  ["track-membership", "policy"],
])("a release is not approved despite %s, which is about the %s", (id, about) => {
  expect(inWorkspace({ approvals: { rules: [id] } })).toEqual([
    `{approvals.rules.0} \`${id}\` cannot be approved: it is about the ${about}, not about a release; remove it from the list`,
  ]);
});
