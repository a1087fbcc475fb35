import type { Path } from "@release-policy/core";
import { type State, load } from "js-yaml";
import { TextLines } from "../text-lines.ts";
import { CORE } from "./yaml-values.ts";

/** From the first character of a value to behind its last one. */
type Span = readonly [start: number, end: number];

/** What has a place: the start and the end come first. */
export interface Ranged {
  readonly range?: readonly number[] | null | undefined;
}

/** The places of a YAML text, as `YamlText` has them. */
export interface PlacedYaml {
  has(path: Path): boolean;
  nodeAt(path: Path): Ranged | undefined;
  keyAt(path: Path): Ranged | undefined;
  placeOf(offset: number): { readonly line: number; readonly column: number };
  lineAt(offset: number): string;
  lengthOf(node: Ranged): number;
}

/** A value with its place. A mapping has a key and a value in turn. */
interface PlacedNode {
  readonly value: unknown;
  readonly range: Span;
  readonly children: readonly PlacedNode[];
}

/**
 * The places of a text that `plainYaml` reads, by the parser that has read it: `yaml` is three times as much code, which a
 * check with findings would load for the lines of its policy. Undefined where the two might not agree on a place.
 */
export function plainPlaces(text: string): PlacedYaml | undefined {
  const root = placedNodes(text);
  if (!root) return undefined;
  const lines = new TextLines(text);
  const find = (path: Path): PlacedNode | undefined =>
    path.reduce<PlacedNode | undefined>((node, key) => node && childOf(node, key)?.at(-1), root);
  return {
    has: (path) => find(path) !== undefined,
    nodeAt: find,
    keyAt(path) {
      const parent = path.length > 0 ? find(path.slice(0, -1)) : undefined;
      return parent && !Array.isArray(parent.value)
        ? childOf(parent, path.at(-1)!)?.[0]
        : undefined;
    },
    placeOf: (offset) => lines.placeOf(offset),
    lineAt: (offset) => text.slice(text.lastIndexOf("\n", offset - 1) + 1).split("\n", 1)[0]!,
    lengthOf: ({ range }) => lines.lengthWithin(range![0]!, range![1]!),
  };
}

/** An item, or a key and its value. */
function childOf(node: PlacedNode, key: string | number): readonly PlacedNode[] | undefined {
  const { value, children } = node;
  if (typeof value !== "object") return undefined;
  const at = Array.isArray(value) ? Number(key) : keysOf(node).get(String(key));
  const child = at === undefined ? undefined : children[at];
  return child && (Array.isArray(value) ? [child] : [child, children[at! + 1]!]);
}

const KEYS = new WeakMap<PlacedNode, ReadonlyMap<string, number>>();

/** Which child each key is, found once: a mapping may have thousands. */
function keysOf(node: PlacedNode): ReadonlyMap<string, number> {
  const known = KEYS.get(node);
  if (known) return known;
  const keys = node.children.flatMap(({ value }, i): [string, number][] =>
    i % 2 === 0 ? [[String(value), i]] : [],
  );
  const found = new Map(keys);
  KEYS.set(node, found);
  return found;
}

function placedNodes(text: string): PlacedNode | undefined {
  const open: { readonly from: number; readonly children: PlacedNode[] }[] = [
    { from: 0, children: [] },
  ];
  let isCertain = true;
  load(text, {
    schema: CORE,
    listener(event: "open" | "close", { position, kind, result }: State) {
      if (event === "open") {
        open.push({ from: position, children: [] });
        return;
      }
      const { from, children } = open.pop()!;
      // Tried, but nothing was there: the end of a mapping.
      if (kind === null || kind === undefined) return;
      const [only] = children;
      // What could have been the first key of a mapping is read inside of the attempt.
      const isSame = children.length === 1 && Object.is(only!.value, result);
      const node = isSame
        ? only!
        : { value: result, range: spanOf(text, from, position, kind), children };
      isCertain &&= isSame || isWhole(node);
      open.at(-1)!.children.push(node);
    },
  });
  const [root] = open[0]!.children;
  return isCertain ? root : undefined;
}

/** Whether each value has its node: none is left out, as in `a:` and `[a: ]`, and none is added, as in `[a: b]`. */
function isWhole({ value, children }: PlacedNode): boolean {
  if (value === null) return false;
  if (typeof value !== "object") return children.length === 0;
  const items = value as Readonly<Record<string, unknown>>;
  const isList = Array.isArray(value);
  return (
    children.length === (isList ? 1 : 2) * Object.keys(value).length &&
    children.every(({ value: item }, i) =>
      isList
        ? Object.is(item, items[i])
        : i % 2 === 0 || Object.is(item, items[String(children[i - 1]!.value)]),
    )
  );
}

/** Of a block, which has no last character of its own, to the end of its lines. */
function spanOf(text: string, from: number, to: number, kind: string): Span {
  BEFORE.lastIndex = from;
  const start = from + BEFORE.exec(text)![0].length;
  const isBlock = kind !== "scalar" && !/[[{]/.test(text[start]!);
  return [start, isBlock ? text.length : start + text.slice(start, to).trimEnd().length];
}

/** White space and comments before a value. */
const BEFORE = /(?:[ \n]+|#[^\n]*)*/y;
