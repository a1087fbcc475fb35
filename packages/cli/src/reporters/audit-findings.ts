import type { AuditFinding, AuditRelease } from "../audit.ts";
import { html, prose } from "./escape-html.ts";

/** Of one rule in one release: those that are seen at once, and those that one click shows. */
const FEW = 3;
const MOST_FINDINGS = 50;
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
  // One more is as long as the line that would hide it.
  if (items.length <= FEW + 1) return items.join("");
  const left = findings.length - MOST_FINDINGS;
  const last =
    left > 0 ? `<li class="dim">… and ${left} more: --format json has them all</li>` : "";
  return `${items.slice(0, FEW).join("")}<li><details><summary>and ${findings.length - FEW} more of this rule</summary><ul>${items.slice(FEW).join("")}${last}</ul></details></li>`;
}
