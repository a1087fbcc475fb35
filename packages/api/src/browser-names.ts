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
    // Faster than UTF-8, and the names are ASCII.
    text = readFileSync(path, "latin1");
  } catch {
    return undefined;
  }
  const types = ["interface", "type", "declare namespace"].flatMap((one) => namesAfter(text, one));
  const values = ["var", "let", "const", "function"].flatMap((one) =>
    namesAfter(text, `declare ${one}`),
  );
  return { types: new Set(["globalThis", ...types]), values: new Set(values) };
}

/** The words after others at the start of a line. Regular expressions take twice as long for these two million characters. */
function namesAfter(text: string, keywords: string): readonly string[] {
  const names: string[] = [];
  const start = `\n${keywords} `;
  for (let at = text.indexOf(start); at >= 0; at = text.indexOf(start, at + 1)) {
    const [name] = /^\w+/.exec(text.slice(at + start.length, at + start.length + 100)) ?? [];
    if (name !== undefined) names.push(name);
  }
  return names;
}
