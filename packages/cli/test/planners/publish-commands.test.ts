import { expect, test } from "vitest";
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
