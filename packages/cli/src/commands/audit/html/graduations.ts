import { html } from "../../../formats/escape.ts";
import { count } from "../../../formats/style.ts";
import type { Audit, AuditFinding, AuditRelease } from "../release.ts";

/** A package that reached 1.0.0 by accident, and the releases after it that are refused only because of that. */
export interface Graduation {
  readonly package: string;
  readonly version: string;
  readonly commit: string;
  readonly date: string;
  readonly consequences: readonly {
    readonly release: AuditRelease;
    readonly finding: AuditFinding;
  }[];
}

/** Each accidental graduation with what followed from it, those with the most consequences first. */
export function graduationsOf(releases: readonly AuditRelease[]): readonly Graduation[] {
  const errors = releases.flatMap((release) =>
    release.findings
      .filter(({ level }) => level === "error")
      .map((finding) => ({ release, finding })),
  );
  const first = new Map<string, (typeof errors)[number]>();
  for (const one of errors) {
    const { rule, package: name = "" } = one.finding;
    if (rule === "accidental-graduation" && !first.has(name)) first.set(name, one);
  }
  return [...first]
    .map(([name, { release, finding }]) => ({
      package: name,
      version: finding.version ?? "",
      commit: release.commit,
      date: release.date,
      consequences: errors.filter(
        (one) =>
          one.finding.rule === "version-inside-track" &&
          one.finding.package === name &&
          one.release.date >= release.date,
      ),
    }))
    .toSorted((a, b) => b.consequences.length - a.consequences.length);
}

/** What the graduations lead to, in a sentence, then each with its releases folded. */
export function graduationsSection(found: readonly Graduation[], audit: Audit): string {
  const errors = audit.byRule.reduce((sum, group) => sum + group.errors, 0);
  const own = found.reduce((sum, { consequences }) => sum + 1 + consequences.length, 0);
  const verb = found.length === 1 ? "accounts" : "account";
  const head = `<h2>${count(found.length, "accidental graduation")} ${verb} for ${own} of ${count(errors, "error")}</h2>`;
  const silent = withoutConsequences(audit.releases, found).filter(
    ({ findings }) => findings.length === 0,
  );
  const anchors = new Set(silent.map(({ commit }) => commit));
  const cards = found.map((one) => graduationCard(one, audit, anchors));
  return `${head}<div class="packages">${cards.join("")}</div>`;
}

/** `anchors` are the releases that have no block of their own: the first card that shows one takes its anchor. */
function graduationCard(
  one: Graduation,
  { releases, tracks }: Audit,
  anchors: Set<string>,
): string {
  const { package: name, version, commit, date, consequences } = one;
  const track = releases.findLast(({ packages }) => packages.some((pkg) => pkg.name === name));
  const trackName = track?.packages.find((pkg) => pkg.name === name)?.track;
  const versions = tracks.find((known) => known.name === trackName)?.versions ?? "its track";
  const then =
    consequences.length === 0
      ? ""
      : `, then ${count(consequences.length, "release")} outside ${html(versions)}`;
  const items = consequences.map(
    ({ release, finding }) =>
      `<li${anchors.delete(release.commit) ? ` id="c${release.commit}"` : ""}><span class="day">${html(release.date)}</span> ${html(finding.version ?? "")} <code class="dim">${release.commit.slice(0, 10)}</code></li>`,
  );
  const list =
    items.length === 0
      ? ""
      : `<details><summary>${count(items.length, "release")}</summary><ul class="plain">${items.join("")}</ul></details>`;
  return `<div class="package"><h3><code>${html(name)}</code></h3><p><a href="#c${commit}">${html(version)} on ${html(date)}</a>${then}.</p><p class="dim">If ${html(version)} is intended, move the package to another track.</p>${list}</div>`;
}

/** The releases without the findings that a graduation's card shows. */
export function withoutConsequences(
  releases: readonly AuditRelease[],
  found: readonly Graduation[],
): readonly AuditRelease[] {
  const told = new Set(found.flatMap((one) => one.consequences.map(({ finding }) => finding)));
  return releases.map((release) => ({
    ...release,
    findings: release.findings.filter((finding) => !told.has(finding)),
  }));
}
