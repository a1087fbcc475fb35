import { createHash } from "node:crypto";
import { lstatSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { PlannerId } from "@release-policy/core";
import { expect, onTestFinished, test, vi } from "vitest";
import { CannotJudge, type CheckOptions, check, explain } from "../../src/index.ts";
import { commitAll } from "../kit/run-example.ts";
import { changeset, repository, workspace } from "../kit/workspace.ts";

/** Paths, kinds, times and contents of everything in a folder, git's own folder included. */
function fingerprint(root: string): string {
  const hash = createHash("sha256");
  for (const path of readdirSync(root, { recursive: true, encoding: "utf8" }).toSorted()) {
    const stat = lstatSync(join(root, path));
    hash.update(`${path} ${stat.mode} ${stat.isFile() ? stat.mtimeMs : ""}\n`);
    if (stat.isFile()) hash.update(readFileSync(join(root, path)));
  }
  return hash.digest("hex");
}

const PLANNERS: readonly PlannerId[] = ["changesets@2", "changesets@3", "pnpm"];

const WAYS: readonly (readonly [string, CheckOptions])[] = [
  ["the folder", {}],
  ["a commit", { ref: "HEAD" }],
  ["a change", { since: "HEAD~1" }],
  ["a commit since another", { ref: "HEAD", since: "HEAD~1" }],
  ["everything since a base", { since: "HEAD~1", all: true }],
];

const CASES = PLANNERS.flatMap((planner) =>
  WAYS.map(([way, options]) => ({ planner, way, options })),
);

test.for(CASES)("writes nothing on a check $way with $planner", async ({ planner, options }) => {
  const fixture = await workspace({
    planner,
    changesets: { one: { "@acme/plugin": "major" } },
    // The form of Changesets 2, which the reader of Changesets 3 would rewrite.
    ...(planner === "pnpm"
      ? { workspace: { versioning: {} } }
      : {
          files: {
            ".changeset/pre.json":
              '{ "mode": "pre", "tag": "beta", "initialVersions": {}, "changesets": ["one"] }\n',
          },
        }),
  });
  repository(fixture);
  await fixture.writeFile(".changeset/two.md", changeset({ "@acme/core": "minor" }));
  commitAll(fixture.path, "second");
  const before = fingerprint(fixture.path);
  await check({ cwd: fixture.path, ...options });
  await explain("@acme/core", { cwd: fixture.path });
  expect(fingerprint(fixture.path)).toBe(before);
});

test("writes nothing when it cannot check", async () => {
  const fixture = await workspace({ files: { "packages/core/package.json": "{" } });
  const before = fingerprint(fixture.path);
  await expect(check({ cwd: fixture.path })).rejects.toThrow(CannotJudge);
  expect(fingerprint(fixture.path)).toBe(before);
});

test("leaves no folder in the system's temporary folder", async () => {
  const fixture = await workspace({ changesets: { one: { "@acme/core": "minor" } } });
  repository(fixture);
  const scratches = () => readdirSync(process.env["TMPDIR"]!);
  await fixture.mkdir("tmp");
  vi.stubEnv("TMPDIR", fixture.getPath("tmp"));
  onTestFinished(() => void vi.unstubAllEnvs());
  await check({ cwd: fixture.path, ref: "HEAD" });
  await expect(
    check({ cwd: fixture.path, ref: "HEAD", today: "2026-01-01", planner: "pnpm" }),
  ).resolves.toBeDefined();
  expect(scratches()).toEqual([]);
});
