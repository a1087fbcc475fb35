import { expect, test } from "vitest";
import type { AcceptedFindings } from "../../facts/accepted.ts";
import { messagesOf, pendingChanges } from "../../testing/scene.ts";
import { baselineGrown } from "./baseline-grown.ts";

type Entry = readonly [count: number, until?: string | undefined, of?: Partial<AcceptedFindings>];

const entries = (all: readonly Entry[]) =>
  all.map(([count, until = "2026-12-31", of]) => ({
    rule: "peer-range",
    package: "ui",
    file: "packages/ui/package.json",
    owner: "@ann",
    count,
    until,
    at: { path: "policies/baseline.yaml", line: 2, column: 1 },
    ...of,
  }));

/** What is reported of a change from one baseline to another. */
const grown = (before: readonly Entry[], after: readonly Entry[]): readonly string[] =>
  messagesOf(baselineGrown, {
    packages: { ui: "1.0.0" },
    facts: {
      changes: pendingChanges({ baseline: { before: entries(before), after: entries(after) } }),
    },
  });

const OF = "of `peer-range` for `ui` in `packages/ui/package.json`";

test.each<[readonly Entry[], readonly Entry[], readonly string[]]>([
  [[[1]], [[3]], [`\`2\` more findings ${OF}`]],
  [[[3]], [[1]], []],
  [[[1], [1]], [[2]], []],
  [[[2]], [[1], [1]], []],
  [[[2]], [[1], [1], [1]], [`\`1\` more finding ${OF}`]],
  [[[1]], [[1], [2]], [`\`2\` more findings ${OF}`]],
  [[[1]], [[2], [2]], [`\`1\` more finding ${OF}`, `\`2\` more findings ${OF}`]],
])("counts the findings of a baseline that changes from %j to %j", (before, after, expected) => {
  expect(grown(before, after)).toEqual(
    expected.map((more) => `error: the baseline would accept ${more}`),
  );
});

test("compares the last day of an entry with the latest that the base has", () => {
  const before: readonly Entry[] = [
    [1, "2026-12-31"],
    [1, "2026-08-31"],
  ];
  expect(grown(before, [[2, "2026-12-31"]])).toEqual([]);
  expect(grown(before, [[2, "2027-01-01"]])).toEqual([
    "error: the baseline would accept `peer-range` for `ui` in `packages/ui/package.json` until `2027-01-01` instead of `2026-12-31`",
  ]);
});

test.each<Partial<AcceptedFindings>>([
  { rule: "cadence" },
  { package: "core" },
  { file: "packages/ui/README.md" },
  { api: "createCore" },
  { version: "1.0.1" },
])("takes an entry with %j for another one", (of) => {
  expect(grown([[1, undefined, of]], [[1]])).toEqual([
    `error: the baseline would accept \`1\` more finding ${OF}`,
  ]);
});

test("leaves out a package that an entry does not name", () => {
  expect(grown([], [[1, undefined, { package: undefined }]])).toEqual([
    "error: the baseline would accept `1` more finding of `peer-range` in `packages/ui/package.json`",
  ]);
});
