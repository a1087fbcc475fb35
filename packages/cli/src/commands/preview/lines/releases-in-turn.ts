import { join } from "node:path";
import type { Report, ReportedRelease } from "../../../check/report.ts";
import type { UpdatedDependency } from "./options.ts";
import { textInFile } from "../../../files/files.ts";

/** The release of a call of `getDependencyReleaseLine`, and whether it has its own lines. */
export interface Turn {
  readonly position: number;
  readonly hasOwn: boolean;
}

/**
 * Changesets does not say for which package it requests a line. Both majors request, without awaiting in between, for
 * each release in plan order: first the lines of its changesets, then that of its dependencies, exactly once.
 */
export class Turns {
  #position = 0;
  #hasOwn = false;

  line(): void {
    this.#hasOwn = true;
  }

  end(): Turn {
    const turn = { position: this.#position++, hasOwn: this.#hasOwn };
    this.#hasOwn = false;
    return turn;
  }
}

/** The release of a turn, undefined where the call does not fit it: then the plans differ, and nothing is said. */
export function releaseOf(
  { position, hasOwn }: Turn,
  report: Report,
  updated: readonly UpdatedDependency[],
  root: string,
): ReportedRelease | undefined {
  const release = report.releases[position];
  const declares = release?.causes.some(({ kind }) => kind === "changeset") ?? false;
  if (!release || declares !== hasOwn) return undefined;
  const manifest = JSON.parse(textInFile(join(root, release.dir, "package.json"))) as {
    readonly name?: string;
    readonly dependencies?: Readonly<Record<string, string>>;
    readonly peerDependencies?: Readonly<Record<string, string>>;
  };
  const needed = { ...manifest.peerDependencies, ...manifest.dependencies };
  return updated.every(({ name }) => Object.hasOwn(needed, name)) ? release : undefined;
}
