import type { Audit, AuditGroup, AuditRelease } from "../audit.ts";
import { AUDIT_STYLE } from "./audit-style.ts";
import { timeline, type Point, type Span } from "./audit-timeline.ts";
import { findingsList } from "./audit-findings.ts";
import { monthsChart } from "./audit-months.ts";
import { html } from "./escape-html.ts";

/** The audit as one page that asks for nothing else: no scripts, no fonts, no pictures from anywhere. */
export function auditHtml(audit: Audit): string {
  const { counts, releases, byRule, byPackage, workspace } = audit;
  const [first = "", last = ""] = [releases[0]?.date, releases.at(-1)?.date];
  const troubled = new Set(byPackage.map(({ name }) => name));
  const packages = [...pointsOf(releases)].toSorted(
    ([a], [b]) => order(a, byPackage) - order(b, byPackage) || (a < b ? -1 : 1),
  );
  const span = { start: Date.parse(first), end: Date.parse(last) };
  const cards = (wanted: boolean): string[] =>
    packages
      .filter(([name]) => troubled.has(name) === wanted)
      .map(([name, one]) => card(name, one, audit, span));
  const [marked, calm] = [cards(true), cards(false)];
  return [
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">`,
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${html(workspace)}: audit of the release policy</title><style>${AUDIT_STYLE}</style></head><body>`,
    `<h1>What would the release policy have refused?</h1>`,
    `<p class="dim">${counts.releases} releases of <b>${html(workspace)}</b> from ${html(first)} to ${html(last)}, judged as on their day by the policy of today.${partsOf(audit)}</p>`,
    `<div class="tiles">${tile(counts.refused, "releases refused", counts.refused > 0 ? "bad" : "good")}${tile(counts.warned, "releases warned of", counts.warned > 0 ? "warn" : "good")}${tile(counts.releases - counts.refused - counts.warned - counts.unjudged, "releases passed")}${tile(counts.versions, "versions")}</div>`,
    ...(releases.length > 0 ? [monthsChart(releases)] : []),
    ...(byRule.length > 0 ? [`<h2>By rule</h2>${groups("Rule", byRule)}`] : []),
    `<h2>Packages</h2><div class="legend"><span><i class="square"></i>versions of the track</span>${legend("bad", "refused")}${legend("warn", "warned of")}${legend("path", "released")}${legend("dim", "not on a track of today")}</div>`,
    `<div class="packages">${marked.join("")}</div>`,
    calm.length > 0
      ? `<details${marked.length === 0 ? " open" : ""}><summary>${calm.length} packages without a finding</summary><div class="packages">${calm.join("")}</div></details>`
      : "",
    `<h2>Findings</h2>${findingsList(releases)}</body></html>\n`,
  ].join("\n");
}

/** What was left out, and why. */
function partsOf({ counts, shallow, left }: Audit): string {
  const said = [
    [left, `${left} older releases are not judged, because the audit was stopped.`],
    [counts.unjudged, `${counts.unjudged} cannot be judged.`],
    [
      counts.early,
      `${counts.early} findings on packages that were not on a track of today do not count.`,
    ],
    [counts.standing, `${counts.standing} that the release before had already count once.`],
    [Number(shallow), "The clone is shallow: older releases are not in it."],
  ] as const;
  return said.map(([number, text]) => (number > 0 ? ` ${text}` : "")).join("");
}

const legend = (color: string, text: string): string =>
  `<span><i style="background: var(--${color})"></i>${text}</span>`;

const tile = (number: number, text: string, kind = ""): string =>
  `<div class="tile ${kind}"><b>${number}</b>${text}</div>`;

const order = (name: string, byPackage: readonly AuditGroup[]): number => {
  const index = byPackage.findIndex((group) => group.name === name);
  return index < 0 ? byPackage.length : index;
};

interface PackagePoints {
  /** Of its newest release. */
  readonly track: string | undefined;
  readonly points: readonly Point[];
}

function pointsOf(releases: readonly AuditRelease[]): ReadonlyMap<string, PackagePoints> {
  const found = releases.flatMap(({ commit, date, packages, findings: all }) =>
    packages.map(({ name, track, from, to, refused, early }) => {
      const own = all.filter((finding) => finding.package === name);
      const said = own.map(({ level, rule, message }) => `${level}[${rule}]: ${message}`);
      return { name, track, point: { commit, date, from, to, refused, early, said } };
    }),
  );
  const byName = [...Map.groupBy(found, ({ name }) => name)];
  return new Map(
    byName.map(([name, members]) => [
      name,
      { track: members.at(-1)!.track, points: members.map(({ point }) => point).toSorted(byDate) },
    ]),
  );
}

const byDate = (a: Point, b: Point): number => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0);

function card(name: string, { track, points }: PackagePoints, audit: Audit, span: Span): string {
  const { versions, majors = [] } = audit.tracks.find((one) => one.name === track) ?? {};
  const refused = points.filter((point) => point.refused).length;
  const told = [
    track === undefined ? "on no track" : `${track}${versions === undefined ? "" : ` ${versions}`}`,
    `${points.length} releases`,
    ...(refused > 0 ? [`${refused} refused`] : []),
  ].join(", ");
  const [first, last] = [span.start, span.end].map((time) =>
    new Date(time).toISOString().slice(0, 7),
  );
  return `<div class="package"><div class="head"><h3><code>${html(name)}</code></h3><span>${html(told)}</span></div>${timeline(points, majors, span)}<div class="axis"><span>${first}</span><span>${last}</span></div></div>`;
}

function groups(title: string, found: readonly AuditGroup[]): string {
  const number = (value: number | string): string => `<td class="number">${value}</td>`;
  const rows = found.map(
    ({ name, errors, warnings, releases, first, last }) =>
      `<tr><td><code>${html(name)}</code></td>${number(errors)}${number(warnings)}${number(releases)}<td class="day">${html(first)}</td><td class="day">${html(last)}</td></tr>`,
  );
  const heads = ["Errors", "Warnings", "Releases"].map((head) => `<th class="number">${head}</th>`);
  return `<div class="scroll"><table><thead><tr><th>${title}</th>${heads.join("")}<th>First</th><th>Last</th></tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
}
