import type { Template } from "./templates.ts";

/** A sentence with the lines below it, as an item of a list. */
export function itemOf(text: string, below: Readonly<Record<string, string>>): string {
  const lines = Object.entries(below).map(([name, value]) => `  - ${name}: ${oneLine(value)}`);
  return [`- **${oneLine(text)}**`, ...lines].join("\n");
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, " ").trim();

/** Text that is not Markdown yet, apart from its code between backticks. */
export const markdownOf = (text: string): string =>
  text
    .split("`")
    .map((part, i) => (i % 2 === 1 ? part : part.replaceAll(/[<*_[\]]/g, String.raw`\$&`)))
    .join("`");

/** Sentences that no example shows, as the source has them. */
export const unseenList = (templates: readonly Template[]): string =>
  templates.length === 0
    ? ""
    : [
        "No example:",
        "",
        ...new Set(templates.map(({ text }) => `- ${markdownOf(oneLine(text))}`)),
      ].join("\n");
