import { expect, test } from "vitest";
import { monthsChart, timeline, type Point } from "../../src/commands/audit/html/timeline.ts";
import type { AuditRelease } from "../../src/commands/audit/release.ts";

const DAY = 86_400_000;
const START = Date.parse("2026-01-01");
const SPAN = { start: START, end: START + 100 * DAY };

const point = (day: number, to: string, over: Partial<Point> = {}): Point => ({
  commit: `${day}a`,
  date: new Date(START + day * DAY).toISOString().slice(0, 10),
  from: "0.0.0",
  to,
  refused: false,
  early: false,
  messages: [],
  ...over,
});

/** The attributes of each element of a class, in order. */
const marksIn = (svg: string): readonly string[] =>
  [...svg.matchAll(/<svg class="mark" x="(.*?)%" y="(.*?)%"><\w+ class="(\w+)"/g)].map(
    ([, x, y, kind]) => `${kind} at ${x}, ${y}`,
  );

test("a release is as far right as its day and as high as its version", () => {
  const svg = timeline([point(0, "0.1.0"), point(50, "0.2.1"), point(100, "1.0.0")], [], SPAN);
  expect(marksIn(svg)).toEqual(["ok at 0, 83.3", "ok at 50, 58.3", "ok at 100, 50"]);
  expect(svg).toContain('class="line" d="M0 83.3H500V58.3H1000V50"');
});

test("the minors and patches of a major stay below the next one", () => {
  const svg = timeline([point(0, "1.9.0"), point(1, "1.9.1"), point(2, "2.0.0")], [], SPAN);
  expect(marksIn(svg)).toEqual(["ok at 0, 55", "ok at 1, 52.5", "ok at 2, 50"]);
});

test("a single release at the start has a place, too", () => {
  const svg = timeline([point(0, "1.0.0")], [], { start: START, end: START });
  expect(marksIn(svg)).toEqual(["ok at 0, 100"]);
});

test("each major that the track allows is a band, and each major has a line with its number", () => {
  const svg = timeline([point(0, "0.1.0"), point(100, "2.0.0")], [1, 2], SPAN);
  expect(svg.match(/<rect class="band".*?>/g)).toEqual([
    '<rect class="band" x="0" width="100%" y="33.3%" height="33.3%"/>',
    '<rect class="band" x="0" width="100%" y="0%" height="33.3%"/>',
  ]);
  expect(svg.match(/<line.*?<\/text>/g)).toEqual([
    '<line class="grid" x1="0" x2="100%" y1="100%" y2="100%"/><text x="-8" y="100%" dy="3">0.0</text>',
    '<line class="grid" x1="0" x2="100%" y1="66.7%" y2="66.7%"/><text x="-8" y="66.7%" dy="3">1.0</text>',
    '<line class="grid" x1="0" x2="100%" y1="33.3%" y2="33.3%"/><text x="-8" y="33.3%" dy="3">2.0</text>',
  ]);
});

test("of many majors, at most six have a line", () => {
  const svg = timeline([point(0, "3.0.0"), point(100, "14.0.0")], [], SPAN);
  expect([...svg.matchAll(/>(\d+)\.0</g)].map(([, major]) => major)).toEqual([
    "3",
    "5",
    "7",
    "9",
    "11",
    "13",
  ]);
});

test("a refused release, a warning and an early version have their own marks, the refused ones last", () => {
  const svg = timeline(
    [
      point(0, "0.1.0", { refused: true, messages: ["too <early>", "2", "3", "4", "5", "6"] }),
      point(10, "0.2.0", { messages: ["odd"] }),
      point(20, "0.3.0", { early: true }),
    ],
    [],
    SPAN,
  );
  expect(marksIn(svg)).toEqual(["early at 20, 25", "refused at 0, 75", "warned at 10, 50"]);
  expect(svg).toContain(
    "<title>2026-01-01: 0.0.0 → 0.1.0\ntoo &#60;early&#62;\n2\n3\n4\n5</title>",
  );
  expect(svg.match(/<a href="#\w+">/g)).toEqual(['<a href="#c0a">', '<a href="#c10a">']);
});

test.each([
  [120, 120, 0],
  [121, 1, 121],
])("of %i releases, %i have a mark and %i are only dots", (releases, marks, dots) => {
  const points = Array.from({ length: releases }, (_, i) =>
    point(i, `1.${i}.0`, { refused: i === 3 }),
  );
  const svg = timeline(points, [], SPAN);
  expect(marksIn(svg)).toHaveLength(marks);
  expect(/class="dots" d="(.*?)"/.exec(svg)?.[1]?.match(/M[\d.]+ [\d.]+h0/g) ?? []).toHaveLength(
    dots,
  );
});

const release = (date: string, outcome: AuditRelease["outcome"] = "pass") =>
  ({ date, outcome, commit: `of-${date}`, findings: [], packages: [] }) as unknown as AuditRelease;

test("the chart of months has a bar for each month, with what was refused of it", () => {
  const chart = monthsChart([
    release("2025-11-03"),
    release("2025-11-20", "fail"),
    release("2026-01-09"),
  ]);
  expect(chart.match(/<(?:a|g)\b.*?<\/(?:a|g)>/g)).toEqual([
    '<a href="#cof-2025-11-20"><title>2025-11: 2 releases, 1 blocked</title><rect class="calm" x="0%" width="4%" y="0%" height="100%"/><rect class="refused" x="0%" width="4%" y="50%" height="50%"/></a>',
    '<g><title>2026-01: 1 release, 0 blocked</title><rect class="calm" x="10%" width="4%" y="50%" height="50%"/></g>',
  ]);
  expect(chart).toContain("most in one month: 2");
  // The last month stands below the last bar.
  expect(chart).toContain(
    '<div class="axis" style="width:15%"><span>2025-11</span><span>2026-01</span>',
  );
});

test("without releases, the chart of months is empty", () => {
  expect(monthsChart([])).toContain('aria-label="releases by month"></svg>');
});
