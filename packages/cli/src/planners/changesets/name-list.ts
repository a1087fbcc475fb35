import type { ChangesetsConfig } from "../../workspace/changesets/changesets-config.ts";

/**
 * The members of a group, or an ignore list, for the planner. For every package it checks whether a list includes the
 * name, and builds a text of the whole list for an error that it almost never throws: with 5,000 members that takes
 * 13 seconds. The elements and their order stay, so the plan is the same.
 */
class NameList extends Array<string> {
  /** What the planner makes of a list, such as by `filter`, is a plain array. */
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  readonly #names: ReadonlySet<string>;
  /** For messages. */
  readonly #text: string;

  constructor(names: readonly string[]) {
    super();
    for (const name of names) this.push(name);
    this.#names = new Set(names);
    const shown = names.slice(0, MOST_NAMED).join();
    const isLong = names.length > MOST_NAMED;
    this.#text = isLong ? `${shown},… (${names.length} packages)` : shown;
  }

  override includes(name: string, from = 0): boolean {
    return from === 0 ? this.#names.has(name) : super.includes(name, from);
  }

  override toString(): string {
    return this.#text;
  }

  toJSON(): string {
    return this.#text;
  }
}

const MOST_NAMED = 20;

/** The same configuration with lists that answer at once. */
export const withNameLists = (config: ChangesetsConfig): ChangesetsConfig => ({
  ...config,
  fixed: config.fixed.map((names) => new NameList(names)),
  linked: config.linked.map((names) => new NameList(names)),
  ignore: new NameList(config.ignore),
});
