import type { Location } from "../facts/location.ts";

/** Keys and indexes from the root of a file to a value. */
export type Path = readonly (string | number)[];

/** A line of a policy file, quoted in a finding as the reason. */
export interface PolicyLine {
  readonly at: Location;
  /** The source line, trimmed. */
  readonly text: string;
}

/** A parsed policy file. Reading and positions are an adapter's work; here it is data with places. */
export interface PolicyFile {
  /** `policies/core.yaml` */
  readonly path: string;
  /** The file's name without its ending: a track's name, `workspace` or `waivers`. */
  readonly name: string;
  readonly data: unknown;
  readonly has: (path: Path) => boolean;
  /** The place of a value, or of the nearest value above it that exists. */
  readonly at: (path: Path) => Location;
  /** The place of a key. */
  readonly keyAt: (path: Path) => Location;
  /** The text of the line with the value. */
  readonly lineAt: (path: Path) => string;
}

/** The line of a value, looked up on demand: most checks need none, and positions cost more than values. */
export const lineAt = (file: PolicyFile, path: Path): PolicyLine => ({
  get at() {
    return file.at(path);
  },
  get text() {
    return file.lineAt(path);
  },
});

/** The line of a key, in the same way. */
export const lineOfKey = (file: PolicyFile, path: Path): PolicyLine => ({
  get at() {
    return file.keyAt(path);
  },
  get text() {
    return file.lineAt(path);
  },
});

/** A mapping of a file; undefined for anything else. */
export const recordOf = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
