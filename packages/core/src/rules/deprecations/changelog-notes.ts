import type { Document } from "../../facts/evidence.ts";
import { isBefore } from "../../versions/version-lines.ts";
import { apiOf } from "./declared-apis.ts";

/** What a Deprecations section of a changelog says in one version. */
export interface ChangelogNote {
  readonly version: string;
  readonly text: string;
}

/** `1.2.3`, `[1.2.3] - 2026-01-01`, `v1.2.3 (libraries)`, `@acme/core@1.2.3`. */
const VERSION =
  /^\[?(?:version )?(?:(?:@[\w.-]+\/)?[\w.-]+@)?v?(\d+\.\d+\.\d+(?:-[\w.-]+)?)(?![\w.])/i;
const DEPRECATIONS = /\bdeprecat(?:ions?|ed)\b/i;

/** The Deprecations sections of a changelog, in the order of the file. A heading as deep or less deep ends a section. */
export function changelogNotes({ text, headings }: Document): ChangelogNote[] {
  const lines = text.split(/\r?\n/);
  const notes: ChangelogNote[] = [];
  let version: string | undefined;
  let inside = Infinity;
  headings.forEach((heading, i) => {
    const depth = depthOf(lines[heading.line - 1]);
    const released = VERSION.exec(heading.text)?.[1];
    if (released !== undefined) [version, inside] = [released, Infinity];
    else if (depth <= inside) inside = DEPRECATIONS.test(heading.text) ? depth : Infinity;
    if (version === undefined || inside === Infinity) return;
    const body = lines.slice(heading.line, (headings[i + 1]?.line ?? Infinity) - 1);
    notes.push({ version, text: [heading.text, ...body].join("\n") });
  });
  return notes;
}

/** Of a heading with `#`; one that is underlined counts as the second. */
const depthOf = (line = ""): number => /^ {0,3}(#{1,6})/.exec(line)?.[1]?.length ?? 2;

/**
 * The version whose Deprecations section first names the API, as a whole word or as code, before a version; undefined
 * if none does, or the last mention reverts it.
 */
export function deprecatedInChangelog(
  notes: readonly ChangelogNote[],
  api: string,
  before: string,
): string | undefined {
  const name = apiOf(api);
  if (name === "") return undefined;
  const word = wordOf(name);
  let first: string | undefined;
  const matches = notes
    .filter(({ text }) => text.includes(name) && word.test(text))
    .filter(({ version }) => isBefore(version, before))
    .toSorted((a, b) => (isBefore(a.version, b.version) ? -1 : 1));
  for (const { version, text } of matches) {
    const lines = text.split("\n").filter((line) => word.test(line));
    first = lines.some((line) => TAKEN_BACK.test(line)) ? undefined : (first ?? version);
  }
  return first;
}

const TAKEN_BACK =
  /\b(?:rolled back|roll(?:s|ing)? back|reverted|no longer deprecated|un-?deprecated)\b/i;

/** Not part of a longer name: `open` is neither in `reopen` nor in `Store.open`. */
const wordOf = (api: string): RegExp =>
  new RegExp(
    `(?<![\\w$./#-])${api.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, "\\$&")}(?![\\w$-]|[.#/][\\w$])`,
  );
