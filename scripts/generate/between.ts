/** The text with the part between two markers replaced. Throws if the markers are missing. */
export function between(text: string, name: string, content: string): string {
  const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
  const [before, rest] = text.split(start);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined)
    throw new Error(`no markers ${start} and ${end}`);
  return `${before}${start}\n\n${content}\n\n${end}${after}`;
}
