import { readFileSync } from "node:fs";
import { join } from "node:path";
import { between } from "./between.ts";

const PAGE = "docs/github.md";

/** The page about pull requests with the workflow that fits most repositories. */
export function githubPage(root: string): Record<string, string> {
  const read = (path: string) => readFileSync(join(root, path), "utf8");
  const workflow = `\`\`\`yaml\n${read("docs/workflows/release-policy-single.yml")}\`\`\``;
  return { [PAGE]: between(read(PAGE), "workflow", workflow) };
}
