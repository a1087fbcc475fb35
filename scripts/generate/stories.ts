import { STORIES } from "../../packages/cli/test/stories/stories.ts";
import { tell } from "../../packages/cli/test/stories/story.ts";

const INTRO = `# Three stories

What a maintainer meets, from the changeset to the versions. Every command was run in a temporary repository, and \`changeset version\` is the
real one of Changesets 3.
`;

/** The stories, told by doing them. Throws where a command ends in another way than a story says. */
export async function storiesPage(): Promise<Record<string, string>> {
  const told = await Promise.all(STORIES.map(tell));
  return { "docs/stories.md": `${INTRO}\n${told.join("\n\n").replaceAll(/\n{3,}/g, "\n\n")}\n` };
}
