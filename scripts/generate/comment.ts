import { commentPage } from "../../packages/github/test/comment/page.ts";

export const commentPages = async (): Promise<Record<string, string>> => ({
  "docs/comment.md": await commentPage(),
});
