import { type Node, type Pair, isAlias, isMap, isNode, isScalar, isSeq } from "yaml";

/** The limit of values that all aliases of a text may expand to. */
const MOST_ALIASED = 1000;

/** For a key that is not a string: it only has to be distinguishable. */
const LONGEST_KEY = 100;

class TooMuch extends Error {}

interface Anchored {
  readonly value: unknown;
  readonly count: number;
}

/**
 * The value of parsed YAML as plain data, visiting each node once. Undefined if aliases expand to more than
 * `MOST_ALIASED` values, contain themselves, or are unknown.
 */
export function yamlData(text: string, contents: unknown): { readonly value: unknown } | undefined {
  const reading = new Reading(text);
  try {
    return { value: reading.valueOf(contents) };
  } catch (error) {
    if (error instanceof TooMuch) return undefined;
    throw error;
  }
}

class Reading {
  readonly #text: string;
  readonly #anchors = new Map<string, Anchored | undefined>();
  /** Values so far, and how many come from aliases. */
  #count = 0;
  #aliased = 0;

  constructor(text: string) {
    this.#text = text;
  }

  valueOf(node: unknown): unknown {
    if (isAlias(node)) return this.#aliasOf(node.source);
    if (!isNode(node)) return null;
    const anchor = "anchor" in node ? node.anchor : undefined;
    // Until it is read, it expands to nothing: an alias to its own parent would never end.
    if (anchor !== undefined) this.#anchors.set(anchor, undefined);
    const before = this.#count;
    this.#count += 1;
    const value = this.#ownValue(node);
    if (anchor !== undefined) this.#anchors.set(anchor, { value, count: this.#count - before });
    return value;
  }

  #ownValue(node: Node): unknown {
    if (isScalar(node)) return node.value;
    if (isSeq(node)) return node.items.map((item) => this.valueOf(item));
    return isMap(node) ? this.#recordOf(node.items) : null;
  }

  #recordOf(pairs: readonly Pair[]): Record<string, unknown> {
    const record: Record<string, unknown> = {};
    for (const { key, value: node } of pairs) {
      const name = this.#nameOf(key);
      const value = this.valueOf(node);
      // `__proto__` is a key like others.
      if (name in record)
        Object.defineProperty(record, name, {
          value,
          writable: true,
          enumerable: true,
          configurable: true,
        });
      else record[name] = value;
    }
    return record;
  }

  #nameOf(key: unknown): string {
    const value = this.valueOf(key);
    if (value === null) return "";
    if (typeof value === "object") return isNode(key) ? keyOfNode(this.#text, key) : "";
    // oxlint-disable-next-line typescript/no-base-to-string -- no object is left
    return String(value);
  }

  #aliasOf(source: string): unknown {
    const anchored = this.#anchors.get(source);
    if (anchored) this.#aliased += anchored.count;
    if (!anchored || this.#aliased > MOST_ALIASED) throw new TooMuch();
    this.#count += anchored.count;
    return anchored.value;
  }
}

/** The name that a node has as a key. */
export function keyOfNode(text: string, node: Node): string {
  if (isScalar<string | number | boolean | null>(node)) return String(node.value ?? "");
  const [start = 0, end = start] = node.range ?? [];
  return text.slice(start, Math.min(end, start + LONGEST_KEY));
}
