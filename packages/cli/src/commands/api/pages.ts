import { html, printable } from "../../formats/escape.ts";
import { cell, code } from "../../formats/markdown/text.ts";
import { count } from "../../formats/style.ts";
import type { Apis } from "./api.ts";
import { elementName, inOrder, kindCounts, apiNotes, summaryOf } from "./text.ts";

const MOST_ROWS = 20;

/** What changed since the last release, folded, with at most 20 rows. Ends with a line break. */
export function apiMarkdown(apis: Apis): string {
  const all = apis.packages.flatMap((one) =>
    inOrder(one.differences).map((difference) => ({ name: one.name, ...difference })),
  );
  const more = all.length - MOST_ROWS;
  const notes = apiNotes(apis).map((note) => `- ${code(note)}`);
  return `${[
    `<details><summary>Public API of ${count(apis.packages.length, "package")}: ${kindCounts(all)}</summary>\n`,
    ...(all.length > 0
      ? [
          "| Package | Element | Change | Why |",
          "| --- | --- | --- | --- |",
          ...all
            .slice(0, MOST_ROWS)
            .map(
              (one) =>
                `| ${cell(one.name)} | ${cell(elementName(one))} | ${one.kind} | ${cell(one.because)} |`,
            ),
          "",
        ]
      : []),
    ...(more > 0 ? [`… ${count(more, "more change")}: run ${code("release-policy api")}\n`] : []),
    ...(notes.length > 0 ? [...notes, ""] : []),
    "</details>",
  ].join("\n")}\n`;
}

/** The same as a page that loads nothing else, with the declarations before and after. Ends with a line break. */
export function apiHtml(apis: Apis): string {
  const sections = apis.packages.map((one) => {
    const rows = inOrder(one.differences).map(
      (row) =>
        `<tr><td>${html(row.kind)}</td><td><code>${html(elementName(row))}</code></td><td>${html(row.because)}</td><td><code>${html(row.before ?? "")}</code></td><td><code>${html(row.after ?? "")}</code></td><td>${html(`${row.at.path}:${row.at.line}`)}</td></tr>`,
    );
    const table =
      rows.length > 0
        ? `<div class="scroll"><table><thead><tr><th>Change</th><th>Element</th><th>Why</th><th>Before</th><th>After</th><th>Place</th></tr></thead><tbody>${rows.join("")}</tbody></table></div>`
        : "";
    return `<h2>${html(one.name)}</h2><p>${html(summaryOf(one))}</p>${table}`;
  });
  return `${[
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">`,
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>Public API</title><style>${STYLE}</style></head><body><h1>Public API</h1>`,
    ...sections,
    ...apiNotes(apis).map((note) => `<p>Note: ${html(printable(note))}</p>`),
    `</body></html>`,
  ].join("\n")}\n`;
}

const STYLE =
  ":root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem}.scroll{overflow-x:auto}table{border-collapse:collapse}td,th{padding:.3rem .6rem;text-align:left;vertical-align:top;border-bottom:1px solid #8884}code{font-size:.9em;overflow-wrap:anywhere}";
