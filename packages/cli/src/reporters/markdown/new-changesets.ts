import type { Report, Unreleased } from "../../report.ts";
import type { MarkdownLinks, MarkdownOptions } from "./options.ts";
import { block, link } from "./text.ts";

/** GitHub answers 414 somewhere above; it does not say where. */
const MOST_CHARACTERS = 6000;

/** Links to new changesets, each under a name that is free. */
export class NewChangesets {
  readonly #links: MarkdownLinks | undefined;
  readonly #free: string[] = [];
  readonly #taken: ReadonlySet<string>;
  #last = 0;

  constructor({ changesetPaths = [] }: Report, { links }: MarkdownOptions) {
    this.#links = links;
    this.#taken = new Set(changesetPaths.map((path) => path.toLowerCase()));
  }

  /** A link to the i-th new file; only the label where the forge has none, or it would be too long. */
  link(label: string, i: number, bumps: Readonly<Record<string, string>>): string {
    const url = this.#links?.create?.(this.#path(i), this.#text(bumps));
    return url !== undefined && url.length <= MOST_CHARACTERS ? link(label, url) : label;
  }

  /** One changeset for all of them, and the one that says that there is nothing to release. */
  forAll(packages: readonly Unreleased[]): string {
    const create = this.#links?.create;
    const least = packages.flatMap(({ name, bumps }) => {
      const bump = bumps.find(({ allowed }) => allowed)?.bump;
      return bump === undefined ? [] : [[name, bump] as const];
    });
    const text = this.#text(Object.fromEntries(least));
    const url = create?.(this.#path(0), text);
    const tooLong = url !== undefined && url.length > MOST_CHARACTERS;
    const all =
      least.length < 2 || url === undefined
        ? []
        : [link("One changeset for all of them", tooLong ? create!(this.#path(0), "") : url)];
    const nothing =
      packages.every(({ emptyCounts }) => emptyCounts) && create
        ? [this.link("Nothing to release", 0, {})]
        : [];
    const words = [...all, ...nothing].join(" · ");
    return tooLong && least.length > 1
      ? `${words}\n\n<details><summary>What to put into it</summary>\n\n${block("yaml", text)}\n\n</details>`
      : words;
  }

  #text(bumps: Readonly<Record<string, string>>): string {
    const lines = Object.entries(bumps).map(([name, bump]) => `${JSON.stringify(name)}: ${bump}\n`);
    return `---\n${lines.join("")}---\n\n${this.#links?.summary ?? ""}\n`;
  }

  #path(i: number): string {
    const stem = this.#links?.changeset ?? "release-policy";
    while (this.#free.length <= i) {
      this.#last++;
      const path = `.changeset/${stem}${this.#last === 1 ? "" : `-${this.#last}`}.md`;
      if (!this.#taken.has(path.toLowerCase())) this.#free.push(path);
    }
    return this.#free[i]!;
  }
}
