import type { AuditFinding, AuditRelease } from "../audit.ts";
import { html, prose } from "./escape-html.ts";

/** Findings of one rule in one release that are shown, and releases of which they are. */
const MOST_FINDINGS = 10;
const MOST_RELEASES = 500;

/** A block for each release with findings, newest first; its anchor is that of the release. */
export function findingsList(releases: readonly AuditRelease[]): string {
  const told = releases
    .filter(({ findings, problem }) => findings.length > 0 || problem !== undefined)
    .toReversed();
  if (told.length === 0)
    return `<p class="dim">Nothing: the policy would have let every release pass.</p>`;
  const left = told.length - MOST_RELEASES;
  const more =
    left > 0 ? `<p class="dim">… and ${left} older releases: --format json has them all.</p>` : "";
  return `${told.slice(0, MOST_RELEASES).map(releaseBlock).join("\n")}${more}`;
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
  const left = findings.length - MOST_FINDINGS;
  return `${items.join("")}${left > 0 ? `<li class="dim">… and ${left} more</li>` : ""}`;
}
