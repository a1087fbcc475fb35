/** A place in a file of the workspace. `path` is relative to its root, with forward slashes; `line` and `column` count from 1. */
export interface Location {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** How many characters of the line are meant. */
  readonly length?: number;
  /** Keys from the root of a JSON file to the value that is meant; a face that can read the file computes the line from it. */
  readonly pointer?: readonly string[];
}
