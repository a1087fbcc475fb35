import { byCodeUnit } from "@release-policy/core/internal";
import { html, prose } from "../../../formats/escape.ts";
import { count } from "../../../formats/style.ts";
import {
  type Audit,
  type AuditFinding,
  type AuditGroup,
  type AuditOrigin,
  type AuditRelease,
  ORIGIN_TEXTS,
} from "../release.ts";
import { graduationsOf, withoutConsequences } from "../graduations.ts";
import { graduationsSection } from "./graduations.ts";
import { AUDIT_STYLE } from "./style.ts";
import { type Point, type Span, markShape, monthsChart, timeline } from "./timeline.ts";

/** The audit as one self-contained page: no scripts, fonts or pictures from elsewhere. */
export function auditHtml(audit: Audit): string {
  const { counts, releases, byRule, byPackage, byOrigin, workspace } = audit;
  const [first = "", last = ""] = [releases[0]?.date, releases.at(-1)?.date];
  const troubled = new Set(byPackage.map(({ name }) => name));
  const packages = [...pointsOf(releases)].toSorted(
    ([a], [b]) => order(a, byPackage) - order(b, byPackage) || byCodeUnit(a, b),
  );
  const span = { start: Date.parse(first), end: Date.parse(last) };
  const cards = (hasTrouble: boolean): string[] =>
    packages
      .filter(([name]) => troubled.has(name) === hasTrouble)
      .map(([name, one]) => card(name, one, audit, span));
  const [marked, calm] = [cards(true), cards(false)];
  const graduations = graduationsOf(releases);
  const share =
    counts.releases > 0 ? ` (${Math.round((counts.refused / counts.releases) * 100)}%)` : "";
  return [
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">`,
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${html(workspace)}: audit of the release policy</title><style>${AUDIT_STYLE}</style></head><body>`,
    `<h1>This policy would have blocked ${counts.refused} of ${count(counts.releases, "release")}${share}</h1>`,
    `<p class="dim"><b>${html(workspace)}</b>, ${html(first)} to ${html(last)}: each release is judged by today's policy as of its release date.${auditLimits(audit)}</p>`,
    ...audit.evaluated.map(
      (one) =>
        `<p>What is evaluated until ${html(one.until)} would have blocked ${one.refused} of ${count(one.releases, "release")} since ${html(one.since)}.</p>`,
    ),
    ...audit.notes.map((note) => `<p>Note: ${prose(note)}</p>`),
    `<div class="tiles">${tile(counts.refused, "blocked", counts.refused > 0 ? "bad" : "good")}${tile(counts.warned, "with warnings", counts.warned > 0 ? "warn" : "good")}${tile(counts.releases - counts.refused - counts.warned - counts.unjudged, "passed")}${tile(counts.versions, "versions")}</div>`,
    ...(graduations.length > 0 ? [graduationsSection(graduations, audit)] : []),
    ...(releases.length > 0 ? [monthsChart(releases)] : []),
    ...(byRule.length > 0 ? [`<h2>By rule</h2>${groupsTable("Rule", byRule)}`] : []),
    `<h2>Packages</h2><div class="legend"><span><i></i>versions of the track</span>${LEGEND.join("")}</div>`,
    `<div class="packages">${marked.join("")}</div>`,
    calm.length > 0
      ? `<details${marked.length === 0 ? " open" : ""}><summary>${count(calm.length, "package")} without a finding</summary><div class="packages">${calm.join("")}</div></details>`
      : "",
    `<h2>${graduations.length > 0 ? "Other findings" : "Findings"}</h2>${findingsList(withoutConsequences(releases, graduations))}`,
    ...(byOrigin.length > 0
      ? [`<h2>Not counted</h2>${byOrigin.map((one) => originList(one, releases)).join("")}`]
      : []),
    `</body></html>\n`,
  ].join("\n");
}

/** The versions that no plan made, newest first. */
function originList(
  { origin, versions, releases: number }: AuditOrigin,
  releases: readonly AuditRelease[],
): string {
  const own = releases
    .toReversed()
    .flatMap(({ date, commit, apart }) =>
      apart.filter((one) => one.origin === origin).map((one) => ({ date, commit, ...one })),
    );
  const rows = own
    .slice(0, MOST_RELEASES)
    .map(
      ({ date, commit, package: name, version, planned = "no release" }) =>
        `<tr><td class="day">${html(date)}</td><td><code>${commit.slice(0, 10)}</code></td><td><code>${html(name)}</code></td><td>${html(version)}</td><td>${html(planned)}</td></tr>`,
    );
  const left = own.length - MOST_RELEASES;
  const more = left > 0 ? `<p class="dim">… and ${left} more: --format json has them all</p>` : "";
  return `<details id="${origin}"><summary><b>${origin}</b>: ${count(versions, "version")} in ${count(number, "release")} (${html(ORIGIN_TEXTS[origin])})</summary><div class="scroll"><table><thead><tr><th>Day</th><th>Commit</th><th>Package</th><th>Written</th><th>Planned</th></tr></thead><tbody>${rows.join("")}</tbody></table></div>${more}</details>`;
}

