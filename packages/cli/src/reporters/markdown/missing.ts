import type { Report, Unreleased } from "../../report.ts";
import { NewChangesets } from "./new-changesets.ts";
import type { MarkdownOptions } from "./options.ts";
import { partsOf } from "./parts.ts";
import type { Section } from "./sections.ts";
import { ARROW, cell, code, count } from "./text.ts";

/** More rows with links than anybody clicks through. */
const MOST_LINKED = 20;

const HEAD = "| Changed package | Add a changeset | Track |\n| --- | --- | --- |";

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
  const command = code(report.planner.id === "pnpm" ? "pnpm change" : "pnpm changeset");
  const fix = [
    `**Fix:** add a changeset, ${options.links?.create ? "by a link below or " : ""}with ${command}`,
    ...(canBeEmpty ? [`say that there is ${files.nothing("nothing to release")}`] : []),
    // The last, because a text to copy may follow it.
    ...[files.forAll(packages)].filter((offer) => offer !== ""),
  ];
  return {
    open: `${fix.join(", or ")}\n\n${HEAD}`,
    items,
    between: "\n",
    rest: (left) => `… ${count(left, "more changed package")} without a changeset`,
  };
}

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
  const none = bumps.length === 0 ? "" : "nothing of it may be released now";
  const what = offers.join(" · ") || none;
  return `| ${cell(name)} | ${what} | ${track === undefined ? "none" : cell(track)} |`;
}
