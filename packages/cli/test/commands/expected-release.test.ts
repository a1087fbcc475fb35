import { viewOf } from "@release-policy/core";
import { expect, test } from "vitest";
import { judgedWorkspace, inWorkspace } from "../../src/check/check.ts";
import { expectedRelease } from "../../src/commands/verify/expected-release.ts";
import { deprecationsDue } from "../../src/commands/verify/missing-deprecations.ts";
import { withinWindow } from "../../src/commands/verify/window.ts";
import { workspace } from "../kit/workspace.ts";

/** What the workspace expects of a version, and what of it differs from a stable release without evidence. */
async function expecting(
  version: string,
  {
    config,
    tags,
    pre,
    changelog,
    dir = "packages/core",
  }: {
    readonly config?: unknown;
    readonly tags?: readonly string[];
    readonly pre?: string;
    readonly changelog?: string;
    readonly dir?: string;
  } = {},
) {
  const fixture = await workspace();
  if (changelog !== undefined) await fixture.writeFile(`${dir}/CHANGELOG.md`, changelog);
  const { facts, policy } = await inWorkspace({ cwd: fixture.path }, (root, scratches) =>
    judgedWorkspace(root, scratches, {}),
  );
  const view = viewOf(facts, policy);
  const pkg = facts.packages.find(({ name }) => name === "@acme/core")!;
  const {
    name: _name,
    dir: _dir,
    version: _version,
    ...rest
  } = expectedRelease(
    fixture.path,
    { ...pkg, version, dir },
    config,
    { ...view, ...(pre === undefined ? {} : { pre: { mode: "pre", tag: pre } as never }) },
    tags?.map((tag) => ({ package: "@acme/core", version: tag.slice(1), tag }) as never),
  );
  return rest;
}

test.each([
  ["1.2.0", {}, { distTag: "latest", gitTags: [] }],
  ["1.2.0", { tags: [] }, { distTag: "latest", gitTags: [] }],
  ["1.2.0", { tags: ["v1.1.0"] }, { distTag: "latest", gitTags: ["1.1.0"] }],
  [
    "1.2.0",
    { tags: ["v1.1.0", "v1.2.0"] },
    { distTag: "latest", evidence: "tag v1.2.0", gitTags: ["1.1.0", "1.2.0"] },
  ],
  ["1.2.0", { config: { tag: "next" } }, { distTag: "next", gitTags: [] }],
  ["2.0.0-beta.1", {}, { gitTags: [] }],
  ["2.0.0-beta.1", { pre: "beta" }, { distTag: "beta", gitTags: [] }],
  ["1.2.0", { pre: "beta" }, { distTag: "latest", gitTags: [] }],
  [
    "1.2.0",
    { changelog: "# core\n\n## [1.2.0](x) (2026-03-01)\n" },
    { distTag: "latest", evidence: "packages/core/CHANGELOG.md", gitTags: [] },
  ],
  [
    "1.2.0",
    { changelog: "## 1.2.0\n", dir: "." },
    { distTag: "latest", evidence: "CHANGELOG.md", gitTags: [] },
  ],
  ["1.2.0", { changelog: "## 1.2.0-beta.1\n\n1.2.0\n" }, { distTag: "latest", gitTags: [] }],
])("expects of %s with %j: %j", async (version, given, expected) => {
  expect(await expecting(version, given)).toStrictEqual(expected);
});

test.each([
  ["1.9.0", "*", "deprecated", 0],
  ["2.0.0", "*", "deprecated", 1],
  ["2.1.0", "*", "deprecated", 1],
  [undefined, "*", "deprecated", 1],
  ["2.0.0", "read()", "deprecated", 0],
  ["2.0.0", "*", "rolledBack", 0],
])("a package at %s, with %s %s since 2.0.0, is due on npm: %i", (version, api, state, count) => {
  const entry = { package: "@acme/core", api, state, deprecatedIn: "2.0.0" };
  const packages = version === undefined ? [] : [{ name: "@acme/core", version }];
  const view = { policy: { deprecations: [entry] }, packages } as never;
  expect(deprecationsDue(view)).toHaveLength(count);
});

test("asks the registry again about what is open, until the time is over", async () => {
  const asked: string[][] = [];
  const notes: string[] = [];
  const judge = (things: readonly string[]) => {
    asked.push([...things]);
    return Promise.resolve(things.map((thing) => `${thing}${asked.length}`));
  };
  const isOpen = (verdict: string) => verdict.startsWith("b");
  const run = (wait?: number) =>
    withinWindow(["a", "b"], judge, isOpen, {
      ...(wait === undefined ? {} : { wait }),
      onProgress: (text) => notes.push(text),
    });
  expect(await run()).toEqual(["a1", "b1"]);
  expect(notes).toEqual([]);
  expect(await run(200)).toEqual(["a2", `b${asked.length}`]);
  // A timer may end a moment before its time, and one more question follows.
  const again = asked.slice(2);
  expect(asked).toEqual([["a", "b"], ["a", "b"], ["b"], ...again.slice(1).map(() => ["b"])]);
  expect(notes).toEqual(again.map(() => "waiting for the registry: 1 of 2 packages"));
});
