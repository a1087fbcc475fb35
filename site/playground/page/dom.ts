import { printable } from "../../../packages/cli/src/formats/escape.ts";
import type { Sentence } from "@release-policy/core/types";

type Attributes = Readonly<Record<string, string>>;

/** An element. Texts become text, whatever they contain; what would hide or turn text is shown as its number. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.map((one) => (typeof one === "string" ? printable(one) : one)));
  return made;
}

export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`there is no #${id}`);
  return found;
}

/** A sentence with its code set apart. */
export const sentence = (parts: Sentence): (Node | string)[] =>
  parts.flatMap((part) =>
    typeof part === "string" ? withTicks(part) : [element("code", {}, part.code)],
  );

/** Obstacles have code between backticks. */
const withTicks = (text: string): (Node | string)[] =>
  text
    .split("`")
    .map((part, i, all) => (i % 2 === 1 && i < all.length - 1 ? element("code", {}, part) : part));
