import { expect, test } from "vitest";
import type { Report } from "../../src/index.ts";
import { plain } from "../../src/formats/escape.ts";
import { packageNames, shortBlock } from "../../src/formats/finding.ts";

type Finding = Report["findings"][number];

const finding = (i: number): Finding => ({
  rule: "received-bump",
  level: "error",
  package: `p${i}`,
  version: "1.0.0",
  message: ["too large"],
  help: ["lower it"],
  at: { path: ".changeset/a.md", line: i + 1, column: 1 },
  chain: [],
});
const findings = (number: number) => Array.from({ length: number }, (_, i) => finding(i));

test.each([
  [1, "`p0 1.0.0`"],
  [3, "`p0 1.0.0`, `p1 1.0.0`, `p2 1.0.0`"],
  [4, "`p0 1.0.0`, `p1 1.0.0` and 2 more"],
])("of %i packages, two are named, and a third in place of '1 more'", (number, expected) => {
  expect(plain(packageNames(findings(number), 2))).toBe(expected);
});

test("a finding of no package or version is named, too", () => {
  const { package: _, version: __, ...nameless } = finding(0);
  expect(plain(packageNames([nameless]))).toBe("`another`");
});

test.each([
  [3, 3, false],
  [4, 4, false],
  [5, 3, true],
])("of %i equal findings elsewhere, %i are named", (number, named, isCut) => {
  const like = findings(number).map(
    (one) => ({ level: "error", lead: [one], others: [] }) as const,
  );
  const group = { level: "error", lead: [finding(9)], others: [] } as const;
  const text = shortBlock(group, like, { color: false, width: 100 });
  expect(text.match(/same: +p\d 1\.0\.0 in \.changeset\/a\.md:\d/g)).toHaveLength(named);
  expect(text.includes(`same:   … and ${number - 3} more`)).toBe(isCut);
});
