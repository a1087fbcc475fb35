/**
 * How many characters of all changesets together go to the parsers of YAML and Markdown: each takes far longer for a
 * hostile text than for what people write, and nearly every changeset needs neither.
 */
export const MOST_PARSED = 1024 * 1024;

export class ParsingBudget {
  #left = MOST_PARSED;

  /** False if there is no room for so many more. */
  take(characters: number): boolean {
    if (characters > this.#left) return false;
    this.#left -= characters;
    return true;
  }
}
