import type { Location } from "./location.ts";

export const DECLARATIONS = [
  "breaking",
  "deprecates",
  "removes",
  "security",
  "migration",
  "upgrade-guide",
  "regression",
  "announcement",
] as const;
export type DeclarationKind = (typeof DECLARATIONS)[number];

/** What a changeset says beyond its bumps, in a trailer line, a heading or the start of a line. */
export interface Declaration {
  readonly kind: DeclarationKind;
  /** The API, advisory, path or reference that is named; of a breaking change its own text. */
  readonly value: string;
  /** Of `Deprecates: <api> use <replacement> until <version>`. */
  readonly replacement?: string;
  readonly until?: string;
  /** True below a heading `Experimental`, or marked so. */
  readonly experimental?: true;
  readonly at: Location;
}

/** The part of a changeset's text under a heading that says what kind of change it is. */
export interface Section {
  readonly kind: "breaking" | "deprecations" | "upgrade" | "features" | "security";
  /** Of the heading. */
  readonly at: Location;
  readonly entries: readonly { readonly text: string; readonly at: Location }[];
}

/** A release that a git tag tells of. */
export interface PastRelease {
  readonly package: string;
  readonly version: string;
  /** `2026-11-22` */
  readonly date: string;
}

/** A Markdown file that the policy names: an upgrade guide, a changelog, or the page with the maturity table. */
export interface Document {
  readonly path: string;
  /** A changelog is not a guide, unless the policy lists it as one. */
  readonly kind?: "changelog";
  readonly text: string;
  /** Of an upgrade guide; none of a page that is only asked for its table. */
  readonly headings: readonly { readonly text: string; readonly line: number }[];
}

/** What a package asks of its surroundings (`engines`, and peers outside of the workspace, with what a catalog says), and lets users import. */
export interface Requirements {
  readonly engines: Readonly<Record<string, string>>;
  readonly peers: Readonly<Record<string, string>>;
  /** The paths that `exports` of package.json lets users import; undefined where it has none. */
  readonly entries?: readonly string[];
}

/** A file that a change adds; one that was there before and comes back is none. */
export interface Addition {
  readonly path: string;
  /** The package that it lies in. */
  readonly package: string;
}

/** One line of the maturity table. */
export interface MaturityRow {
  readonly package: string;
  readonly version: string;
  readonly track: string;
  /** What the track lets it do, in words. */
  readonly promise: string;
}

/** What only some rules ask for, so that it is read only where one of them is on. */
export const NEEDS = [
  "history",
  "documents",
  "table",
  "requirements",
  "additions",
  "distTags",
] as const;
export type Need = (typeof NEEDS)[number];
