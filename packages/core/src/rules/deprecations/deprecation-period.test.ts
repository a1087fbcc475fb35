import { expect, test } from "vitest";
import { fixesOf, judgeScene, messagesOf } from "../../testing/scene.ts";
import { type Removing, removalScene } from "../../testing/removal-scene.ts";
import { removal } from "./removal.ts";

const entry = { package: "core", api: "open", deprecatedIn: "1.2.0" };
const promised = (require: object, more: Removing = {}) =>
  removalScene({ track: { require: { removal: require } }, ledger: [entry], ...more });
const says = (require: object, more?: Removing) => messagesOf(removal, promised(require, more));
const patch: Removing = { step: "1.4.0 -> 1.4.1" };

test("counts the release lines since the deprecation", () => {
  expect(says({ deprecatedFor: { lines: 1 } })).toEqual([]);
  expect(says({ deprecatedFor: { lines: 2 } })).toEqual([
    "error: `open` of `core` would be removed in `2.0.0`, 1 release line after its deprecation in `1.2.0`, but track `all` requires 2 release lines",
  ]);
});

test("does not require release lines that the right bump provides", () => {
  const findings = says({ deprecatedFor: { lines: 1 } }, patch);
  expect(findings).toEqual([]);
  expect(says({ deprecatedFor: { lines: 2 } }, patch)).toHaveLength(1);
});

test("counts days from the entry's date, or from the tag's", () => {
  const year = { deprecatedFor: { days: 365 } };
  const since = (day: string) => says(year, { ledger: [{ ...entry, since: day }] });
  expect(since("2025-06-15")).toEqual([]);
  expect(since("2025-06-16")).toEqual([
    "error: `open` of `core` would be removed in `2.0.0`, 364 days after its deprecation in `1.2.0`, but track `all` requires 365 days",
  ]);
  const other = { package: "ui", version: "1.2.0", date: "2020-01-01" };
  const older = { package: "core", version: "1.1.0", date: "2020-01-01" };
  const history = [other, older, { package: "core", version: "1.2.0", date: "2026-06-14" }];
  expect(says(year, { facts: { history } })).toHaveLength(1);
});

test("counts releases by their tags", () => {
  const history = ["1.2.0", "1.3.0", "1.4.0"].map((version) => ({
    package: "core",
    version,
    date: "2026-01-01",
  }));
  const messages = (releases: number) =>
    says({ deprecatedFor: { releases } }, { facts: { history } });
  expect(messages(3)).toEqual([]);
  expect(messages(4)).toHaveLength(1);
});

test("does not count amounts that are unknown", () => {
  expect(says({ deprecatedFor: { days: 365, releases: 9 } })).toEqual([]);
});

test("requires each of the amounts, or any one of them", () => {
  const ledger = [{ ...entry, since: "2026-06-05" }];
  const both = { lines: 2, days: 20 };
  expect(says({ deprecatedFor: both }, { ledger })).toEqual([
    "error: `open` of `core` would be removed in `2.0.0`, 1 release line and 10 days after its deprecation in `1.2.0`, but track `all` requires 2 release lines and 20 days",
  ]);
  expect(says({ deprecatedFor: { ...both, any: true } }, { ledger })[0]).toContain(
    "requires 2 release lines or 20 days",
  );
  expect(says({ deprecatedFor: { lines: 1, days: 20, any: true } }, { ledger })).toEqual([]);
  expect(says({ deprecatedFor: { lines: 1, days: 20 } }, { ledger })).toHaveLength(1);
  expect(
    says({ deprecatedFor: { lines: 2, days: 20, releases: 1, any: true } }, { ledger }),
  ).toEqual([]);
});

test("suggests what to write, or how long to keep it", () => {
  const ledger = [{ ...entry, since: "2026-06-05" }];
  const messages = (any: boolean) =>
    fixesOf(removal, promised({ deprecatedFor: { lines: 2, days: 20, any } }, { ledger }));
  expect(messages(false)).toEqual([
    "keep `open` and delete its `Removes:` line, `.changeset/cat.md:7`; remove it in `3.0.0` and on `2026-06-25`",
  ]);
  expect(messages(true)[0]).toContain("remove it in `3.0.0` or on `2026-06-25`");
  const history = [{ package: "core", version: "1.2.0", date: "2026-01-01" }];
  expect(
    fixesOf(removal, promised({ deprecatedFor: { releases: 2 } }, { facts: { history } })),
  ).toEqual([
    "keep `open` and delete its `Removes:` line, `.changeset/cat.md:7`; remove it after 1 more release",
  ]);
});

test("quotes the policy line that is violated", () => {
  const because = (scene: ReturnType<typeof removalScene>) =>
    judgeScene(scene, [removal]).findings.map((found) => found.because?.text);
  expect(because(promised({}, { ledger: [] }))).toEqual(["removal: {}"]);
  expect(because(promised({ deprecatedFor: { lines: 2 } }))).toEqual([
    "removal: { deprecatedFor: { lines: 2 } }",
  ]);
});
