import { lineStart } from "./edited-text.ts";
import { type Node, type YAMLMap, isMap, isNode, isScalar, isSeq, parseDocument } from "yaml";

type Values = Readonly<Record<string, string | false>>;

/** Values to set in an entry, or a new entry without an index. */
export interface LedgerEdit {
  readonly index?: number;
  readonly values: Values;
}

/** Text to put in the place of a part of the file. */
interface Splice {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/**
 * The text of a ledger, YAML or JSON, with the edits applied in place: the rest stays byte for byte. Undefined if an
 * edit has no place. The caller must parse the text again, because aliases between entries are not considered.
 */
export function withEdits(
  text: string,
  edits: readonly LedgerEdit[],
  json: boolean,
): string | undefined {
  // From the end, and of two in one place the second first, so that no place moves.
  return splicesOf(text, edits, json)
    ?.toReversed()
    .toSorted((a, b) => b.from - a.from)
    .reduce((all, { from, to, text: put }) => all.slice(0, from) + put + all.slice(to), text);
}

function splicesOf(
  text: string,
  edits: readonly LedgerEdit[],
  json: boolean,
): Splice[] | undefined {
  const root = parseDocument(text).contents;
  const list = isMap(root) ? root.get("deprecations", true) : undefined;
  if (!isMap(root) || !isSeq(list) || !list.range) return undefined;
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const added = edits.flatMap(({ index, values }) => (index === undefined ? [values] : []));
  const changed = edits.flatMap(({ index, values }): (Splice[] | undefined)[] => {
    const entry = index === undefined ? undefined : list.items[index];
    if (index === undefined) return [];
    return [isMap(entry) ? changesOf(text, entry, values, eol, json) : undefined];
  });
  if (changed.includes(undefined)) return undefined;
  const splices = changed.flatMap((one) => one ?? []);
  if (added.length === 0) return splices;
  const [start, end] = list.range;
  const last = list.items.at(-1);
  if (list.flow && (root.flow || isNode(last))) {
    const flow = added.map((values) => flowEntry(values, json)).join(", ");
    const at = isNode(last) ? last.range![1] : start + 1;
    return [...splices, { from: at, to: at, text: isNode(last) ? `, ${flow}` : flow }];
  }
  const indent = isNode(last) ? " ".repeat(start - lineStart(text, start)) : "  ";
  const block = added.map((values) => blockEntry(values, indent, eol)).join("");
  // An empty list is `[]`, which is deleted.
  const colon = text.lastIndexOf(":", start) + 1;
  const emptied = list.flow ? [{ from: colon, to: end, text: "" }] : [];
  return [...splices, ...emptied, newLines(text, isNode(last) ? yamlEnd(last) : end, block, eol)];
}

function changesOf(
  text: string,
  entry: YAMLMap,
  values: Values,
  eol: string,
  json: boolean,
): Splice[] {
  const missing: [string, string | false][] = [];
  const splices: Splice[] = [];
  for (const [key, value] of Object.entries(values)) {
    const node: unknown = entry.get(key, true);
    if (isScalar(node) && node.range) {
      const [from, to] = node.range;
      // A block of lines ends with its line.
      const end = text[to - 1] === "\n" ? eol : "";
      splices.push({ from, to, text: written(key, value, json) + end });
    } else missing.push([key, value]);
  }
  if (missing.length === 0) return splices;
  const end = yamlEnd(entry);
  if (entry.flow) {
    const put = missing.map((pair) => `, ${flowPair(pair, json)}`).join("");
    const [, last] = (entry.items.at(-1)!.value as Node).range!;
    return [...splices, { from: last, to: last, text: put }];
  }
  const [first] = (entry.items[0]!.key as Node).range!;
  const indent = " ".repeat(first - lineStart(text, first));
  const lines = missing.map(([key, value]) => `${indent}${key}: ${written(key, value)}${eol}`);
  return [...splices, newLines(text, end, lines.join(""), eol)];
}

/** Lines after the one in which something ends. */
function newLines(text: string, end: number, lines: string, eol: string): Splice {
  if (text[end - 1] === "\n") return { from: end, to: end, text: lines };
  const next = text.indexOf("\n", end);
  if (next === -1)
    return { from: text.length, to: text.length, text: eol + lines.slice(0, -eol.length) };
  return { from: next + 1, to: next + 1, text: lines };
}

/** Where the last value of a node ends, without the comments behind it. */
function yamlEnd(node: Node): number {
  const last = isMap(node) && !node.flow ? node.items.at(-1) : undefined;
  const inner = last && (isNode(last.value) ? last.value : last.key);
  return isNode(inner) ? yamlEnd(inner) : node.range![1];
}

const blockEntry = (values: Values, indent: string, eol: string): string =>
  Object.entries(values)
    .map(
      ([key, value], i) => `${indent}${i === 0 ? "- " : "  "}${key}: ${written(key, value)}${eol}`,
    )
    .join("");

const flowEntry = (values: Values, json: boolean): string =>
  `{ ${Object.entries(values)
    .map((pair) => flowPair(pair, json))
    .join(", ")} }`;

const flowPair = ([key, value]: readonly [string, string | false], json: boolean): string =>
  `${json ? JSON.stringify(key) : key}: ${written(key, value, json)}`;

/** In quotes, whatever a stranger wrote: JSON is YAML. */
const written = (key: string, value: string | false, json = false): string =>
  key === "state" && !json ? String(value) : JSON.stringify(value);