/** What was left out, and why. */
function auditLimits({ counts, shallow, left }: Audit): string {
  const sentences = [
    [left, `${count(left, "older release")} not included, because the audit was stopped.`],
    [counts.unjudged, `${counts.unjudged} could not be judged.`],
    [
      counts.early,
      `${counts.early} findings on versions from before the package reached its track are not counted.`,
    ],
    [
      counts.standing,
      `${counts.standing} findings that the previous release already had are counted once.`,
    ],
    [Number(shallow), "The clone is shallow, so older releases are missing."],
  ] as const;
  return sentences.map(([number, text]) => (number > 0 ? ` ${text}` : "")).join("");
}

/** The marks of a timeline: a shape for each, so that colours alone do not matter. */
const LEGEND = (
  [
    ["refused", "blocked"],
    ["warned", "with warnings"],
    ["ok", "released"],
    ["early", "not on its track yet"],
  ] as const
).map(([kind, text]) => `<span><svg class="sign">${markShape(kind)}</svg>${text}</span>`);

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
      const sentences = own.map(({ level, rule, message }) => `${level}[${rule}]: ${message}`);
      return {
        name,
        track,
        point: { commit, date, from, to, refused, early, messages: sentences },
      };
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

const byDate = (a: Point, b: Point): number => byCodeUnit(a.date, b.date);

function card(name: string, { track, points }: PackagePoints, audit: Audit, span: Span): string {
  const { versions, majors = [] } = audit.tracks.find((one) => one.name === track) ?? {};
  const refused = points.filter((point) => point.refused).length;
  const facts = [
    track === undefined
      ? "not on a track"
      : `${track}${versions === undefined ? "" : ` ${versions}`}`,
    count(points.length, "release"),
    ...(refused > 0 ? [`${refused} blocked`] : []),
  ].join(", ");
  const [first, last] = [span.start, span.end].map((time) =>
    new Date(time).toISOString().slice(0, 7),
  );
  return `<div class="package"><div class="head"><h3><code>${html(name)}</code></h3><span>${html(facts)}</span></div>${timeline(points, majors, span)}<div class="axis"><span>${first}</span><span>${last}</span></div></div>`;
}

function groupsTable(title: string, found: readonly AuditGroup[]): string {
  const number = (value: number | string): string => `<td class="number">${value}</td>`;
  const rows = found.map(
    ({ name, errors, warnings, releases, first, last }) =>
      `<tr><td><code>${html(name)}</code></td>${number(errors)}${number(warnings)}${number(releases)}<td class="day">${html(first)}</td><td class="day">${html(last)}</td></tr>`,
  );
  const heads = ["Errors", "Warnings", "Releases"].map((head) => `<th class="number">${head}</th>`);
  return `<div class="scroll"><table class="groups"><thead><tr><th>${title}</th>${heads.join("")}<th class="day">First</th><th class="day">Last</th></tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
}

/** Of one rule in one release: those that are seen at once, and those that one click shows. */
const FEW = 3;
const MOST_FINDINGS = 50;
const MOST_RELEASES = 500;

/** A block for each release with findings, newest first; its anchor is that of the release. */
function findingsList(releases: readonly AuditRelease[]): string {
  const facts = releases
    .filter(({ findings, problem }) => findings.length > 0 || problem !== undefined)
    .toReversed();
  if (facts.length === 0)
    return `<p class="dim">None: the policy would have allowed every release.</p>`;
  const left = facts.length - MOST_RELEASES;
  const more =
    left > 0 ? `<p class="dim">… and ${left} older releases: --format json has them all.</p>` : "";
  return `${facts.slice(0, MOST_RELEASES).map(releaseBlock).join("\n")}${more}`;
}

function releaseBlock({ commit, date, subject, findings, problem, outcome }: AuditRelease): string {
  const head = `<h3><span class="day">${html(date)}</span> <code class="dim">${commit.slice(0, 10)}</code> ${html(subject)}</h3>`;
  if (problem !== undefined)
    return `<section class="release" id="c${commit}">${head}<p class="dim">Not judged: ${prose(problem)}</p></section>`;
  const rules = Map.groupBy(findings, ({ rule, level }) => `${level} ${rule}`).values();
  return `<section class="release ${outcome}" id="c${commit}">${head}<ul>${[...rules].map(ruleItems).join("")}</ul></section>`;
}

function ruleItems(findings: readonly AuditFinding[]): string {
  const items = findings.slice(0, MOST_FINDINGS).map(({ level, rule, message, chain }) => {
    const why = chain === undefined ? "" : `<br><span class="dim">${html(chain)}</span>`;
    return `<li><code class="${level}">${html(rule)}</code> ${prose(message)}${why}</li>`;
  });
  // One more is as long as the line that would hide it.
  if (items.length <= FEW + 1) return items.join("");
  const left = findings.length - MOST_FINDINGS;
  const last =
    left > 0 ? `<li class="dim">… and ${left} more: --format json has them all</li>` : "";
  return `${items.slice(0, FEW).join("")}<li><details><summary>and ${findings.length - FEW} more of this rule</summary><ul>${items.slice(FEW).join("")}${last}</ul></details></li>`;
}
