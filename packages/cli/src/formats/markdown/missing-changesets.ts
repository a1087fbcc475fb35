import { count } from "../style.ts";
import type { Report, Unreleased } from "../../check/report.ts";
import { printable } from "../escape.ts";
import { missingChangesets } from "./finding-sections.ts";
import type { Section } from "./sections.ts";
import {
  ARROW,
  type MarkdownLinks,
  type MarkdownOptions,
  bytesOf,
  cell,
  code,
  codeBlock,
  freePaths,
  isPlain,
  link,
  tooLong,
} from "./text.ts";

/** More rows with links than people click through. */
const MOST_LINKED = 20;

const HEAD = "| Changed package | Add a changeset | Track |\n| --- | --- | --- |";

/** The changed packages without a changeset, each with the changesets that its track takes. */
export function missingSection(report: Report, options: MarkdownOptions): Section {
  const { missing } = missingChangesets(report);
  const names = new Set(missing.map(({ package: name }) => name));
  const packages = (report.unreleased ?? []).filter(({ name }) => names.has(name));
  const files = new NewChangesets(report, options);
  const alone = packages.length === 1;
  const items = packages.map((one, i) =>
    missingRow(one, i < MOST_LINKED ? files : undefined, alone ? 0 : i + 1),
  );
  const canBeEmpty = packages.every(({ emptyCounts }) => emptyCounts) && options.links?.create;
  const command = code(
    report.planner.id === "pnpm" ? "pnpm change" : `${report.runner ?? "pnpm"} changeset`,
  );
  const fix = [
    `**Fix:** add a changeset, ${options.links?.create ? "by a link below or " : ""}with ${command}`,
    ...(canBeEmpty ? [`declare that there is ${files.nothing("nothing to release")}`] : []),
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

function missingRow(
  { name, track, bumps }: Unreleased,
  files: NewChangesets | undefined,
  i: number,
): string {
  const allowed = bumps.filter((one) => one.allowed);
  const offers = allowed.map(({ bump, version }) => {
    const label = version === undefined ? bump : `${bump}${ARROW}${cell(version)}`;
    return files?.link(label, i, name, bump) ?? label;
  });
  const none = bumps.length === 0 ? "" : "cannot be released now";
  const what = offers.join(" · ") || none;
  return `| ${cell(name)} | ${what} | ${track === undefined ? "none" : cell(track)} |`;
}

/** The limit in bytes for a text to copy; for more packages the command line is better. */
const MOST_COPIED = 15_000;

/** Links to new changesets, each under a name that is free. */
class NewChangesets {
  readonly #links: MarkdownLinks | undefined;
  readonly #path: (i: number) => string;

  constructor({ changesetPaths = [] }: Report, { links }: MarkdownOptions) {
    this.#links = links;
    this.#path = freePaths(`.changeset/${links?.changeset ?? "new"}.md`, changesetPaths);
  }

  /** A link to the i-th new file; only the label if the forge has none, or its content would be hidden. */
  link(label: string, i: number, name: string, bump: string): string {
    const url = this.#links?.create?.(this.#path(i), this.#text([[name, bump]]));
    return tooLong(url) || !isPlain(name) ? label : link(label, url);
  }

  /** The changeset that says that there is nothing to release. */
  nothing(label: string): string {
    return link(label, this.#links?.create?.(this.#path(0), "---\n---\n"));
  }

  /** One changeset for all of them, each with its smallest allowed bump; empty if that would not help. */
  forAll(packages: readonly Unreleased[]): string {
    const create = this.#links?.create;
    const least = packages.flatMap(({ name, bumps }) => {
      const bump = bumps.find(({ allowed }) => allowed)?.bump;
      return bump === undefined || !isPlain(name) ? [] : [[name, bump] as const];
    });
    if (least.length < 2 || !create) return "";
    const words = new Set(least.map(([, bump]) => bump));
    const what = words.size === 1 ? `a ${[...words].join()}` : "the smallest bump";
    const label = `${what} for ${least.length === packages.length ? "all " : `${least.length} of `}${packages.length}`;
    const text = this.#text(least);
    const url = create(this.#path(0), text);
    if (!tooLong(url)) return link(label, url);
    if (bytesOf(text) > MOST_COPIED) return "";
    const empty = link(label, create(this.#path(0), ""));
    return `${empty} with this content:\n\n<details><summary>Text to copy</summary>\n\n${codeBlock("yaml", text.trimEnd())}\n\n</details>`;
  }

  #text(bumps: readonly (readonly [string, string])[]): string {
    const lines = bumps.map(([name, bump]) => `${JSON.stringify(name)}: ${bump}\n`);
    const summary = printable(this.#links?.summary?.replaceAll(/\s+/g, " ").trim() ?? "");
    return `---\n${lines.join("")}---\n\n${summary}\n`;
  }
}
