import { expect, test } from "vitest";
import { CannotJudge, check } from "../../src/index.ts";
import { workspace } from "../kit/workspace.ts";

test("shows every range that is not a string at its line, where Changesets 2 cannot read its config", async () => {
  const manifest = (ranges: object) =>
    JSON.stringify({ name: "@acme/plugin", version: "0.3.0", ...ranges }, undefined, 1);
  const ranges = { dependencies: { "@acme/core": 1 }, peerDependencies: { react: null } };
  const { path } = await workspace({
    planner: "changesets@2",
    changesets: { one: { "@acme/core": "patch" } },
    files: { "packages/plugin/package.json": manifest(ranges) },
  });
  const error = await check({ cwd: path }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(CannotJudge);
  expect((error as CannotJudge).obstacles.map(({ message, at }) => [message, at?.line])).toEqual([
    ["`dependencies.@acme/core` is 1, not a string", 5],
    ["`peerDependencies.react` is null, not a string", 8],
  ]);
});
