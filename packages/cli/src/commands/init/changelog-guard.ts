import { findNodeAtLocation, parseTree } from "jsonc-parser";

const GUARD = "@release-policy/changelog";
/** Changesets' default. */
const DEFAULT_GENERATOR = "@changesets/cli/changelog";

/** The state of the guard in `.changeset/config.json`: added, present, or not possible without a changelog. */
export type Guard = "added" | "there" | "no changelog";

/**
 * The text of `.changeset/config.json` with the guard as its changelog, wrapping the existing generator with its
 * options. Every other byte stays. `value` is the new `changelog` in one line. No text if there is nothing to change, or it is
 * not an object.
 */
export function withGuard(text: string): {
  readonly state: Guard;
  readonly text?: string;
  readonly value?: string;
} {
  const root = parseTree(text);
  const node = root && findNodeAtLocation(root, ["changelog"]);
  if (root?.type !== "object") return { state: "no changelog" };
  if (!node) {
    const { offset } = root;
    const isEmpty = root.children?.length === 0;
    const value = JSON.stringify(GUARD);
    const added = `\n  "changelog": ${value}${isEmpty ? "\n" : ","}`;
    return { state: "added", text: replacedAt(text, offset + 1, 0, added), value };
  }
  const [first, options] = node.type === "array" ? (node.children ?? []) : [node];
  if (first?.value === GUARD) return { state: "there" };
  // Changesets loads no module without a changelog.
  if (first?.type !== "string") return { state: "no changelog" };
  const generator = JSON.stringify(first.value);
  const own = options && text.slice(options.offset, options.offset + options.length);
  const value =
    first.value === DEFAULT_GENERATOR
      ? JSON.stringify(GUARD)
      : `["${GUARD}", { "generator": ${generator}${own === undefined ? "" : `, "options": ${own}`} }]`;
  return {
    state: "added",
    text: replacedAt(text, node.offset, node.length, value),
    value: inOneLine(value),
  };
}

/** A JSON string cannot contain a line break. */
const inOneLine = (json: string): string => json.replaceAll(/\s*[\r\n]\s*/g, " ");

const replacedAt = (text: string, at: number, length: number, added: string): string =>
  `${text.slice(0, at)}${added}${text.slice(at + length)}`;
