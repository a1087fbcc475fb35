import type { Collected } from "./data.ts";
import type { Broken } from "./past.ts";

/** A release of the past with the rules that it breaks. */
export interface Judged {
  readonly name: string;
  readonly release: Collected;
  readonly broken: readonly Broken[];
}

/** An event with what was expected of us, in our rules, and what came. */
export interface Verdict {
  readonly id: string;
  readonly what: string;
  readonly expected: readonly string[];
  readonly actual: readonly string[];
  readonly agrees: boolean;
  readonly because: string;
}

/** A figure that is known from elsewhere. */
export interface Total {
  readonly what: string;
  readonly known: number;
  readonly found: number;
}

const INTRO = `# Histories

Made by \`pnpm histories --write\`: the releases of Dagster, Ory and Polyaxon, each judged on its
release date by the [preset](presets.md) of its own policy. What is unknown about a release (no changelog entry, no guide) is not
judged. Before Ory declared stages, the version itself decides the stage, so only breaking changes are judged. A finding
does not blame anybody: it shows what the policy would have said before the release.
`;

export function page(
  systems: Readonly<Record<string, readonly Judged[]>>,
  verdicts: readonly Verdict[],
  totals: readonly Total[],
): string {
  const parts = Object.entries(systems).map(([title, judged]) => {
    const counts = new Map<string, Set<string>>();
    for (const { name, broken } of judged)
      for (const { rule } of broken) counts.set(rule, (counts.get(rule) ?? new Set()).add(name));
    const clean = judged.filter(({ broken }) => broken.length === 0).length;
    const rows = [...counts]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(
        ([rule, names]) => `| [${rule}](rules/${rule}.md) | ${names.size} | ${some([...names])} |`,
      );
    return [
      `## ${title}`,
      `${judged.length} releases judged, ${clean} without a finding.`,
      ["| Rule | Releases | |", "| --- | ---: | --- |", ...rows].join("\n"),
    ].join("\n\n");
  });
  const known = totals.map(
    ({ what, known: wanted, found }) => `| ${what} | ${wanted} | ${found} |`,
  );
  const events = verdicts.map(
    ({ id, what, expected, actual, agrees, because }) =>
      `| ${id} | ${what} | ${expected.join(", ") || "nothing"} | ${actual.join(", ") || "nothing"} | ${agrees ? "yes" : "**no**"} | ${because} |`,
  );
  return [
    INTRO.trimEnd(),
    ...parts,
    "## Known figures",
    ["| What | Known | Found |", "| --- | ---: | ---: |", ...known].join("\n"),
    "## Events",
    `${verdicts.filter(({ agrees }) => agrees).length} of ${verdicts.length} agree.`,
    [
      "| Event | Release | Expected | Found | Agrees | |",
      "| --- | --- | --- | --- | --- | --- |",
      ...events,
    ].join("\n"),
    "",
  ].join("\n\n");
}

const some = (names: readonly string[]): string =>
  names.length > 6 ? `${names.slice(0, 5).join(", ")} …` : names.join(", ");
