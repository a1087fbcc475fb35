import { expect, test } from "vitest";
import { CannotJudge, type CheckOptions, check } from "../../src/index.ts";
import { changeset, folder, repository, workspace } from "../kit/workspace.ts";

/** What `pnpm fuzz` found: workspaces on which a check threw something else than `CannotJudge`, or gave no reason. */
const MANIFEST = '{ "name": "@acme/core", "version": "1.0.0" }';
const POLICY = { "policies/core.yaml": 'packages: ["*"]\n' };
const config = (major: number, rest: object = {}) =>
  JSON.stringify({
    $schema: `https://unpkg.com/@changesets/config@${major}.0.0/schema.json`,
    ...rest,
  });

test.each<[string, Record<string, string>]>([
  [
    "no package.json in the root",
    { ".changeset/config.json": config(4), "packages/a/package.json": MANIFEST },
  ],
  [
    "a dependency on a package without a version",
    {
      ".changeset/config.json": config(4),
      "package.json": '{ "name": "root" }',
      "packages/a/package.json":
        '{ "name": "@acme/core", "version": "1.0.0", "dependencies": { "@acme/app": "^1.0.0" } }',
      "packages/b/package.json": '{ "name": "@acme/app" }',
    },
  ],
  ...[null, { a: 1 }, [1], true].map((version): [string, Record<string, string>] => [
    `the version ${JSON.stringify(version)}`,
    {
      ".changeset/config.json": config(4),
      "package.json": '{ "name": "root", "private": true }',
      "packages/a/package.json": JSON.stringify({ name: "@acme/core", version }),
      "packages/b/package.json": JSON.stringify({
        name: "@acme/app",
        version: "1.0.0",
        dependencies: { "@acme/core": "^1.0.0" },
      }),
    },
  ]),
  [
    "a config that Changesets 2 refuses in one line",
    {
      ".changeset/config.json": config(3, { ignore: ["@acme/core"] }),
      "package.json": '{ "private": true }',
      "packages/a/package.json":
        '{ "name": "@acme/core", "version": "1.0.0", "dependencies": null }',
      "packages/b/package.json": '{ "name": "@acme/app", "dependencies": { "@acme/core": 1 } }',
    },
  ],
])("a workspace with %s is judged, or there is a reason why not", async (_, files) => {
  const fixture = await folder({
    "pnpm-workspace.yaml": "packages: [packages/*]\n",
    ...POLICY,
    ...files,
  });
  const outcome: unknown = await check({ cwd: fixture.path }).catch((thrown: unknown) => thrown);
  if (!(outcome instanceof Error)) return;
  expect(outcome).toBeInstanceOf(CannotJudge);
  expect((outcome as CannotJudge).obstacles[0]?.message).toMatch(/\w/);
});

const PLACES = [
  ".changeset/deep/x.md",
  ".changeset/deep/deeper/x.md",
  ".changeset/deep/x.txt",
  ".changeset/x.md/y.md",
  ".changeset/pre/four.md",
  ".changeset/pre/deep/x.md",
  ".changeset/pre/x.txt",
  ".changeset/.hidden/x.md",
  ".changeset/README.md/x.md",
];

test.each(PLACES)(
  "a folder and its commit get the same verdict under Changesets 2: %s",
  async (path) => {
    const fixture = await workspace({
      planner: "changesets@2",
      files: { [path]: changeset({ "@acme/plugin": "minor" }) },
    });
    repository(fixture);
    const [here, there] = [
      await outcomeOf({ cwd: fixture.path }),
      await outcomeOf({ cwd: fixture.path, ref: "HEAD" }),
    ];
    expect(there).toEqual(here);
  },
);

/** What a check finds and plans, or why it cannot judge. */
async function outcomeOf(options: CheckOptions): Promise<unknown> {
  try {
    const { findings, releases, outcome } = await check(options);
    return { findings, releases, outcome };
  } catch (error) {
    if (!(error instanceof CannotJudge)) throw error;
    return error.obstacles;
  }
}
