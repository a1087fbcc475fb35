import type { ExampleWorkspace } from "@release-policy/core/testing";
import type { FsFixture } from "fs-fixture";
import { check } from "../../src/index.ts";
import { gitIn } from "./run-example.ts";
import { repository, workspace } from "./workspace.ts";

const json = (data: object): string => JSON.stringify(data);

/** A root that is a package, one package in another, one private, one ignored. */
const GIVEN: Partial<ExampleWorkspace> = {
  packages: { "@acme/core": "1.2.0", "@acme/plugin": "0.3.0", "@acme/old": "1.0.0" },
  policies: { all: { packages: ["*"] } },
  config: { ignore: ["@acme/old"] },
  changesets: { pending: { "@acme/core": "patch" } },
  files: {
    "package.json": json({
      name: "acme",
      version: "1.0.0",
      devDependencies: { "@changesets/cli": "^3.0.3" },
    }),
    "pnpm-workspace.yaml": json({ packages: [".", "packages/**"] }),
    "packages/core/index.js": "1",
    "packages/core/docs/a b.md": "1",
    "packages/core/inner/package.json": json({ name: "@acme/inner", version: "1.0.0" }),
    "packages/core/inner/index.js": "1",
    "packages/site/package.json": json({ name: "site", version: "1.0.0", private: true }),
    "packages/plugin/index.js": "1",
    ".gitignore": "dist\n",
  },
};

export type Change = (fixture: FsFixture) => unknown;
export const write =
  (...paths: readonly string[]): Change =>
  async (fixture) => {
    for (const path of paths) {
      if (path.includes("/")) await fixture.mkdir(path.slice(0, path.lastIndexOf("/")));
      await fixture.writeFile(path, "2");
    }
  };
export const move =
  (from: string, to: string): Change =>
  ({ path }) =>
    gitIn(path, "mv", from, to);

/** What `changeset-missing` says of a change: each package with the files that it names. */
export async function missing(
  change: Change,
  given: Partial<ExampleWorkspace> = {},
): Promise<string[]> {
  const fixture = await workspace({ ...GIVEN, ...given });
  repository(fixture);
  await change(fixture);
  const { findings } = await check({ cwd: fixture.path, since: "main" });
  return findings
    .filter(({ rule }) => rule === "changeset-missing")
    .map(({ message, package: name }) => {
      const codes = message.flatMap((part) => (typeof part === "string" ? [] : part.code));
      return `${name}: ${codes.slice(1).join(", ")}`;
    });
}
