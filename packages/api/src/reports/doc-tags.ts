const KEPT = /^(?:deprecated|public|beta|alpha|experimental|internal)$/;

/**
 * The stability tags of a documentation comment, on one line, `@deprecated` with its text. Empty if there are none.
 * As in TypeScript, a tag starts after a space and not in a quoted word.
 */
export function tagsIn(comment: string): string {
  const body = comment
    .slice(3, -2)
    .split(/\r\n?|\n/)
    .map((line) => line.replace(/^\s*\*+/, "").trim());
  return body
    .flatMap(partsOf)
    .reduce<{ name: string; text: string }[]>(
      (tags, { name, text }) => {
        if (name === undefined) tags.at(-1)!.text += ` ${text}`;
        else tags.push({ name, text });
        return tags;
      },
      [{ name: "", text: "" }],
    )
    .filter(({ name }) => KEPT.test(name))
    .map(({ name, text }) => `@${name}${name === "deprecated" ? ` ${text}` : ""}`)
    .map((tag) => tag.replaceAll(/\s+/g, " ").trim())
    .join(" ");
}

/** A line, cut before each tag. */
function partsOf(line: string): { readonly name?: string; readonly text: string }[] {
  const parts: { name?: string; text: string }[] = [];
  let [isQuoted, from]: [boolean, number] = [false, 0];
  let name: string | undefined;
  for (let at = 0; at < line.length; at++) {
    if (line[at] === "`") isQuoted = !isQuoted;
    if (line[at] !== "@" || isQuoted || (at > 0 && !/\s/.test(line[at - 1]!))) continue;
    const [word] = /^\w+/.exec(line.slice(at + 1, at + 65)) ?? [];
    if (word === undefined) continue;
    push(at);
    [name, from] = [word, at + 1 + word.length];
    at = from - 1;
  }
  push(line.length);
  return parts;

  function push(end: number): void {
    const text = line.slice(from, end).trim();
    if (name !== undefined || text !== "")
      parts.push({ ...(name === undefined ? {} : { name }), text });
  }
}
