import type { Path } from "@release-policy/core";
import {
  type Alias,
  type Document,
  LineCounter,
  type Node,
  type Pair,
  type YAMLMap,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  parseDocument,
} from "yaml";
import type { PlacedYaml, Ranged } from "./plain-places.ts";
import { keyOfNode, yamlData } from "./yaml-data.ts";

export { parseDocument } from "yaml";

/** Why a text is not YAML, and at which offset. */
interface YamlFault {
  readonly message: string;
  readonly offset: number;
  /** A name or glob without quotes. */
  readonly isUnquoted?: boolean;
  /** The key that its mapping has twice. */
  readonly duplicate?: Node;
}

/**
 * A YAML text with the place of every value, read in time that grows with its size: `yaml` itself compares each key with
 * all keys before it, looks for a value from the start of its mapping, and for an anchor from the start of the text.
 */
export class YamlText implements PlacedYaml {
  readonly #text: string;
  readonly #doc: Document;
  readonly #lines = new LineCounter();
  readonly #keys = new Map<YAMLMap, ReadonlyMap<string, Pair>>();
  /** In the parser's order, which starts with the cause, followed by duplicate keys. */
  readonly faults: readonly YamlFault[];

  constructor(text: string) {
    this.#text = text;
    this.#doc = parseDocument(text, {
      lineCounter: this.#lines,
      prettyErrors: false,
      uniqueKeys: false,
      // A directive in the text would choose another one, with merge keys and sets.
      schema: "core",
    });
    const errors = this.#doc.errors.map(({ message, pos: [offset] }) => {
      const instead = unquoted(text, offset);
      return instead === undefined
        ? { message, offset }
        : { message: instead, offset, isUnquoted: true };
    });
    const twice = duplicatesIn(this.#doc.contents).toSorted((a, b) => a.offset - b.offset);
    const unknown = errors.length > 0 ? [] : unknownAliases(this.#doc.contents);
    this.faults = [...errors, ...unknown, ...twice];
  }

  /** What YAML takes for a tag, such as `!name`, and leaves out: a glob without quotes, mostly. */
  get tags(): readonly YamlFault[] {
    return this.#doc.warnings
      .filter(({ code }) => code === "TAG_RESOLVE_FAILED")
      .map(({ pos: [offset] }) => {
        const [tag = "!"] = /^[^\s,\]}]*/.exec(this.#text.slice(offset, offset + 300)) ?? [];
        const message = `a value that starts with ! needs quotes: ${JSON.stringify(tag)}`;
        return { message, offset, isUnquoted: true };
      });
  }

  get contents(): unknown {
    return this.#doc.contents;
  }

  /** Undefined if aliases expand to unrealistic sizes, or contain themselves. */
  data(): { readonly value: unknown } | undefined {
    return yamlData(this.#text, this.#doc.contents);
  }

  placeOf(offset: number): { readonly line: number; readonly column: number } {
    const { line, col } = this.#lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  }

  /** The line that the offset is on, without its end. */
  lineAt(offset: number): string {
    const { line } = this.placeOf(offset);
    return this.#text.slice(this.#lines.lineStarts[line - 1] ?? 0, this.#lineEnd(line));
  }

  /** The length of a node in its first line. */
  lengthOf({ range }: Ranged): number {
    const [start = 0, end = 0] = range!;
    return Math.min(end, this.#lineEnd(this.placeOf(start).line)) - start;
  }

  /** The whole text exists, even if it is empty. */
  has(path: Path): boolean {
    return path.length === 0 || this.#find(path) !== undefined;
  }

  /** The node of a value, if there is one. */
  nodeAt(path: Path): Node | undefined {
    const found = this.#find(path);
    return isNode(found) ? found : undefined;
  }

  /** The node of the last key of a path, if there is one. */
  keyAt(path: Path): Node | undefined {
    const key = this.#pairIn(this.#find(path.slice(0, -1)), path.at(-1))?.key;
    return isNode(key) ? key : undefined;
  }

  #find(path: Path): unknown {
    let node: unknown = this.#doc.contents ?? undefined;
    for (const key of path) {
      if (isMap(node)) {
        const pair = this.#pairIn(node, key);
        // A key without a value is there.
        node = pair && (pair.value ?? pair);
      } else node = isSeq(node) ? node.items[Number(key)] : undefined;
    }
    return node;
  }

  #pairIn(node: unknown, key: string | number | undefined): Pair | undefined {
    if (!isMap(node)) return undefined;
    let keys = this.#keys.get(node);
    if (!keys) {
      const pairs = node.items.flatMap((pair): [string, Pair][] =>
        isScalar(pair.key) ? [[keyOfNode(this.#text, pair.key), pair]] : [],
      );
      // The first of two with one name.
      keys = new Map(pairs.toReversed());
      this.#keys.set(node, keys);
    }
    return keys.get(String(key));
  }

  #lineEnd(line: number): number {
    const next = this.#lines.lineStarts[line];
    return next === undefined ? this.#text.length : next - 1;
  }
}

/** Aliases of nothing: globs without quotes, mostly. */
function unknownAliases(contents: unknown): YamlFault[] {
  const aliases: Alias[] = [];
  const anchors = new Set<string>();
  const left: unknown[] = [contents];
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    if (isPair(node)) left.push(node.key ?? null, node.value ?? null);
    else if (isAlias(node)) aliases.push(node);
    else if (isNode(node)) {
      if (node.anchor !== undefined) anchors.add(node.anchor);
      if (isCollection(node)) for (const item of node.items) left.push(item ?? null);
    }
  }
  return aliases
    .filter(({ source }) => !anchors.has(source))
    .map(({ source, range }) => ({
      message: `unknown anchor &${source}; a value that starts with * needs quotes: ${JSON.stringify(`*${source}`)}`,
      offset: range?.[0] ?? 0,
      isUnquoted: true,
    }));
}

/** What a glob or a scope without quotes is to YAML: an alias, or a reserved character. */
function unquoted(text: string, offset: number): string | undefined {
  const before = text.slice(Math.max(text.lastIndexOf("\n", offset - 1) + 1, offset - 300), offset);
  const [, value] =
    /^[\s\-[{,:]*([*@`][^\s,\]}]*)/.exec(text.slice(offset, offset + 300)) ??
    // `*: patch`: the colon belongs to the alias, and the fault is behind it.
    /^[\s-]*(\*\S*:)\s+$/.exec(before) ??
    [];
  return value === undefined
    ? undefined
    : `a value that starts with ${value[0]} needs quotes: ${JSON.stringify(value.replace(/:$/, ""))}`;
}

/** Duplicate keys in a mapping, compared like `yaml`: numbers differ from strings. */
function duplicatesIn(contents: unknown): YamlFault[] {
  const faults: YamlFault[] = [];
  const left: unknown[] = [contents];
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    if (isPair(node)) left.push(node.key ?? null, node.value ?? null);
    if (!isCollection(node)) continue;
    const seen = new Set<unknown>();
    for (const item of node.items) {
      left.push(item ?? null);
      const key = isMap(node) && isPair(item) ? item.key : undefined;
      if (!isScalar(key)) continue;
      if (seen.has(key.value))
        faults.push({
          message: "Map keys must be unique",
          offset: key.range?.[0] ?? 0,
          duplicate: key,
        });
      seen.add(key.value);
    }
  }
  return faults;
}
