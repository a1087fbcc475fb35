import type { ChangelogEntry, Changelogs } from "../../check/report.ts";
import { printable } from "../escape.ts";
import { count } from "../style.ts";
import { type Section, fitted } from "./sections.ts";
import { BUDGET, code, codeBlock, sentence } from "./text.ts";

/** So many lines of one entry are shown. */
const MOST_LINES = 60;
const MOST_CHARACTERS = 4000;

/** What will stand in the changelogs, folded: each entry as text in a code block, in which a forge finds no mark, link or mention. */
export function changelogSection({ changelogs }: { readonly changelogs?: Changelogs }): Section {
  const { entries = [], notes = [], left = 0, generator } = changelogs ?? {};
  const within = generator?.within === undefined ? "" : ` in ${code(generator.within)}`;
  const by =
    generator?.version === undefined
      ? ""
      : ` by ${code(`${generator.name} ${generator.version}`)}${within}`;
  const summary = entries.length === 0 ? "Changelogs" : count(entries.length + left, "changelog");
  const lines = [
    ...(by === "" || entries.length === 0 ? [] : [`Written${by}.`]),
    ...notes.map((note) => `**Note:** ${sentence(note)}`),
    ...(entries.length > 0 && changelogs ? [SQUASHED] : []),
  ];
  return {
    open: `<details><summary>${summary}</summary>`,
    items: [...(lines.length > 0 ? [lines.join("  \n")] : []), ...entries.map(entryBlock)],
    between: "\n\n",
    close: left > 0 ? `… ${count(left, "more changelog")}\n\n</details>` : "</details>",
    rest: (number) => `… ${count(number + left, "more changelog")}`,
  };
}

/** What no preview can know. */
const SQUASHED = "A squash or rebase gives the commits of this change new ids.";

function entryBlock({ path, text }: ChangelogEntry): string {
  const lines = text.split("\n").map(printableLine);
  const shown: string[] = [];
  let room = MOST_CHARACTERS;
  for (const line of lines.slice(0, MOST_LINES)) {
    room -= line.length + 1;
    if (room < 0) break;
    shown.push(line);
  }
  const left = lines.length - shown.length;
  const more = left > 0 ? `\n\n… ${count(left, "more line")} of this entry` : "";
  return `${code(path)}\n\n${codeBlock("markdown", shown.join("\n"))}${more}`;
}

/** A tab is as harmless in a code block as it is in a changelog. */
const printableLine = (line: string): string => line.split("\t").map(printable).join("\t");

/** The same as a page of its own, not folded. Ends with a line break. */
export function changelogsMarkdown(changelogs: Changelogs): string {
  const { open: _, close: __, ...section } = changelogSection({ changelogs });
  const body = fitted([{ ...section, open: "" }], BUDGET);
  return `${body === "" ? "Nothing would be written." : body}\n`;
}
