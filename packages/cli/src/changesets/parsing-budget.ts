/**
 * The limit of characters of all changesets for the YAML and Markdown parsers: both are far slower on hostile text,
 * and nearly every changeset needs neither.
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
