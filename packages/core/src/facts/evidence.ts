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

/** A release known from a git tag. */
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
  /** Of an upgrade guide; empty for a page that is only read for its table. */
  readonly headings: readonly { readonly text: string; readonly line: number }[];
}

/** A package's requirements (`engines`, and peers outside the workspace, resolved by catalogs), and the paths that users can import. */
export interface Requirements {
  readonly engines: Readonly<Record<string, string>>;
  readonly peers: Readonly<Record<string, string>>;
  /** The paths that users can import, from `exports` in package.json; undefined without `exports`. */
  readonly entries?: readonly string[];
}

/** A file that a change adds; a restored file does not count. */
export interface Addition {
  readonly path: string;
  /** The package that contains it. */
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

/** Facts for certain rules, only read if one of those rules is on. */
export const NEEDS = [
  "history",
  "documents",
  "table",
  "requirements",
  "additions",
  "distTags",
] as const;
export type Need = (typeof NEEDS)[number];
