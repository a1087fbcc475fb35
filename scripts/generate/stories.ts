import { GUIDES } from "../../packages/cli/test/stories/guides.ts";
import { STORIES } from "../../packages/cli/test/stories/stories.ts";
import { tell, type Story } from "../../packages/cli/test/stories/story.ts";

const REAL = `Every command was run in a temporary repository, in this order, and \`changeset\` is the real one of Changesets 3.`;

const PAGES: Readonly<Record<string, readonly [intro: string, stories: readonly Story[]]>> = {
  "docs/stories.md": [
    `# Three stories\n\nWhat a maintainer meets, from the changeset to the versions. ${REAL}`,
    STORIES,
  ],
  "docs/guides.md": [
    `# Guides\n\nOne job each. ${REAL} How a package graduates, how an API is deprecated and removed, and how a version of Node is dropped is told in [stories.md](stories.md).`,
    GUIDES,
  ],
};

/** The stories and guides, told by doing them. Throws where a command ends in another way than it says. */
export async function storyPages(): Promise<Record<string, string>> {
  const pages = Object.entries(PAGES).map(async ([path, [intro, stories]]) => {
    const told = await Promise.all(stories.map(tell));
    const text = [intro, ...told].join("\n\n").replaceAll(/\n{3,}/g, "\n\n");
    return [path, `${text}\n`] as const;
  });
  return Object.fromEntries(await Promise.all(pages));
}
