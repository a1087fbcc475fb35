import { entities, printable } from "../../../formats/escape.ts";
import { type Style, count, paint, wrapped } from "../../../formats/style.ts";
import { type Merged, type MergedRepository, URGENCIES, mergedHeadline } from "./merged.ts";

const COLORS = {
  now: "red",
  recent: "yellow",
  past: "yellow",
  warned: "yellow",
  fine: "green",
} as const;

/** The results of many repositories for people. Ends with a line break. */
export function mergedText(merged: Merged, style: Style): string {
  const { repositories, rules, tracks } = merged;
  const width = Math.max(...repositories.map(({ name }) => printable(name).length), 4);
  const groups = Map.groupBy(repositories, ({ urgency }) => urgency);
  const blocks = [
    paint(style, "bold", mergedHeadline(merged)),
    ...[...groups].map(([urgency, members]) =>
      [
        paint(style, [COLORS[urgency], "bold"], URGENCIES[urgency]),
        ...members.map((one) => {
          const lines = linesOn(one);
          const [first = "", ...more] = lines.map((line) =>
            wrapped([line.replaceAll("`", "")], style, width + 4),
          );
          return [
            `  ${printable(one.name).padEnd(width)}  ${first}`,
            ...more.map((line) => `${" ".repeat(width + 4)}${line}`),
          ].join("\n");
        }),
      ].join("\n"),
    ),
    [
      paint(style, "cyan", "packages by track"),
      ...tracks.map(
        ({ track = "none", packages, repositories: number, refused }) =>
          `  ${printable(track)}: ${count(packages, "package")} in ${repositoriesText(number)}${refused > 0 ? `, ${count(refused, "blocked version")}` : ""}`,
      ),
    ].join("\n"),
    rules.length === 0
      ? ""
      : [
          paint(style, "cyan", "by rule"),
          ...rules.map(
            ({ rule, errors, warnings, repositories: number, last }) =>
              `  ${printable(rule)}: ${count(errors, "error")}, ${count(warnings, "warning")} in ${repositoriesText(number)}, the last on ${printable(last)}`,
          ),
        ].join("\n"),
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

/** The reasons, else that there are none, and what was left out. */
export function linesOn({ why, missing, releases, warned }: MergedRepository): readonly string[] {
  const passed = `${count(releases, "release")} allowed${warned > 0 ? `, ${warned} with warnings` : ""}`;
  return [...(why.length > 0 ? why : releases > 0 ? [passed] : []), ...missing];
}

export const repositoriesText = (number: number): string =>
  number === 1 ? "1 repository" : `${number} repositories`;

/** The same for the summary of a job, or an issue. Ends with a line break. */
export function mergedMarkdown(merged: Merged): string {
  const { repositories, rules, tracks } = merged;
  return [
    "# Release policy of many repositories",
    `**${mergedHeadline(merged)}**`,
    tableOf(
      ["Urgency", "Repository", "What"],
      repositories.map((one) => [URGENCIES[one.urgency], one.name, linesOn(one).join("; ")]),
    ),
    tableOf(
      ["Track", "Packages", "Repositories", "Blocked versions"],
      tracks.map(({ track = "none", packages, repositories: number, refused }) => [
        track,
        `${packages}`,
        `${number}`,
        `${refused}`,
      ]),
    ),
    tableOf(
      ["Rule", "Errors", "Warnings", "Repositories", "Last"],
      rules.map(({ rule, errors, warnings, repositories: number, last }) => [
        rule,
        `${errors}`,
        `${warnings}`,
        `${number}`,
        last,
      ]),
    ),
  ]
    .filter((part) => part !== "")
    .join("\n\n")
    .concat("\n");
}

const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  rows.length === 0
    ? ""
    : [head, head.map(() => "---"), ...rows.map((row) => row.map(entities))]
        .map((cells) => `| ${cells.join(" | ")} |`)
        .join("\n");
