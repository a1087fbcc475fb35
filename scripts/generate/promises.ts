import { rules } from "@release-policy/core";
import { DAGSTER } from "./promises-of/dagster.ts";
import type { Kept } from "./promises-of/kept.ts";
import { ORY } from "./promises-of/ory.ts";
import { POLYAXON } from "./promises-of/polyaxon.ts";

const PAGE = "docs/promises.md";

const INTRO = `# Promises

What three published release policies promise, sentence by sentence, and what checks it: a rule, an option of the policy,
or nothing, with the reason. The policies are Ory's "Versioning and upgrades" (O), Dagster's "Releases and compatibility"
(D) and Polyaxon's "Versioning" (P). A row without a quotation follows from what the project did. The
[presets](presets.md) turn on what each policy requires, and [Histories](histories.md) judges the projects' own releases
by them.
`;

const SYSTEMS = [
  ["O", "Ory", ORY],
  ["D", "Dagster", DAGSTER],
  ["P", "Polyaxon", POLYAXON],
] as const;

/** The table of promises. Throws where a row names a rule that does not exist, or a number is missing. */
export function promisesPage(): Record<string, string> {
  const parts = SYSTEMS.map(([letter, title, own]) => {
    own.forEach(({ id }, i) => {
      if (id !== `${letter}${i + 1}`)
        throw new Error(`docs/promises.md: ${letter}${i + 1} is missing`);
    });
    const rows = own.map((row) => `| ${row.id} | ${row.quote} | ${keeps(row)} |`);
    return [`## ${title}`, "", "| | Promise | Kept by |", "| --- | --- | --- |", ...rows].join(
      "\n",
    );
  });
  return { [PAGE]: `${INTRO}\n${parts.join("\n\n")}\n` };
}

function keeps({ id, by = [], how = "" }: Kept): string {
  const links = by.map((rule) => {
    if (!rules.some((known) => known.id === rule)) throw new Error(`${id}: no rule ${rule}`);
    return `[${rule}](rules/${rule}.md)`;
  });
  return [links.join(", "), how].filter(Boolean).join(": ");
}
