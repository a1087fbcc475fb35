import type { Changelogs } from "../../check/report.ts";
import { printable } from "../../formats/escape.ts";
import { type Style, count, paint, wrapped } from "../../formats/style.ts";

/** The entries, each below the path of its changelog, for people. Ends with a line break. */
export function changelogsText(changelogs: Changelogs, style: Style): string {
  const { entries, notes, left, generator } = changelogs;
  const blocks = entries.map(({ path, text }) =>
    [paint(style, "cyan", printable(path)), "", ...text.split("\n").map(printable)].join("\n"),
  );
  const within = generator?.within === undefined ? "" : ` in ${generator.within}`;
  const by =
    generator?.version === undefined
      ? []
      : [`Written by ${generator.name} ${generator.version}${within}.`];
  const more = left > 0 ? [`${count(left, "more changelog")} not shown.`] : [];
  const lines = notes.map((note) => `note: ${wrapped(note, style, 6)}`);
  const none =
    entries.length > 0 || notes.length > 0
      ? []
      : [
          changelogs.disabled
            ? "No changelogs are written (changelog: false in .changeset/config.json)."
            : "Nothing would be written.",
        ];
  return `${[...blocks, [...none, ...more, ...lines, ...(blocks.length > 0 ? by : [])].join("\n")]
    .filter((block) => block !== "")
    .join("\n\n")}\n`;
}
