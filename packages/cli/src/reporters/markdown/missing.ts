import type { Report, Unreleased } from "../../report.ts";
import { NewChangesets } from "./new-changesets.ts";
import type { MarkdownOptions } from "./options.ts";
import { partsOf } from "./parts.ts";
import type { Section } from "./sections.ts";
import { cell, count } from "./text.ts";

/** More rows with links than anybody clicks through. */
const MOST_LINKED = 20;

/** The changed packages without a changeset, each with the changesets that its track takes. */
export function missingSections(report: Report, options: MarkdownOptions): readonly Section[] {
  const { unreleased = [] } = report;
  if (partsOf(report).missing.length === 0) return [];
  const files = new NewChangesets(report, options);
  const row = (one: Unreleased, i: number) =>
    `| ${cell(one.name)} | ${one.track === undefined ? "none" : cell(one.track)} | ${bumpsText(one, i < MOST_LINKED ? files : undefined, unreleased.length === 1 ? 0 : i + 1)} |`;
  return [
    {
      open: [
        files.forAll(unreleased),
        "| Changed package | Track | Changeset |\n| --- | --- | --- |",
      ]
        .filter((part) => part !== "")
        .join("\n\n"),
      items: unreleased.map(row),
      between: "\n",
      rest: (left) => `… and ${count(left, "changed package")} more.`,
    },
  ];
}

function bumpsText(
  { name, bumps }: Unreleased,
  files: NewChangesets | undefined,
  i: number,
): string {
  const allowed = bumps.filter((one) => one.allowed);
  if (allowed.length === 0) return "nothing may be released of it now";
  return allowed
    .map(({ bump, version }) => {
      const label = version === undefined ? bump : `${bump} → ${cell(version)}`;
      return files?.link(label, i, { [name]: bump }) ?? label;
    })
    .join(" · ");
}
