import type { ReportedRelease } from "../report.ts";
import { printable } from "./escape.ts";
import { paint, type Style } from "./style.ts";

const MOST_RELEASES = 25;
const BUMPS = ["major", "minor", "patch", "none"];

/** What would be released, the greatest bumps first where it is cut. */
export function planTable(releases: readonly ReportedRelease[], style: Style): string {
  const more = releases.length - MOST_RELEASES;
  const shown = more > 0 ? byBump(releases).slice(0, MOST_RELEASES) : releases;
  const rows = shown.map(({ name, from, to, bump, track, private: hidden }) => [
    printable(name),
    printable(from),
    printable(to),
    bump === "none" ? wordOf(to) : bump,
    track ?? (hidden ? "private" : "on no track"),
  ]);
  const widths = [0, 1, 2, 3].map((i) => Math.max(0, ...rows.map((row) => row[i]!.length)));
  const lines = rows.map(([name = "", from = "", to = "", bump = "", track = ""]) =>
    [
      `  ${paint(style, "bold", name.padEnd(widths[0]!))}`,
      `${from.padEnd(widths[1]!)} → ${to.padEnd(widths[2]!)}`,
      bump.padEnd(widths[3]!),
      paint(style, "dim", track),
    ].join("  "),
  );
  return [...lines, ...(more > 0 ? [`  … and ${more} more`] : [])].join("\n");
}

/** A step on the way to a number, or the one that arrives there. */
const wordOf = (to: string): string => (to.includes("-") ? "prerelease" : "stable");

const byBump = (releases: readonly ReportedRelease[]): readonly ReportedRelease[] =>
  releases.toSorted((a, b) => BUMPS.indexOf(a.bump) - BUMPS.indexOf(b.bump));
