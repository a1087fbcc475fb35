import { printable } from "./escape.ts";

/** No XML may hold these, not even as an entity, and `printable` leaves them. */
const ILLEGAL = /[\uFFFE\uFFFF]/g;

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** Text from a stranger as the content of an element. Its lines have to be ours. */
export const xml = (text: string): string =>
  text
    .split("\n")
    .map((line) =>
      printable(line)
        .replaceAll(ILLEGAL, "\uFFFD")
        .replaceAll(/[&<>]/g, (char) => ENTITIES[char]!),
    )
    .join("\n");

/** ` name="value"` for each that is defined. */
export const attributes = (values: Readonly<Record<string, string | number | undefined>>): string =>
  Object.entries(values)
    .flatMap(([name, value]) =>
      value === undefined ? [] : [` ${name}="${xml(`${value}`).replaceAll('"', "&quot;")}"`],
    )
    .join("");
