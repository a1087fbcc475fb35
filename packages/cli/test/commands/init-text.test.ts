import { expect, test } from "vitest";
import { presetsFor, startingTrack } from "../../src/commands/init/chosen-tracks.ts";
import type { Initialized } from "../../src/commands/init/init.ts";
import { initializedText, isUnchanged, pastLines } from "../../src/commands/init/text.ts";

const STYLE = { color: false, width: 100 };
const CORE = {
  name: "core",
  about: "Stable.",
  keys: {},
  members: [{ name: "@acme/core", version: "1.2.0" }],
} as never as Initialized["tracks"][number];

const initialized = (over: Partial<Initialized>): Initialized => ({
  files: [{ path: "policies/core.yaml", text: "versions: 1.x\n", state: "there" }],
  tracks: [CORE],
  hazards: [],
  script: "there",
  report: { findings: [], releases: [], waived: [], outcome: "pass" } as never,
  hints: [],
  ...over,
});
const textOf = (over: Partial<Initialized>) => initializedText(initialized(over), STYLE);

test.each([
  ["proposed", "added", "would get the script release:check"],
  ["written", "added", "got the script release:check"],
  ["there", "there", "already has the script release:check"],
  ["there", "other", "already has a different script release:check (unchanged)"],
  ["there", "no place", "could not get the script release:check (add it by hand)"],
] as const)("says of a file that is %s what becomes of the script: %s", (state, script, words) => {
  const files = [{ path: "policies/core.yaml", text: "versions: 1.x\n", state }];
  const text = textOf({ files, script });
  expect(text).toContain(words);
  // A file that is not written is shown.
  expect(text.includes("  versions: 1.x")).toBe(state === "proposed");
  expect(text).toContain(": 1 package. Stable.");
});

test.each<[Partial<Initialized>, boolean]>([
  [{}, true],
  [{ guard: "added" }, false],
  [{ script: "added" }, false],
  [{ files: [{ path: "policies/core.yaml", text: "", state: "written" }] }, false],
])("%j: everything is in place is %s", (over, isInPlace) => {
  expect(isUnchanged(initialized(over))).toBe(isInPlace);
  expect(textOf(over).includes("Nothing to change")).toBe(isInPlace);
});

test("names the guard and the track of new packages only where there are any", () => {
  expect(textOf({})).not.toMatch(/guard|New packages|\n\n\n/);
  expect(textOf({ guard: "added", newPackages: "core" })).toMatch(
    /config\.json {2}got the guard\nNew packages start on core\./,
  );
});

test("shows three findings of today, errors first, and how many more there are", () => {
  const finding = (rule: string, level: "error" | "warn") => ({ rule, level, message: ["x"] });
  const report = (findings: readonly object[]) =>
    ({ findings, releases: [{}], waived: [], outcome: "fail" }) as never;
  const two = [finding("a", "warn"), finding("b", "error")];
  const text = textOf({ report: report(two) });
  expect(text).toContain("Today: 1 error, 1 warning\n  error[b]: x\n  warn[a]: x\n\n");
  expect(text).toContain("fix these before the next release");
  const three = [...two, finding("c", "warn")];
  expect(textOf({ report: report(three) })).not.toContain("more: release-policy check");
  const four = [...three, finding("d", "error")];
  expect(textOf({ report: report(four) })).toContain(
    "  error[b]: x\n  error[d]: x\n  warn[a]: x\n  … 1 more: release-policy check\n",
  );
});

const example = (date: string) => ({ date, message: "`a` would go to 2.0.0" });
const past = (refused: number, left = 0) => ({
  past: {
    releases: 9,
    refused,
    left,
    examples: Array.from({ length: refused }, (_, i) => example(`2026-01-0${i + 1}`)),
  },
});

test("says which past releases would have been blocked, as far as there is room", () => {
  const lines = (over: Partial<Initialized>, room?: number) =>
    pastLines(initialized(over), STYLE, room);
  expect(lines({})).toEqual([]);
  expect(lines(past(0))).toEqual(["None of 9 past releases would have been blocked"]);
  expect(lines(past(1, 4))).toEqual([
    "1 of 9 past releases would have been blocked (4 older not checked in time: run release-policy audit)",
    "  2026-01-01 a would go to 2.0.0",
  ]);
  expect(pastLines(initialized(past(0, 4)), { ...STYLE, width: 80 })).toEqual([
    "None of 9 past releases would have been blocked (4 older not checked in time:",
    "run release-policy audit)",
  ]);
  expect(lines(past(5))).toHaveLength(6);
  expect(lines(past(6)).slice(5)).toEqual([
    "  2026-01-05 a would go to 2.0.0",
    "  … 1 more: release-policy audit",
  ]);
  expect(lines(past(3), 2).slice(2)).toEqual([
    "  2026-01-02 a would go to 2.0.0",
    "  … 1 more: release-policy audit",
  ]);
});

test.each([
  [["1.2.0"], ["no-major", "ory/graduated"], ["stay-0x", "ory/sandbox", "ory/calendar"]],
  [["0.3.0"], ["no-major", "stay-0x"], ["ory/graduated", "ory/sandbox", "aws-cdk/alpha"]],
  [["0.3.0-alpha.1"], ["ory/sandbox", "aws-cdk/alpha"], ["ory/graduated", "ory/calendar"]],
  [["1.0.0-beta.1"], ["polyaxon/component"], ["ory/sandbox", "aws-cdk/alpha"]],
  [["26.1.0"], ["ory/calendar", "ory/graduated"], ["stay-0x"]],
  [["10.1.0"], ["ory/calendar"], ["stay-0x"]],
  [["9.1.0"], ["ory/graduated"], ["ory/calendar"]],
  [["1.2.0", "0.3.0"], ["no-major"], ["stay-0x", "ory/graduated"]],
  [[undefined], ["stay-0x"], ["ory/graduated"]],
])("packages at %j: presets that fit are %j, but not %j", (versions, fitting, others) => {
  const presets = presetsFor({
    ...CORE,
    members: versions.map((version) => ({ version })) as never,
  });
  expect(presets).toEqual(expect.arrayContaining(fitting));
  expect(presets.filter((name) => others.includes(name))).toEqual([]);
});

test.each([
  [["core"], "other", undefined],
  [["core", "labs"], "labs", "labs"],
  [["core", "labs"], "lab", "did you mean labs?"],
  [["core", "labs"], "something", "tracks: core, labs"],
])(
  "with the tracks %j, new packages that are to start on %s: %s",
  (names, newPackages, expected) => {
    const tracks = names.map((name) => ({ ...CORE, name }));
    let result: string | undefined;
    try {
      result = startingTrack(tracks, { newPackages });
    } catch (error) {
      result = (error as { obstacles: readonly { help?: string }[] }).obstacles[0]!.help;
    }
    expect(result).toBe(expected);
  },
);
