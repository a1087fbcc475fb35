import type { Report, Unreleased } from "../../report.ts";
import { printable } from "../escape.ts";
import { freePaths } from "./free-paths.ts";
import type { MarkdownLinks, MarkdownOptions } from "./options.ts";
import { block, bytesOf, isPlain, link, tooLong } from "./text.ts";

/** Bytes of a text that somebody copies; for more packages the command line has a better way. */
const MOST_COPIED = 15_000;

/** Links to new changesets, each under a name that is free. */
export class NewChangesets {
  readonly #links: MarkdownLinks | undefined;
  readonly #path: (i: number) => string;

  constructor({ changesetPaths = [] }: Report, { links }: MarkdownOptions) {
    this.#links = links;
    this.#path = freePaths(`.changeset/${links?.changeset ?? "new"}.md`, changesetPaths);
  }

  /** A link to the i-th new file; only the label where the forge has none, or nobody could see what is in it. */
  link(label: string, i: number, name: string, bump: string): string {
    const url = this.#links?.create?.(this.#path(i), this.#text([[name, bump]]));
    return tooLong(url) || !isPlain(name) ? label : link(label, url);
  }

  /** The changeset that says that there is nothing to release. */
  nothing(label: string): string {
    return link(label, this.#links?.create?.(this.#path(0), "---\n---\n"));
  }

  /** One changeset for all of them, each with the smallest bump that it takes; empty where that is no help. */
  forAll(packages: readonly Unreleased[]): string {
    const create = this.#links?.create;
    const least = packages.flatMap(({ name, bumps }) => {
      const bump = bumps.find(({ allowed }) => allowed)?.bump;
      return bump === undefined || !isPlain(name) ? [] : [[name, bump] as const];
    });
    if (least.length < 2 || !create) return "";
    const words = new Set(least.map(([, bump]) => bump));
    const what = words.size === 1 ? `A ${[...words].join()}` : "The smallest bump";
    const label = `${what} for ${least.length === packages.length ? "all " : ""}${least.length}`;
    const text = this.#text(least);
    const url = create(this.#path(0), text);
    if (!tooLong(url)) return link(label, url);
    if (bytesOf(text) > MOST_COPIED) return "";
    const empty = link(label, create(this.#path(0), ""));
    return `${empty}, with this in it:\n\n<details><summary>Text to copy</summary>\n\n${block("yaml", text.trimEnd())}\n\n</details>\n\n`;
  }

  #text(bumps: readonly (readonly [string, string])[]): string {
    const lines = bumps.map(([name, bump]) => `${JSON.stringify(name)}: ${bump}\n`);
    const summary = printable(this.#links?.summary?.replaceAll(/\s+/g, " ").trim() ?? "");
    return `---\n${lines.join("")}---\n\n${summary}\n`;
  }
}
