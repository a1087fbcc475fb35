import { readFileSync } from "node:fs";
import { join } from "node:path";
import { API_STORIES } from "../../packages/cli/test/stories/public-api.ts";
import { PLANNER_STORIES } from "../../packages/cli/test/stories/planners.ts";
import { RELEASE_STORIES } from "../../packages/cli/test/stories/releases.ts";
import { storyText } from "../../packages/cli/test/stories/story.ts";
import { between } from "./between.ts";

/** The task pages with their examples run. Throws if a command exits with another code than the story says. */
export async function storyPages(root: string): Promise<Record<string, string>> {
  const stories = [...API_STORIES, ...RELEASE_STORIES, ...PLANNER_STORIES];
  const pages = [...Map.groupBy(stories, ({ page }) => page)].map(async ([page, own]) => {
    const texts = await Promise.all(
      own.map(async (story) => [story.name, await storyText(story)] as const),
    );
    const text = texts.reduce(
      (before, [name, content]) => between(before, name, content),
      readFileSync(join(root, page), "utf8"),
    );
    return [page, text] as const;
  });
  return Object.fromEntries(await Promise.all(pages));
}
