import type { Location } from "../facts/location.ts";
import type { Path, PolicyFile } from "../policy/file.ts";

/** A policy file of data, with the places that its values have in the YAML that a person would write. */
export function policyFile(name: string, data: unknown): PolicyFile {
  const path = `policies/${name}.yaml`;
  const yaml = new PolicyYaml(data);
  const at = (place: Place): Location => ({ path, ...place });
  return {
    path,
    name,
    data,
    has: (keys) => keys.length === 0 || yaml.values.has(idOf(keys)),
    at: (keys) => at(yaml.valueAt(keys)),
    keyAt: (keys) => at(yaml.keys.get(idOf(keys)) ?? yaml.valueAt(keys)),
    lineAt: (keys) => (yaml.lines[yaml.valueAt(keys).line - 1] ?? "").trim(),
  };
}

type Place = Omit<Location, "path">;

const idOf = (keys: Path): string => JSON.stringify(keys);
const START: Place = { line: 1, column: 1 };

/** Maps and lists of maps in block style down to the second level, everything below in flow style on one line. */
class PolicyYaml {
  readonly lines: string[] = [""];
  readonly values = new Map<string, Place>();
  readonly keys = new Map<string, Place>();

  constructor(data: unknown) {
    this.#value([], data, 0);
  }

  /** The place of a value, or of the nearest value above it that exists. */
  valueAt(keys: Path): Place {
    return (
      this.values.get(idOf(keys)) ?? (keys.length > 0 ? this.valueAt(keys.slice(0, -1)) : START)
    );
  }

  #value(path: Path, value: unknown, depth: number): void {
    if (isBlock(path, value, depth)) this.#block(path, value, depth);
    else this.#flow(path, value);
  }

  #block(path: Path, value: object, depth: number): void {
    const start = this.#place();
    for (const [i, [key, inner]] of entriesOf(value).entries()) {
      if (i > 0) this.#newLine(depth);
      const innerPath = [...path, key];
      if (typeof key === "number") this.#put("- ");
      else {
        this.#key(innerPath, key);
        if (isBlock(innerPath, inner, depth + 1)) this.#newLine(depth + 1);
        else this.#put(" ");
      }
      this.#value(innerPath, inner, depth + 1);
    }
    this.values.set(idOf(path), this.#from(start));
  }

  #flow(path: Path, value: unknown): void {
    const start = this.#place();
    if (!isObject(value)) this.#put(scalar(value));
    else {
      const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{ ", " }"];
      const entries = entriesOf(value);
      this.#put(entries.length === 0 ? open.trim() : open);
      for (const [i, [key, inner]] of entries.entries()) {
        if (i > 0) this.#put(", ");
        if (typeof key === "string") {
          this.#key([...path, key], key);
          this.#put(" ");
        }
        this.#flow([...path, key], inner);
      }
      this.#put(entries.length === 0 ? close.trim() : close);
    }
    this.values.set(idOf(path), this.#from(start));
  }

  #key(path: Path, key: string): void {
    const start = this.#place();
    this.#put(scalar(key));
    this.keys.set(idOf(path), this.#from(start));
    this.#put(":");
  }

  #put(text: string): void {
    this.lines[this.lines.length - 1] += text;
  }

  #newLine(depth: number): void {
    this.lines.push("  ".repeat(depth));
  }

  #place(): Place {
    return { line: this.lines.length, column: this.lines.at(-1)!.length + 1 };
  }

  /** With the length of what was put on the line since. */
  #from({ line, column }: Place): Place {
    return { line, column, length: this.lines[line - 1]!.length - column + 1 };
  }
}

/** Maps on the first two levels, maps in a list, and lists of them. */
function isBlock(path: Path, value: unknown, depth: number): value is object {
  if (entriesOf(value).length === 0) return false;
  const isItem = typeof path.at(-1) === "number";
  if (Array.isArray(value)) return depth < 2 && !isItem && value.some(isObject);
  return depth < 2 || isItem;
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** What YAML can hold: a key without a value is not written. */
const entriesOf = (value: unknown): readonly (readonly [string | number, unknown])[] => {
  if (Array.isArray(value)) return value.map((item, i) => [i, item] as const);
  return isObject(value) ? Object.entries(value).filter(([, inner]) => inner !== undefined) : [];
};

const PLAIN = /^(?!(?:true|false|null)$)[a-z][\w-]*$/i;
const scalar = (value: unknown): string =>
  typeof value === "string" && PLAIN.test(value) ? value : (JSON.stringify(value) ?? "null");
