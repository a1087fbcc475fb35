import { html, prose } from "../../../formats/escape.ts";
import { count } from "../../../formats/style.ts";
import { AUDIT_STYLE } from "../html/style.ts";
import { type Merged, type MergedRepository, URGENCIES, type Urgency } from "./merged.ts";
import { linesOn, repositoriesText } from "./text.ts";

/** What the page of all repositories has beyond that of one. */
const STYLE = `
.repository { border-left: 4px solid var(--line); background: var(--card); border-radius: .35rem; padding: .6rem 1rem; margin: .6rem 0; overflow-wrap: anywhere; }
.repository.now { border-color: var(--bad); } .repository.recent, .repository.past, .repository.warned { border-color: var(--warn); } .repository.fine { border-color: var(--good); }
.repository ul { margin: .3rem 0 0; padding-left: 1.1rem; font-size: .9rem; } .repository summary { padding: .3rem 0 0; color: var(--dim); font-size: .875rem; } .repository .scroll { margin-top: .3rem; } .repository td { white-space: normal; }
.repository .head { align-items: baseline; } .repository table { font-size: .85rem; } td.refused { color: var(--bad); font-weight: 600; }
h2 .number { color: var(--dim); font-weight: 400; } .tile.warn { color: inherit; } details.fine { margin-top: 2rem; } summary h2 { display: inline; }
`;

const TILES: Readonly<Record<Urgency, readonly [text: string, kind: string]>> = {
  now: ["blocked now", "bad"],
  recent: ["blocked in 90 days", "warn"],
  past: ["blocked before that", ""],
  warned: ["warnings only", ""],
  fine: ["fine", "good"],
};

/** Of a repository, on a page about all of them. */
const MOST_PACKAGES = 300;

/** The results of many repositories as one self-contained page, without scripts. */
export function mergedHtml(merged: Merged): string {
  const { day, repositories, rules, tracks } = merged;
  const groups = Map.groupBy(repositories, ({ urgency }) => urgency);
  const urgencies = Object.keys(URGENCIES) as Urgency[];
  const packages = repositories.reduce((sum, one) => sum + one.packages.length, 0);
  const releases = repositories.reduce((sum, one) => sum + one.releases, 0);
  return [
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">`,
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>Release policy of ${repositoriesText(repositories.length)}</title><style>${AUDIT_STYLE}${STYLE}</style></head><body>`,
    `<h1>${groups.get("now")?.length ?? 0} of ${repositoriesText(repositories.length)} cannot release now</h1>`,
    `<p class="dim">${html(day)}: ${count(packages, "package")} and ${count(releases, "release")}, each repository judged by its own policy.</p>`,
    `<div class="tiles">${urgencies.map((one) => urgencyTile(groups.get(one)?.length ?? 0, ...TILES[one])).join("")}</div>`,
    ...urgencies.flatMap((one) => {
      const members = groups.get(one) ?? [];
      if (members.length === 0) return [];
      const heading = `<h2 id="${one}">${headingText(URGENCIES[one])} <span class="number">${members.length}</span></h2>`;
      const cards = members.map(repositoryCard).join("\n");
      // Those with nothing to do are most, and read last.
      return [
        one === "fine"
          ? `<details class="fine"><summary>${heading}</summary>${cards}</details>`
          : `${heading}${cards}`,
      ];
    }),
    `<h2>Packages by track</h2>`,
    table(
      ["Track", "Packages", "Repositories", "Blocked versions"],
      tracks.map(({ track, packages: number, repositories: places, refused }) => [
        track === undefined ? "none" : `<code>${html(track)}</code>`,
        `${number}`,
        `${places}`,
        `${refused}`,
      ]),
    ),
    ...(rules.length === 0
      ? []
      : [
          `<h2>What would have been blocked</h2>`,
          table(
            ["Rule", "Errors", "Warnings", "Repositories", "Last"],
            rules.map(({ rule, errors, warnings, repositories: places, last }) => [
              `<code>${html(rule)}</code>`,
              `${errors}`,
              `${warnings}`,
              `${places}`,
              html(last),
            ]),
          ),
        ]),
    `</body></html>\n`,
  ].join("\n");
}

const headingText = (text: string): string => text[0]!.toUpperCase() + text.slice(1);

const urgencyTile = (number: number, text: string, kind: string): string =>
  `<div class="tile ${number > 0 ? kind : ""}"><b>${number}</b>${text}</div>`;

function repositoryCard(one: MergedRepository): string {
  const { name, urgency, packages, releases } = one;
  const lines = linesOn(one).map((line) => `<li>${prose(line)}</li>`);
  const numbers = `${count(packages.length, "package")}, ${count(releases, "release")}`;
  return `<section class="repository ${urgency}"><div class="head"><h3>${html(name)}</h3><span>${numbers}</span></div><ul>${lines.join("")}</ul>${packagesTable(one)}</section>`;
}

function packagesTable({ packages }: MergedRepository): string {
  if (packages.length === 0) return "";
  const rows = packages
    .slice(0, MOST_PACKAGES)
    .map(
      ({ name, track, version, refused }) =>
        `<tr><td><code>${html(name)}</code></td><td>${html(version)}</td><td>${track === undefined ? "none" : html(track)}</td><td class="number${refused > 0 ? " refused" : ""}">${refused}</td></tr>`,
    );
  const left = packages.length - MOST_PACKAGES;
  const more = left > 0 ? `<p class="dim">… and ${count(left, "more package")}</p>` : "";
  return `<details><summary>Packages and tracks</summary><div class="scroll"><table><thead><tr><th>Package</th><th>Version</th><th>Track</th><th class="number">Blocked</th></tr></thead><tbody>${rows.join("")}</tbody></table></div>${more}</details>`;
}

/** The first column is a name, the others are numbers or days. */
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  `<div class="scroll"><table><thead><tr>${head.map((text, i) => `<th${i === 0 ? "" : ' class="number"'}>${text}</th>`).join("")}</tr></thead><tbody>${rows
    .map(
      (cells) =>
        `<tr>${cells.map((text, i) => `<td${i === 0 ? "" : ' class="number"'}>${text}</td>`).join("")}</tr>`,
    )
    .join("")}</tbody></table></div>`;
