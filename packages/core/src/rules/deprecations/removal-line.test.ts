import { expect, test } from "vitest";
import { advised, judgeScene, said } from "../../testing/scene.ts";
import { type Removing, removalScene } from "../../testing/removal-scene.ts";
import { removalLine } from "./removal-line.ts";

const told = { package: "core", api: "open", deprecatedIn: "1.2.0" };
const promised = (removal: object, more: Removing = {}) =>
  removalScene({ track: { require: { removal } }, ledger: [told], ...more });
const says = (removal: object, more?: Removing) => said(removalLine, promised(removal, more));
const patch: Removing = { step: "1.4.0 -> 1.4.1" };
const minor: Removing = { step: "1.4.0 -> 1.5.0" };

test("requires the smallest bump that may break, unless the policy names another", () => {
  expect(says({}, minor)).toEqual([
    "error: `open` of `core` would be removed in `1.5.0` by a `minor`, and track `all` removes with `major` or more",
  ]);
  expect(says({})).toEqual([]);
  expect(says({ bump: "minor" }, minor)).toEqual([]);
  expect(says({ bump: "minor" }, patch)).toHaveLength(1);
});

test.each([
  ["0.8.5 -> 0.8.6", 1],
  ["0.8.5 -> 0.9.0", 0],
  ["0.0.3 -> 0.0.4", 0],
  ["2.0.0-beta.1 -> 2.0.0-beta.2", 0],
  ["1.4.1-beta.1 -> 1.4.1", 1],
])("judges the bump that users get with %s", (step, count) => {
  expect(says({}, { step, ledger: [] })).toHaveLength(count);
});

test("takes the track's own breaking bump", () => {
  const track = { breaking: "minor", require: { removal: {} } };
  expect(said(removalLine, removalScene({ track, ...minor }))).toEqual([]);
});

test("requires nothing of a track that asks nothing", () => {
  expect(said(removalLine, removalScene({ ...patch }))).toEqual([]);
});

test("counts the lines since the deprecation", () => {
  expect(says({ deprecatedFor: { lines: 1 } })).toEqual([]);
  expect(says({ deprecatedFor: { lines: 2 } })).toEqual([
    "error: `open` of `core` would be removed in `2.0.0`, 1 line after `1.2.0` deprecated it, and track `all` asks for 2 lines",
  ]);
});

test("does not ask for lines that the right bump brings", () => {
  const findings = says({ deprecatedFor: { lines: 1 } }, patch);
  expect(findings).toEqual([expect.stringContaining("by a `patch`")]);
  expect(says({ deprecatedFor: { lines: 2 } }, patch)).toHaveLength(2);
});

test("counts days from the entry's day, else from the tag's", () => {
  const year = { deprecatedFor: { days: 365 } };
  const since = (day: string) => says(year, { ledger: [{ ...told, since: day }] });
  expect(since("2025-06-15")).toEqual([]);
  expect(since("2025-06-16")).toEqual([
    "error: `open` of `core` would be removed in `2.0.0`, 364 days after `1.2.0` deprecated it, and track `all` asks for 365 days",
  ]);
  const history = [{ package: "core", version: "1.2.0", date: "2026-06-14" }];
  expect(says(year, { facts: { history } })).toHaveLength(1);
});

test("counts releases by their tags", () => {
  const history = ["1.2.0", "1.3.0", "1.4.0"].map((version) => ({
    package: "core",
    version,
    date: "2026-01-01",
  }));
  const asked = (releases: number) => says({ deprecatedFor: { releases } }, { facts: { history } });
  expect(asked(3)).toEqual([]);
  expect(asked(4)).toHaveLength(1);
});

test("does not count amounts that are unknown", () => {
  expect(says({ deprecatedFor: { days: 365, releases: 9 } })).toEqual([]);
  expect(says({ deprecatedFor: { days: 365 } }, { ledger: [] })).toEqual([]);
});

test("asks for each of the amounts, or for any one of them", () => {
  const ledger = [{ ...told, since: "2026-06-05" }];
  const both = { lines: 2, days: 20 };
  expect(says({ deprecatedFor: both }, { ledger })).toEqual([
    "error: `open` of `core` would be removed in `2.0.0`, 1 line and 10 days after `1.2.0` deprecated it, and track `all` asks for 2 lines and 20 days",
  ]);
  expect(says({ deprecatedFor: { ...both, any: true } }, { ledger })[0]).toContain(
    "asks for 2 lines or 20 days",
  );
  expect(says({ deprecatedFor: { lines: 1, days: 20, any: true } }, { ledger })).toEqual([]);
  expect(
    says({ deprecatedFor: { lines: 2, days: 20, releases: 1, any: true } }, { ledger }),
  ).toEqual([]);
});

test("says what to write, or how long to keep it", () => {
  expect(advised(removalLine, promised({}, minor))).toEqual([
    "write `major` in `.changeset/cat.md:2`, or keep `open` and take its `Removes` line out",
  ]);
  const ledger = [{ ...told, since: "2026-06-05" }];
  const asked = (any: boolean) =>
    advised(removalLine, promised({ deprecatedFor: { lines: 2, days: 20, any } }, { ledger }));
  expect(asked(false)).toEqual([
    "keep `open` until `3.0.0` and until `2026-06-25`, and take its `Removes` line out until then",
  ]);
  expect(asked(true)[0]).toContain("until `3.0.0` or until `2026-06-25`");
  const history = [{ package: "core", version: "1.2.0", date: "2026-01-01" }];
  expect(
    advised(removalLine, promised({ deprecatedFor: { releases: 2 } }, { facts: { history } })),
  ).toEqual(["keep `open` for 1 release more, and take its `Removes` line out until then"]);
});

test("quotes the promise that is broken", () => {
  const because = (scene: ReturnType<typeof removalScene>) =>
    judgeScene(scene, [removalLine]).findings.map((found) => found.because?.text);
  expect(because(promised({ bump: "major" }, minor))).toEqual(["removal: { bump: major }"]);
  expect(because(promised({ deprecatedFor: { lines: 2 } }))).toEqual([
    "removal: { deprecatedFor: { lines: 2 } }",
  ]);
});
