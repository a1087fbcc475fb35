/** What was put back. */
export interface Restored {
  readonly restored: readonly string[];
  /** What could not be put back, with the code of why. */
  readonly failed: readonly { readonly path: string; readonly code: string }[];
}

/** How a person puts back what we do not, or cannot. */
export interface Undo {
  /** For `git restore`: they were as committed. */
  readonly restore: readonly string[];
  /** Made by the command. */
  readonly remove: readonly string[];
  /** Known to nobody but us: copies of them lie in the folder. */
  readonly copied: readonly string[];
  readonly folder?: string;
}
