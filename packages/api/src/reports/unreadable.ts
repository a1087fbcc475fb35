import { CannotCompare } from "../compare.ts";
import type { Place } from "../difference.ts";

/** A report that cannot be read, and the place of the mistake. */
export class UnreadableReport extends CannotCompare {
  readonly at: Place;

  constructor(path: string, line: number, why: string) {
    super(`${path}:${line}: ${why}`);
    this.at = { path, line, column: 1 };
  }
}
