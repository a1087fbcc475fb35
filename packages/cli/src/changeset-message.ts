/** What somebody says of a change beyond its summary; each kind as docs/declarations.md has it. */
export const SAID = {
  breaking: { asks: "What breaks, and what should users do?", trailer: undefined },
  deprecates: { asks: "Which API is deprecated? <api> use <replacement>", trailer: "Deprecates" },
  removes: { asks: "Which API is removed?", trailer: "Removes" },
  security: { asks: "Which advisory does it answer?", trailer: "Security" },
  migration: { asks: "Where is the migration?", trailer: "Migration" },
  guide: { asks: "Where is the upgrade guide? A path or an address", trailer: "Upgrade-guide" },
} as const;
export type Said = keyof typeof SAID;

/** The text of a changeset: the summary, the section of what breaks, and the trailers, which come last. */
export function changesetMessage(
  summary: string,
  said: Readonly<Partial<Record<Said, string>>>,
): string {
  const trailers = Object.entries(SAID).flatMap(([kind, { trailer }]) => {
    const value = said[kind as Said];
    return trailer === undefined || value === undefined ? [] : [`${trailer}: ${value}`];
  });
  return [
    summary,
    ...(said.breaking === undefined ? [] : [`### Breaking Changes\n\n- ${said.breaking}`]),
    ...(trailers.length > 0 ? [trailers.join("\n")] : []),
  ].join("\n\n");
}
