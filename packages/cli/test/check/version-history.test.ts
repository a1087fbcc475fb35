import { plain } from "@release-policy/core";
import type { FsFixture } from "fs-fixture";
import { expect, test } from "vitest";
import { type Report, check } from "../../src/index.ts";
import { runChangesets } from "../kit/changesets-cli.ts";
import { commitAll, gitIn } from "../kit/run-example.ts";
import { changeset, repository, workspace } from "../kit/workspace.ts";

const GIVEN = {
  packages: { "@acme/core": "1.2.0", "@acme/other": "1.3.0" },
  policies: { all: { packages: ["@acme/*"] } },
  changesets: { first: { "@acme/core": "minor" } },
} as const;

const version = async (fixture: FsFixture): Promise<string> => {
  await runChangesets(fixture.path, "changesets@3", "version");
  return commitAll(fixture.path, "Version Packages");
};

async function change(
  fixture: FsFixture,
  id: string,
  bumps: Record<string, string>,
): Promise<string> {
  await fixture.writeFile(`.changeset/${id}.md`, changeset(bumps));
  return commitAll(fixture.path, id);
}

const merge = (fixture: FsFixture, branch: string): string => {
  const author = ["-c", "user.name=Ann", "-c", "user.email=ann@example.com"];
  return gitIn(fixture.path, ...author, "merge", "-q", "--no-ff", "-m", `Merge ${branch}`, branch);
};

const messages = ({ findings }: Report): string[] =>
  findings.map(({ rule, level, message }) => `${level} ${rule}: ${plain(message)}`);

test("a back-merge of a release does not affect pending changesets", async () => {
  const fixture = await workspace(GIVEN);
  repository(fixture);
  gitIn(fixture.path, "branch", "next");
  await version(fixture);
  gitIn(fixture.path, "checkout", "-q", "next");
  await change(fixture, "feature", { "@acme/other": "minor" });
  gitIn(fixture.path, "checkout", "-q", "-b", "backmerge");
  merge(fixture, "main");
  const report = await check({ cwd: fixture.path, since: "next" });
  expect(messages(report)).toEqual([]);
  expect(report.releases).toMatchObject([
    { name: "@acme/other", to: "1.4.0", written: false },
    { name: "@acme/core", from: "1.2.0", to: "1.3.0", written: true },
  ]);
});

test("in a merge queue, names the changeset added after the version commit", async () => {
  const fixture = await workspace(GIVEN);
  repository(fixture);
  gitIn(fixture.path, "checkout", "-q", "-b", "release");
  await version(fixture);
  gitIn(fixture.path, "checkout", "-q", "main");
  await change(fixture, "late", { "@acme/core": "patch" });
  gitIn(fixture.path, "checkout", "-q", "-b", "queue");
  merge(fixture, "release");
  const report = await check({ cwd: fixture.path, since: "main" });
  expect(messages(report)).toEqual([
    "warn stale-plan: `@acme/core` `1.3.0` does not include `.changeset/late.md`, which would be released next as `1.3.1`",
  ]);
  expect(report.outcome).toBe("warn");
});

test.each(["changesets@2", "changesets@3"] as const)(
  "a changeset that is added beside the versions does not hide them, with %s",
  async (planner) => {
    const fixture = await workspace({
      planner,
      changesets: { one: { "@acme/plugin": "major" } },
    });
    repository(fixture);
    gitIn(fixture.path, "checkout", "-q", "-b", "release");
    await runChangesets(fixture.path, planner, "version");
    await change(fixture, "late", { "@acme/plugin": "patch" });
    const report = await check({ cwd: fixture.path, since: "main" });
    expect(messages(report)).toContain(
      "error accidental-graduation: `@acme/plugin` would go from `0.3.0` to `1.0.0`, but track `integrations` only allows `0.y.z`",
    );
    expect(report.outcome).toBe("fail");
  },
);

test("compares across several releases, and across a merge, with the plan of each", async () => {
  const fixture = await workspace(GIVEN);
  const start = repository(fixture);
  await version(fixture);
  await change(fixture, "second", { "@acme/core": "minor", "@acme/other": "patch" });
  const middle = await version(fixture);
  gitIn(fixture.path, "checkout", "-q", "-b", "hotfix");
  await change(fixture, "third", { "@acme/core": "patch" });
  await version(fixture);
  gitIn(fixture.path, "checkout", "-q", "main");
  await change(fixture, "fourth", { "@acme/other": "minor" });
  merge(fixture, "hotfix");
  for (const since of [start, middle]) {
    const report = await check({ cwd: fixture.path, since });
    expect(messages(report)).toEqual([]);
    expect(report.releases.find(({ name }) => name === "@acme/core")).toMatchObject({
      to: "1.4.1",
      written: true,
    });
  }
});

test("compares versions that are not committed yet with the plan of the last commit", async () => {
  const fixture = await workspace(GIVEN);
  const start = repository(fixture);
  await change(fixture, "second", { "@acme/other": "minor" });
  await runChangesets(fixture.path, "changesets@3", "version");
  expect(messages(await check({ cwd: fixture.path, since: start }))).toEqual([]);
});

test("distinguishes a manually edited version from a planned one", async () => {
  const fixture = await workspace(GIVEN);
  const start = repository(fixture);
  await version(fixture);
  await change(fixture, "second", { "@acme/core": "minor" });
  await runChangesets(fixture.path, "changesets@3", "version");
  const manifest = JSON.stringify({ name: "@acme/core", version: "1.9.0" });
  await fixture.writeFile("packages/core/package.json", manifest);
  commitAll(fixture.path, "Version Packages");
  expect(messages(await check({ cwd: fixture.path, since: start }))).toEqual([
    "error stale-plan: `@acme/core` `1.9.0` was written, but the base plans `1.4.0`",
  ]);
});
