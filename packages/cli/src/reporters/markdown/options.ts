/** Where a reader can click. Paths are relative to the root of the workspace; the links encode them. */
export interface MarkdownLinks {
  /** A file as it is, on the side whose line is meant. */
  readonly view: (path: string, line?: number, side?: "base" | "head") => string | undefined;
  /** An editor for a file of the change. */
  readonly edit?: (path: string) => string | undefined;
  /** An editor for a new file that holds this, an empty one where it holds nothing. */
  readonly create?: (path: string, content: string) => string | undefined;
  /** The page of a rule. */
  readonly rule?: (id: string) => string | undefined;
  /** Where the report is whole. */
  readonly report?: string;
  /** What a new changeset is called, without its ending; a number follows where that is taken. */
  readonly changeset?: string;
  /** What a new changeset says. Without it, its author is told to write it. */
  readonly summary?: string;
}

export interface MarkdownOptions {
  /** How many bytes the text may have. Default: 60,000, what GitHub takes with room for a marker. */
  readonly budget?: number;
  /** The commit that was judged. */
  readonly commit?: string;
  /** The branch that it is to be merged into. */
  readonly base?: string;
  readonly links?: MarkdownLinks;
}
