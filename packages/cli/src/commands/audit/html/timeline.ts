import { html } from "../../../formats/escape.ts";
import { count } from "../../../formats/style.ts";
import type { AuditRelease } from "../release.ts";

/** One version of a package, with the release that made it. */
export interface Point extends Pick<AuditRelease, "commit" | "date"> {
  readonly from: string;
  readonly to: string;
  readonly refused: boolean;
  readonly early: boolean;
  /** What the policy says of it, a line each. */
  readonly messages: readonly string[];
}

/** Days, in milliseconds. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Versions of a package over time: a line at each major, the band of those that its track takes, and a mark on each
 * refused release. Every place is a share of the width, so that it fits a telephone and a wall.
 */
export function timeline(points: readonly Point[], allowed: readonly number[], span: Span): string {
  const heights = points.map(({ to }) => heightOf(to, points));
  const bottom = Math.floor(Math.min(...heights));
  const top = Math.max(Math.ceil(Math.max(...heights) + 0.01), bottom + 1);
  const y = (height: number): number => ((top - height) / (top - bottom)) * 100;
  const x = (date: string): number =>
    ((Date.parse(date) - span.start) / Math.max(span.end - span.start, 1)) * 100;
  const majors = Array.from({ length: top - bottom }, (_, i) => bottom + i);
  const bands = majors
    .filter((major) => allowed.includes(major))
    .map((major) => {
      const share = 100 / (top - bottom);
      return `<rect class="band" x="0" width="100%" y="${toTenths(y(major + 1))}%" height="${toTenths(share)}%"/>`;
    });
  const every = Math.ceil(majors.length / 6);
  const lines = majors
    .filter((major) => (major - bottom) % every === 0)
    .map((major) => {
      const at = toTenths(y(major));
      return `<line class="grid" x1="0" x2="100%" y1="${at}%" y2="${at}%"/><text x="-8" y="${at}%" dy="3">${major}.0</text>`;
    });
  const steps = points.map(
    ({ date }, i) =>
      `${i === 0 ? "M" : "H"}${toTenths(x(date) * 10)}${i === 0 ? " " : "V"}${toTenths(y(heights[i]!))}`,
  );
  const places = points.map(
    ({ date }, i) => [toTenths(x(date)), toTenths(y(heights[i]!))] as const,
  );
  const many = points.length > MOST_DOTS;
  const dots = many
    ? places.map(([at, height]) => `M${toTenths(at * 10)} ${height}h0`).join("")
    : "";
  const path = `<svg viewBox="0 0 1000 100" preserveAspectRatio="none" width="100%" height="100%"><path class="line" d="${steps.join("")}"/>${many ? `<path class="dots" d="${dots}"/>` : ""}</svg>`;
  // Refused releases are drawn above allowed ones.
  const marks = points
    .map((point, i) => ({ point, place: places[i]! }))
    .filter(({ point }) => !many || isMarked(point))
    .toSorted((a, b) => Number(isMarked(a.point)) - Number(isMarked(b.point)))
    .map(({ point, place }) => markOf(point, ...place));
  return `<svg class="timeline" role="img" aria-label="versions over time"><svg width="100%" height="100%" class="plot">${[...bands, ...lines, path, ...marks].join("")}</svg></svg>`;
}

/** Of more releases than these, those without a finding have no text of their own: a page that opens at once. */
const MOST_DOTS = 120;

const isMarked = ({ refused, messages }: Point): boolean => refused || messages.length > 0;

/** The fraction of a major by its minors, so that 1.9 is always below 2.0. */
function heightOf(version: string, points: readonly Point[]): number {
  const { major, minor, patch } = numbers(version);
  const same = points.map(({ to }) => numbers(to)).filter((one) => one.major === major);
  const minors = Math.max(...same.map((one) => one.minor)) + 1;
  const patches = Math.max(...same.map((one) => one.patch)) + 1;
  return major + (minor + patch / patches) / minors;
}

const numbers = (version: string): { major: number; minor: number; patch: number } => {
  const [major = 0, minor = 0, patch = 0] = version.split(/[.+-]/, 3).map((part) => Number(part));
  return { major, minor, patch };
};

function markOf(point: Point, x: number, y: number): string {
  const { commit, date, from, to, refused, early, messages } = point;
  const title = `<title>${html(`${date}: ${from} → ${to}`)}${messages
    .slice(0, 5)
    .map((line) => `\n${html(line)}`)
    .join("")}</title>`;
  const kind = refused ? "refused" : messages.length > 0 ? "warned" : early ? "early" : "ok";
  const mark = `<svg class="mark" x="${x}%" y="${y}%">${markShape(kind, title)}</svg>`;
  return isMarked(point) ? `<a href="#c${commit}">${mark}</a>` : mark;
}

/** A mark around the point 0, 0: a diamond for what is refused, a triangle for a warning, else a dot. */
export function markShape(kind: "refused" | "warned" | "early" | "ok", title = ""): string {
  const shape = { refused: "M0-6 6 0 0 6-6 0Z", warned: "M0-6 6 5H-6Z" }[kind as string];
  return shape === undefined
    ? `<circle class="${kind}" r="2.5">${title}</circle>`
    : `<path class="${kind}" d="${shape}">${title}</path>`;
}

const toTenths = (number: number): number => Math.round(number * 10) / 10;

interface Month {
  readonly name: string;
  readonly all: readonly AuditRelease[];
  readonly refused: readonly AuditRelease[];
}

/** A bar's share of the width if there are few. */
const WIDEST = 5;

/** The number of releases and refusals in each month; a bar with refusals links to the first. */
export function monthsChart(releases: readonly AuditRelease[]): string {
  const months = monthsOf(releases);
  const most = Math.max(...months.map(({ all }) => all.length), 1);
  const width = Math.min(100 / months.length, WIDEST);
  const bars = months.map((month, i) => barOf(month, i * width, width, most));
  const ends = new Set([months[0], months.at(-1)].map((month) => month?.name ?? ""));
  const labels = [...ends].map((name) => `<span>${name}</span>`);
  return `<div class="package"><div class="head"><h3>Releases by month</h3><span>most in one month: ${most}</span></div><svg class="months" role="img" aria-label="releases by month">${bars.join("")}</svg><div class="axis" style="width:${toHundredths(months.length * width)}%">${labels.join("")}</div></div>`;
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
    `<rect class="${kind}" x="${toHundredths(x)}%" width="${toHundredths(width * 0.8)}%" y="${toHundredths(100 - (part / most) * 100)}%" height="${toHundredths((part / most) * 100)}%"/>`;
  const title = `<title>${html(name)}: ${count(all.length, "release")}, ${refused.length} blocked</title>`;
  const bars = `${rect("calm", all.length)}${refused.length > 0 ? rect("refused", refused.length) : ""}`;
  const [first] = refused;
  return first === undefined
    ? `<g>${title}${bars}</g>`
    : `<a href="#c${first.commit}">${title}${bars}</a>`;
}

const toHundredths = (number: number): number => Math.round(number * 100) / 100;
