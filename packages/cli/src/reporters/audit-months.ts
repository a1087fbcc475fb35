import type { AuditRelease } from "../audit.ts";
import { html } from "./escape-html.ts";

interface Month {
  readonly name: string;
  readonly all: readonly AuditRelease[];
  readonly refused: readonly AuditRelease[];
}

/** A bar's share of the width where there are few. */
const WIDEST = 5;

/** How many releases each month had, and the refused among them; a bar with some leads to the first of them. */
export function monthsChart(releases: readonly AuditRelease[]): string {
  const months = monthsOf(releases);
  const most = Math.max(...months.map(({ all }) => all.length), 1);
  const width = Math.min(100 / months.length, WIDEST);
  const bars = months.map((month, i) => barOf(month, i * width, width, most));
  const ends = [months[0], months.at(-1)].map((month) => `<span>${month?.name ?? ""}</span>`);
  return `<div class="package"><div class="head"><h3>Releases by month</h3><span>most in one month: ${most}</span></div><svg class="months" role="img" aria-label="releases by month">${bars.join("")}</svg><div class="axis">${ends.join("")}</div></div>`;
}

/** Every month from the first release to the last. */
function monthsOf(releases: readonly AuditRelease[]): readonly Month[] {
  const byMonth = Map.groupBy(releases, ({ date }) => date.slice(0, 7));
  const known = [...byMonth.keys()].toSorted();
  const [first = "", last = first] = [known[0], known.at(-1)];
  const names: string[] = [];
  for (let name = first; name !== "" && name <= last; name = after(name)) names.push(name);
  return names.map((name) => {
    const all = byMonth.get(name) ?? [];
    return { name, all, refused: all.filter(({ outcome }) => outcome === "fail") };
  });
}

function after(month: string): string {
  const [year = 0, number = 0] = month.split("-").map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, "0")}`;
}

function barOf({ name, all, refused }: Month, x: number, width: number, most: number): string {
  if (all.length === 0) return "";
  const rect = (kind: string, part: number): string =>
    `<rect class="${kind}" x="${round(x)}%" width="${round(width * 0.8)}%" y="${round(100 - (part / most) * 100)}%" height="${round((part / most) * 100)}%"/>`;
  const title = `<title>${html(name)}: ${all.length} releases, ${refused.length} refused</title>`;
  const bars = `${rect("calm", all.length)}${refused.length > 0 ? rect("refused", refused.length) : ""}`;
  const [first] = refused;
  return first === undefined
    ? `<g>${title}${bars}</g>`
    : `<a href="#c${first.commit}">${title}${bars}</a>`;
}

const round = (number: number): number => Math.round(number * 100) / 100;
