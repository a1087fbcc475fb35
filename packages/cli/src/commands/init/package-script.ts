import { type Node, findNodeAtLocation, parseTree } from "jsonc-parser";

/** How a script of package.json is there already: the same, another one of that name, or no place for any. */
export type Script = "added" | "there" | "other" | "no place";

/**
 * The text of a package.json with an additional script, in its own indentation and line endings. Every other byte
 * stays: an editing library would also format the lines around it. The text is undefined if there is nothing to add.
 */
export function withScript(
  text: string,
  name: string,
  command: string,
): { readonly state: Script; readonly text?: string } {
  const root = parseTree(text);
  if (root?.type !== "object") return { state: "no place" };
  const scripts = findNodeAtLocation(root, ["scripts"]);
  if (scripts && scripts.type !== "object") return { state: "no place" };
  const there = scripts && findNodeAtLocation(root, ["scripts", name]);
  if (there) return { state: there.value === command ? "there" : "other" };
  const property = `${JSON.stringify(name)}: ${JSON.stringify(command)}`;
  if (scripts) return { state: "added", text: withProperty(text, scripts, () => property) };
  const inner = (between: string) => `"scripts": ${objectOf(property, between, unitOf(text))}`;
  return { state: "added", text: withProperty(text, root, inner) };
}

/** After the last property, on its own line if that property is. */
function withProperty(
  text: string,
  { offset, children = [] }: Node,
  property: (between: string) => string,
): string {
  const last = children.at(-1);
  if (!last) {
    const between = `${lineEnding(text)}${indentAt(text, offset)}`;
    const inner = `${between}${unitOf(text)}`;
    return inserted(text, offset + 1, `${inner}${property(inner)}${between}`);
  }
  const between = /\r?\n[ \t]*$/.exec(text.slice(0, last.offset))?.[0] ?? " ";
  return inserted(text, last.offset + last.length, `,${between}${property(between)}`);
}

const objectOf = (property: string, between: string, unit: string): string =>
  between === " " ? `{ ${property} }` : `{${between}${unit}${property}${between}}`;

const inserted = (text: string, at: number, added: string): string =>
  `${text.slice(0, at)}${added}${text.slice(at)}`;

const lineEnding = (text: string): string => (text.includes("\r\n") ? "\r\n" : "\n");
const unitOf = (text: string): string => /^([ \t]+)"/m.exec(text)?.[1] ?? "  ";
const indentAt = (text: string, offset: number): string =>
  /(?:^|\n)([ \t]*)[^\n]*$/.exec(text.slice(0, offset))?.[1] ?? "";
