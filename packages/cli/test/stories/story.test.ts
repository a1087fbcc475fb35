import { expect, test } from "vitest";
import { storyText } from "./story.ts";

test("a story shows every command that ran, in order, and every file", async () => {
  const text = await storyText({
    workspace: {
      packages: { "@acme/core": "1.4.0" },
      policies: { core: { packages: ["@acme/core"] } },
    },
    steps: [
      { says: "Refused:", files: { ".changeset/a.md": "---\n---\n\nNothing.\n" } },
      { says: "Without it:", files: { ".changeset/a.md": undefined } },
      {
        says: "Released:",
        files: { ".changeset/b.md": '---\n"@acme/core": patch\n---\n\nFaster.\n' },
        run: [0, "check", "--today", "2026-06-15"],
      },
      { says: "", versions: true },
    ],
  });
  expect(text.split("\n").filter((line) => /^(?:\$|# [.\w]+\/)/.test(line))).toEqual([
    "# policies/core.yaml",
    "$ jq -c . packages/*/package.json",
    "$ git init --quiet --initial-branch main",
    "$ git add --all",
    "$ git commit --quiet --message first",
    "$ git tag @acme/core@1.4.0",
    "# .changeset/a.md",
    "$ rm .changeset/a.md",
    "# .changeset/b.md",
    "$ npx release-policy check --today 2026-06-15",
    "$ npx changeset version",
    "$ git add --all",
    "$ git commit --quiet --message versions",
    "$ git tag @acme/core@1.4.1",
  ]);
});
