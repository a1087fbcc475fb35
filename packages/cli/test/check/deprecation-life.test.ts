import { readFileSync } from "node:fs";
import { plain } from "@release-policy/core";
import { expect, test } from "vitest";
import { check, deprecations } from "../../src/index.ts";
import { runChangesets } from "../kit/changesets-cli.ts";
import { commitAll } from "../kit/run-example.ts";
import { changeset, repository, workspace } from "../kit/workspace.ts";

const PLANNERS = ["changesets@2", "changesets@3"] as const;

/** A workspace whose core keeps what it deprecates for a line, in git. */
async function promising(planner: (typeof PLANNERS)[number]) {
  const fixture = await workspace({
    planner,
    packages: { "@acme/core": "1.2.0", "@acme/shell": "0.3.0" },
    policies: {
      core: {
        packages: ["@acme/*"],
        require: { removal: { deprecatedFor: { lines: 1 } } },
        rules: { removal: "error" },
      },
      deprecations: {
        deprecations: [{ package: "@acme/shell", api: "*", deprecatedIn: "0.2.0" }],
      },
    },
  });
  repository(fixture);
  return fixture;
}
type Fixture = Awaited<ReturnType<typeof promising>>;

const found = async (fixture: Fixture, since?: string): Promise<string[]> => {
  const report = await check({ cwd: fixture.path, ...(since === undefined ? {} : { since }) });
  return report.findings.map(({ rule, message }) => `${rule}: ${plain(message)}`);
};

/** What a release does: the ledger, then the planner's own command, in one commit. */
async function release(fixture: Fixture, planner: (typeof PLANNERS)[number], today: string) {
  const before = commitAll(fixture.path, "changes");
  await deprecations({ cwd: fixture.path, today, write: true });
  await runChangesets(fixture.path, planner, "version");
  commitAll(fixture.path, "versions");
  return found(fixture, before);
}

test.each(PLANNERS)(
  "an API is deprecated, kept for a release line and removed, with real releases of %s",
  async (planner) => {
    const fixture = await promising(planner);
    const write = (bump: string, text: string) =>
      fixture.writeFile(".changeset/cat.md", changeset({ "@acme/core": bump }, text));

    await write("minor", "`open` is gone.\n\nRemoves: open");
    expect(await found(fixture)).toEqual([
      "change-bump: `@acme/core` would go from `1.2.0` to `1.3.0`, a `minor` release, but track `core` requires a `major` for the removal of `open` (`.changeset/cat.md:7`)",
      "removal: `open` of `@acme/core` would be removed in `1.3.0`, but it was never deprecated in an earlier release",
    ]);

    await write("minor", "Prefer `openAll`.\n\nDeprecates: open use openAll until 2.0.0");
    expect(await found(fixture)).toEqual([]);
    expect(await release(fixture, planner, "2026-06-15")).toEqual([]);

    await write("patch", "`open` is gone.\n\nRemoves: open");
    expect(await found(fixture)).toEqual([
      "announced-removal: `open` of `@acme/core` would be removed in `1.3.1`, but its removal was announced for `2.0.0`",
      "change-bump: `@acme/core` would go from `1.3.0` to `1.3.1`, a `patch` release, but track `core` requires a `major` for the removal of `open` (`.changeset/cat.md:7`)",
    ]);

    await write("major", "`open` is gone.\n\nRemoves: open");
    expect(await found(fixture)).toEqual([]);
    expect(await release(fixture, planner, "2026-11-22")).toEqual([]);
    expect(readFileSync(fixture.getPath("policies/deprecations.yaml"), "utf8")).toBe(
      'deprecations: [{ package: "@acme/shell", api: "*", deprecatedIn: "0.2.0" }, { package: "@acme/core", api: "open", deprecatedIn: "1.3.0", since: "2026-06-15", replacement: "openAll", announcedRemoval: "2.0.0", state: removed, removedIn: "2.0.0" }]\n',
    );
  },
);

test("a package can be removed after it was deprecated, but not before", async () => {
  const fixture = await promising("changesets@3");
  const before = commitAll(fixture.path, "base");
  await fixture.rm("packages/shell");
  expect(await found(fixture, before)).toEqual([]);
  await fixture.writeFile("policies/deprecations.yaml", "deprecations: []\n");
  const undeprecated = commitAll(fixture.path, "no ledger");
  await fixture.rm("packages/core");
  expect(await found(fixture, undeprecated)).toContain(
    "removal: `@acme/core` was removed from the workspace, but track `core` requires it to be deprecated first",
  );
});

test("a manifest that is not a package of the workspace may be removed", async () => {
  const fixture = await promising("changesets@3");
  const path = "fixtures/old/package.json";
  await fixture.mkdir("fixtures/old");
  await fixture.writeFile(path, '{ "name": "@acme/fixture", "version": "1.0.0" }');
  const before = commitAll(fixture.path, "base");
  await fixture.rm(path);
  expect(await found(fixture, before)).toEqual([]);
});
