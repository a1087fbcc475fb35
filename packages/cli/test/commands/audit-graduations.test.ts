import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  graduationsOf,
  shapeOfTrack,
  undoneText,
  withoutConsequences,
} from "../../src/commands/audit/graduations.ts";
import type { Audit, AuditRelease } from "../../src/commands/audit/release.ts";
import { withUndone } from "../../src/commands/audit/undone.ts";
import { commitAll } from "../kit/run-example.ts";
import { folder, repository, workspace } from "../kit/workspace.ts";

const finding = (rule: string, name: string, version = "1.0.0", level = "error") => ({
  rule,
  level,
  package: name,
  version,
  message: "",
});
const release = (date: string, findings: readonly object[], packages: readonly object[] = []) =>
  ({ commit: date, date, findings, packages }) as unknown as AuditRelease;

const RELEASES = [
  release("2026-01-01", [
    finding("version-inside-track", "a"),
    finding("accidental-graduation", "a", "1.0.0", "warn"),
  ]),
  release(
    "2026-02-01",
    [finding("accidental-graduation", "a"), finding("version-inside-track", "a")],
    [
      { name: "b", undone: "2026-02-02" },
      { name: "a", undone: "2026-02-01" },
    ],
  ),
  release("2026-03-01", [
    finding("accidental-graduation", "b", "1.1.0"),
    finding("accidental-graduation", "a", "2.0.0"),
    finding("version-inside-track", "b"),
    finding("version-inside-track", "b"),
    finding("declared-bump", "a"),
    finding("version-inside-track", "a", "1.0.0", "warn"),
  ]),
];

test("a graduation has the first version of its package, and what followed from it", () => {
  const found = graduationsOf(RELEASES);
  expect(
    found.map(({ consequences, ...one }) => [
      one,
      consequences.map(({ release: { date } }) => date),
    ]),
  ).toEqual([
    [
      { package: "b", version: "1.1.0", commit: "2026-03-01", date: "2026-03-01" },
      ["2026-03-01", "2026-03-01"],
    ],
    [
      {
        package: "a",
        version: "1.0.0",
        commit: "2026-02-01",
        date: "2026-02-01",
        undone: "2026-02-01",
      },
      ["2026-02-01"],
    ],
  ]);
  const left = withoutConsequences(RELEASES, found);
  expect(left.map(({ findings }) => findings.map(({ rule }) => rule))).toEqual([
    ["version-inside-track", "accidental-graduation"],
    ["accidental-graduation"],
    ["accidental-graduation", "accidental-graduation", "declared-bump", "version-inside-track"],
  ]);
  expect(graduationsOf([])).toEqual([]);
});

test.each([
  [undefined, ""],
  ["2026-02-01", ", undone the same day"],
  ["2026-02-02", ", undone on 2026-02-02"],
])("a version of 2026-02-01 that was taken back on %s%s", (undone, text) => {
  expect(undoneText("2026-02-01", undone)).toBe(text);
});

test("the shape of a package is that of the track of its last release", () => {
  const releases = [
    release("2026-01-01", [], [{ name: "a", track: "labs" }]),
    release(
      "2026-02-01",
      [],
      [
        { name: "b", track: "labs" },
        { name: "a", track: "core" },
      ],
    ),
    release("2026-03-01", [], [{ name: "b", track: "gone" }]),
  ];
  const tracks = [
    { name: "labs", versions: "0.y.z" },
    { name: "core", versions: "1.x" },
  ] as unknown as Audit["tracks"];
  expect(["a", "b", "c"].map((name) => shapeOfTrack(name, releases, tracks))).toEqual([
    "1.x",
    "its track",
    "its track",
  ]);
});

test("a version was taken back where it was refused and git shows a lower one next", async () => {
  const fixture = await workspace({ packages: { "@acme/core": "1.0.0" } });
  repository(fixture);
  const set = (version: string) => {
    const text = JSON.stringify({ name: "@acme/core", version });
    writeFileSync(join(fixture.path, "packages/core/package.json"), text);
    return commitAll(fixture.path, version);
  };
  const [commit] = [set("2.0.0"), set("1.0.1")];
  const core = { name: "@acme/core", dir: "packages/core", from: "1.0.0", to: "2.0.0" };
  const undone = (root: string, refused: boolean, next: readonly object[] = []) => {
    const own = { ...release("2026-01-01", [], [{ ...core, refused }]), commit };
    const [first] = withUndone(root, [own, release("2026-01-02", [], next)]);
    return first!.packages[0]!.undone;
  };
  const day = expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/) as string;
  expect(undone(fixture.path, true)).toEqual(day);
  expect(undone(fixture.path, true, [{ ...core, from: "1.0.1", to: "1.1.0" }])).toEqual(day);
  expect(undone(fixture.path, false)).toBeUndefined();
  expect(undone(fixture.path, true, [{ ...core, from: "2.0.0", to: "2.1.0" }])).toBeUndefined();
  expect(undone((await folder({})).path, true)).toBeUndefined();
});
