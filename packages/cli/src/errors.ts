import type { Location } from "@release-policy/core/types";

/** Why no verdict could be made: a sentence without a full stop, where, and what to do. */
export interface Obstacle {
  readonly message: string;
  readonly help?: string;
  readonly at?: Location;
  /** The line at `at`, if it can be shown. */
  readonly source?: string;
}

/** Bad input: exit code 2. Holds every obstacle that was found, never only the first. */
export class CannotJudge extends Error {
  readonly obstacles: readonly Obstacle[];

  constructor(...obstacles: readonly Obstacle[]) {
    super(obstacles.map(({ message }) => message).join("\n"));
    this.name = "CannotJudge";
    this.obstacles = obstacles;
  }
}

/** The code of a Node error (`ENOENT`), undefined for anything else. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && "code" in error ? String(error.code) : undefined;

export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
