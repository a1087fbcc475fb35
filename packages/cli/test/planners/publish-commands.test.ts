import { expect, test } from "vitest";
import { type PublishedUnder, predictedTag } from "../../src/planners/publishing/predicted-tag.ts";
import { publishCommands } from "../../src/planners/publishing/publish-commands.ts";

test.each([
  ["changeset publish", [{ tool: "changesets" }]],
  ["pnpm build && pnpm changeset publish --tag next", [{ tool: "changesets", tag: "next" }]],
  ["npx @changesets/cli publish --tag='next'", [{ tool: "changesets", tag: "next" }]],
  ["CI=1 ./node_modules/.bin/changeset publish", [{ tool: "changesets" }]],
  ["changeset publish --tag $TAG", [{ tool: "changesets", tag: false }]],
  ['changeset publish --tag ""', [{ tool: "changesets", tag: "" }]],
  ["pnpm -r publish --tag=lts --no-git-checks", [{ tool: "pnpm", tag: "lts" }]],
  [
    "pnpm publish -r --filter ui --filter=lab --tag a; pnpm publish -r",
    [{ tool: "pnpm", tag: "a", only: ["ui", "lab"] }, { tool: "pnpm" }],
  ],
  ["npm publish --workspaces", [{ tool: "npm" }]],
  ["npm publish -w ui --tag next", [{ tool: "npm", only: ["ui"], tag: "next" }]],
  ["yarn workspaces foreach -Apt --no-private npm publish", [{ tool: "yarn" }]],
  ["yarn workspaces foreach --all npm publish --tag next", [{ tool: "yarn", tag: "next" }]],
  ["yarn workspaces foreach -A --exclude ui npm publish", []],
  ["yarn workspaces foreach -W npm publish", []],
  ["yarn workspace ui npm publish", [{ tool: "yarn", only: ["ui"] }]],
  ["yarn npm publish", []],
  ["yarn changeset publish", [{ tool: "changesets" }]],
  ["bun publish", []],
  ["bun publish -r --tag next", [{ tool: "bun", tag: "next" }]],
  ["bun publish --filter ui --filter=lab", [{ tool: "bun", only: ["ui", "lab"] }]],
  ["bun run publish -r", []],
  ["pnpm publish", []],
  ["npm run publish --workspaces", []],
  ["pnpm -r run publish", []],
  ["turbo build", []],
  ["echo publish", []],
] as const)("the commands that publish in %j", (script, commands) => {
  expect(publishCommands(script)).toEqual(commands);
});

test("npm publishes under a tag that only it knows, unless the manifest has one", () => {
  const command = { tool: "npm" } as const;
  const release = { version: "1.0.0", settingsTag: false } as PublishedUnder;
  expect(predictedTag(command, release)).toBeUndefined();
  expect(predictedTag({ tool: "bun" }, release)).toMatchObject({ tag: "latest" });
  expect(predictedTag(command, { ...release, manifestTag: "next" })).toMatchObject({ tag: "next" });
});

test("only foreach of Yarn publishes all workspaces", () => {
  expect(publishCommands("yarn workspaces foreach --all npm publish")).toHaveLength(1);
  expect(publishCommands("yarn workspaces focus --all npm publish")).toEqual([]);
  expect(publishCommands("yarn workspace foreach --all npm publish")).not.toEqual([]);
});
