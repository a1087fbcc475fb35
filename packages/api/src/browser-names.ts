import { readFileSync } from "node:fs";

/**
 * Whether a text may name something that only TypeScript's library for browsers declares. Reading that library takes TypeScript as
 * long as all of its others together, and most packages name nothing of it. `path` is where the library is; where it cannot be
 * read, each text may.
 */
export function browserNames(path: string): (text: string) => boolean {
  const names = namesIn(path);
  if (!names) return () => true;
  const { types, values } = names;
  return (text) =>
    (text.match(TYPES) ?? []).some((word) => types.has(word)) ||
    (text.match(VALUES) ?? []).some((word) => values.has(word));
}

/** The names of that library's types begin with a capital letter. */
const TYPES = /\b[A-Z]\w*|\bglobalThis\b/g;
/** A value is only of interest where its type is. */
const VALUES = /(?<=\btypeof\s+)\w+/g;

interface Names {
  readonly types: ReadonlySet<string>;
  readonly values: ReadonlySet<string>;
}

function namesIn(path: string): Names | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
  const all = (pattern: RegExp) => [...text.matchAll(pattern)].map(([, name]) => name!);
  return {
    types: new Set(["globalThis", ...all(/^(?:interface|type|declare namespace) (\w+)/gm)]),
    values: new Set(all(/^declare (?:var|let|const|function) (\w+)/gm)),
  };
}
