import type { MaturityRow } from "../facts/evidence.ts";
import type { Location } from "../facts/location.ts";
import type { Sentence } from "../sentence.ts";
import type { Finding } from "./finding.ts";
import type { View } from "./view.ts";

/** One change of one file, as data. Lines in `text` end with `\n`: writing converts them to the file's line endings. */
export type Edit =
  /** Replaces `was`, which occurs once at the place, with `text`; `quoted` if it needs quotes that may be missing there. */
  | {
      readonly kind: "replace";
      readonly path: string;
      readonly at: Location;
      readonly was: string;
      readonly text: string;
      readonly quoted?: boolean;
    }
  /** Inserted before the place, which must be at the start of its line. */
  | {
      readonly kind: "insert";
      readonly path: string;
      readonly at: Location;
      readonly text: string;
    }
  /** Deletes the line including its line ending. */
  | { readonly kind: "remove"; readonly path: string; readonly at: Location }
  /** Deletes the file. */
  | { readonly kind: "delete"; readonly path: string }
  /** A new file, with the line ends of another. `path` is a wish: where something is there, a number follows. */
  | {
      readonly kind: "create";
      readonly path: string;
      readonly text: string;
      readonly like?: string;
    }
  /** A value of a JSON or YAML file; without `value`, the key is deleted. `say` describes it for people. */
  | {
      readonly kind: "set";
      readonly path: string;
      readonly keys: readonly string[];
      readonly value?: unknown;
      readonly say: Sentence;
    }
  /** The maturity table of a page. */
  | { readonly kind: "table"; readonly path: string; readonly rows: readonly MaturityRow[] };

/** Edits that belong together: all of them, or none. */
export interface Fix {
  readonly edits: readonly Edit[];
}

/**
 * The order of fixes: first what is wrong, then what is missing, since a lowered bump may leave nothing to add; last
 * the page that shows the result.
 */
export const FIX_STEPS = ["correct", "complete", "document"] as const;
export type FixStep = (typeof FIX_STEPS)[number];

/** How the findings of a rule are fixed. */
export interface RuleFix {
  readonly step: FixStep;
  readonly edits: Fixer;
}

/** The safe edits for a finding of one rule, if there are any. */
export type Fixer = (finding: Finding, view: View) => readonly Edit[] | undefined;

/** Edits of which each may answer a finding, the best first. None is certain before it is tried. */
export type Remedies = (finding: Finding, view: View) => readonly (readonly Edit[])[];

/** A name in the front matter: JSON is YAML, whatever the package is called. */
export const bumpLine = (name: string, bump: string): string =>
  `${JSON.stringify(name)}: ${bump}\n`;

/** A changeset of one package. */
export const changesetText = (name: string, bump: string, summary: string): string =>
  `---\n${bumpLine(name, bump)}---\n\n${summary}\n`;

/** A file name of letters, digits and hyphens, whatever the package is called. */
export const slug = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "")
    .slice(0, 80) || "package";

export const isSamePlace = (a: Location, b: Location): boolean =>
  a.path === b.path && a.line === b.line && a.column === b.column;
