import { expect, test } from "vitest";
import { type SupportWindow, endedLines } from "./support-window.ts";

const RELEASES = [
  { version: "0.9.0", date: "2024-06-01" },
  { version: "1.0.0", date: "2025-01-01" },
  { version: "2.0.0", date: "2026-01-01" },
  { version: "1.4.0", date: "2026-02-01" },
  { version: "3.0.0-beta.0", date: "2026-03-01" },
  { version: "3.0.0", date: "2026-06-01" },
  { version: "3.1.0", date: "2026-08-01" },
  { version: "4.0.0-beta.0", date: "2026-09-01" },
];

const ended = (window: SupportWindow, today = "2026-10-01", releases = RELEASES) =>
  endedLines(releases, window, today)?.lines;

test("supports as many of the newest lines as the policy says, and at least one", () => {
  expect(ended({})).toEqual(["0.9.x", "1.x", "2.x"]);
  expect(ended({ lines: 2 })).toEqual(["0.9.x", "1.x"]);
  expect(ended({ lines: 4 })).toBeUndefined();
  expect(ended({}, "2026-10-01", RELEASES.slice(0, 1))).toBeUndefined();
  expect(endedLines([], {}, "2026-10-01")).toBeUndefined();
});

test("supports an older line for days after the first release of the next", () => {
  expect(ended({ days: 90 }, "2026-08-30")).toEqual(["0.9.x", "1.x"]);
  expect(ended({ days: 90 }, "2026-08-31")).toEqual(["0.9.x", "1.x", "2.x"]);
  expect(ended({ lines: 2, days: 365 }, "2027-01-01")).toEqual(["0.9.x"]);
  expect(ended({ lines: 2, days: 365 }, "2027-01-02")).toEqual(["0.9.x", "1.x"]);
});

test("does not end a line if the first day of the next is not known", () => {
  const undated = [...RELEASES, { version: "3.0.1" }];
  expect(ended({ days: 90 }, "2026-10-01", undated as typeof RELEASES)).toEqual(["0.9.x", "1.x"]);
});

test("lets the last day of a line decide alone, but never for the newest", () => {
  const until = [
    { range: "1.x", day: "2026-12-31" },
    { range: "2.x", day: "2026-09-30" },
    { range: "3.x", day: "2026-09-30" },
  ];
  expect(ended({ lines: 3, until })).toEqual(["0.9.x", "2.x"]);
  expect(ended({ lines: 3, until }, "2026-09-30")).toEqual(["0.9.x"]);
  expect(ended({ lines: 3, until }, "2027-01-01")).toEqual(["0.9.x", "1.x", "2.x"]);
});

test("names the releases of these lines in a range that npm reads, prereleases included", () => {
  const versions = (...args: Parameters<typeof endedLines>) => endedLines(...args)?.versions;
  expect(versions(RELEASES, { lines: 2 }, "2026-10-01")).toBe("<2.0.0-0");
  const until = [{ range: "1.x", day: "2027-12-31" }];
  expect(versions(RELEASES, { until }, "2026-10-01")).toBe("<1.0.0-0 || 2.x");
  const first = [{ range: "0.9.x", day: "2027-12-31" }];
  expect(versions(RELEASES, { until: first }, "2026-10-01")).toBe("1.x || 2.x");
  const early = ["0.0.1", "0.0.2", "0.1.0", "0.2.5", "0.3.0"].map((version) => ({ version }));
  expect(endedLines(early, { lines: 2 }, "2026-10-01")).toEqual({
    lines: ["0.0.1", "0.0.2", "0.1.x"],
    versions: "<0.2.0-0",
    newest: "0.3.x",
  });
  expect(versions(early, { lines: 4 }, "2026-10-01")).toBe("<0.0.2-0");
});
