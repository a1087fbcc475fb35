import type { Report, Unreleased } from "../../report.ts";
import { NewChangesets } from "./new-changesets.ts";
import type { MarkdownOptions } from "./options.ts";
import { partsOf } from "./parts.ts";
import type { Section } from "./sections.ts";
import { ARROW, cell, count } from "./text.ts";

/** More rows with links than anybody clicks through. */
const MOST_LINKED = 20;

const HEAD = "| Changed package | Track | Add a changeset |\n| --- | --- | --- |";

/** The changed packages without a changeset, each with the changesets that its track takes. */
export function missingSection(report: Report, options: MarkdownOptions): Section {
  const { missing } = partsOf(report);
  const names = new Set(missing.map(({ package: name }) => name));
  const packages = (report.unreleased ?? []).filter(({ name }) => names.has(name));
  const files = new NewChangesets(report, options);
  const alone = packages.length === 1;
  const items = packages.map((one, i) =>
    row(one, i < MOST_LINKED ? files : undefined, alone ? 0 : i + 1),
  );
  const canBeEmpty = packages.every(({ emptyCounts }) => emptyCounts) && options.links?.create;
  const offers = [
    files.forAll(packages),
    canBeEmpty ? files.nothing("Nothing to release") : "",
  ].filter((offer) => offer !== "");
  return {
    open: [joined(offers), HEAD].filter((part) => part !== "").join("\n\n"),
    items,
    between: "\n",
    rest: (left) => `… ${count(left, "more changed package")} without a changeset`,
  };
}

/** What ends a block stands alone. */
const joined = (offers: readonly string[]): string =>
  offers
    .map((offer, i) => (i === 0 || offers[i - 1]!.endsWith("\n") ? offer : ` · ${offer}`))
    .join("")
    .trimEnd();

function row(
  { name, track, bumps }: Unreleased,
  files: NewChangesets | undefined,
  i: number,
): string {
  const allowed = bumps.filter((one) => one.allowed);
  const offers = allowed.map(({ bump, version }) => {
    const label = version === undefined ? bump : `${bump}${ARROW}${cell(version)}`;
    return files?.link(label, i, name, bump) ?? label;
  });
  const what = offers.length > 0 ? offers.join(" · ") : "nothing of it may be released now";
  return `| ${cell(name)} | ${track === undefined ? "none" : cell(track)} | ${what} |`;
}
