import { html } from "../../../formats/escape.ts";
import { count } from "../../../formats/style.ts";
import { type Graduation, shapeOfTrack, undoneText, withoutConsequences } from "../graduations.ts";
import type { Audit } from "../release.ts";

/** The consequences of graduations in a sentence, then each with its releases folded. */
export function graduationsSection(found: readonly Graduation[], audit: Audit): string {
  const errors = audit.byRule.reduce((sum, group) => sum + group.errors, 0);
  const own = found.reduce((sum, { consequences }) => sum + 1 + consequences.length, 0);
  const verb = found.length === 1 ? "accounts" : "account";
  const head = `<h2>${count(found.length, "accidental graduation")} ${verb} for ${own} of ${count(errors, "error")}</h2>`;
  const onlyConsequences = withoutConsequences(audit.releases, found).filter(
    ({ findings }) => findings.length === 0,
  );
  const anchors = new Set(onlyConsequences.map(({ commit }) => commit));
  const cards = found.map((one) => graduationCard(one, audit, anchors));
  return `${head}<div class="packages">${cards.join("")}</div>`;
}

/** `anchors` are the releases that have no block of their own: the first card that shows one takes its anchor. */
function graduationCard(
  one: Graduation,
  { releases, tracks }: Audit,
  anchors: Set<string>,
): string {
  const { package: name, version, commit, date, undone, consequences } = one;
  const versions = shapeOfTrack(name, releases, tracks);
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
  return `<div class="package"><h3><code>${html(name)}</code></h3><p><a href="#c${commit}">${html(version)} on ${html(date)}</a>${html(undoneText(date, undone))}${then}.</p><p class="dim">If ${html(version)} is intended, move the package to another track.</p>${list}</div>`;
}
