import { rmSync } from "node:fs";
import { join } from "node:path";
import { EMPTY_POLICY, chainOf, hasStart } from "@release-policy/core";
import type { Facts, Release } from "@release-policy/core/types";
import fc from "fast-check";
import { fixtureOf } from "../kit/fixture.ts";
import { expect, test } from "vitest";
import { load } from "../../src/check/load.ts";
import { CannotJudge } from "../../src/errors.ts";
import { chainText } from "../../src/formats/finding.ts";
import { check, explain, explainChangeset } from "../../src/index.ts";
import { filesOf, pnpmFilesOf, workspaces } from "../oracle/generate.ts";
import { changeset, workspace } from "../kit/workspace.ts";

const CIRCLE = {
  packages: {
    "@acme/a": { version: "1.0.0", dependencies: { "@acme/b": "workspace:*" } },
    "@acme/b": { version: "1.0.0", dependencies: { "@acme/a": "workspace:*" } },
    "@acme/c": "1.0.0",
  },
  policies: { core: { packages: ["@acme/*"], bumps: { received: [] } } },
  changesets: { fix: { "@acme/c": "patch" } },
} as const;

test.each(["changesets@2", "changesets@3", "pnpm"] as const)(
  "leaves a cycle of a fixed group through the member with the changeset, with %s",
  async (planner) => {
    const group = ["@acme/a", "@acme/b", "@acme/c"];
    const fixture = await workspace({
      ...CIRCLE,
      planner,
      ...(planner === "pnpm"
        ? { workspace: { versioning: { fixed: [group] } } }
        : { config: { fixed: [group] } }),
    });
    const { findings } = await check({ cwd: fixture.path });
    const highest = planner === "pnpm" ? "@acme/c" : "@acme/a";
    const chains = findings
      .filter(({ rule }) => rule === "received-bump")
      .map(({ chain }) => chainText(chain));
    expect(chains).toEqual([
      `@acme/a 1.0.1 ← fixed group, counted from ${highest} 1.0.0 ← @acme/c 1.0.1 ← patch in .changeset/fix.md:2`,
      `@acme/b 1.0.1 ← fixed group, counted from ${highest} 1.0.0 ← @acme/c 1.0.1 ← patch in .changeset/fix.md:2`,
    ]);
    const { follows } = await explainChangeset("fix", { cwd: fixture.path });
    expect(follows.map(({ name }) => name)).toEqual(["@acme/a", "@acme/b"]);
    expect(follows.map(({ chain }) => chainText(chain))).toEqual(chains);
  },
);

test("the chain of a package in an epic ends at its own lead's major, with pnpm", async () => {
  const fixture = await workspace({
    planner: "pnpm",
    packages: {
      "@acme/app": "1.0.0",
      "@acme/app-ui": "100.0.0",
      "@acme/kit": "2.0.0",
      "@acme/kit-ui": "200.0.0",
    },
    workspace: {
      versioning: {
        epics: [
          { lead: "@acme/app", packages: ["@acme/app-*"] },
          { lead: "@acme/kit", packages: ["@acme/kit-*"] },
        ],
      },
    },
    policies: { core: { packages: ["@acme/*"], bumps: { received: [] } } },
    changesets: {
      "a-small": { "@acme/app": "patch" },
      "b-small": { "@acme/kit": "patch" },
      "c-big": { "@acme/kit": "major" },
    },
  });
  const { findings } = await check({ cwd: fixture.path });
  expect(
    findings.filter(({ rule }) => rule === "received-bump").map(({ chain }) => chainText(chain)),
  ).toEqual([
    "@acme/kit-ui 300.0.0 ← epic of @acme/kit ← @acme/kit 3.0.0 ← major in .changeset/c-big.md:2",
  ]);
});

test.each(["changesets@2", "changesets@3"] as const)(
  "the chain of a member of a group ends at leaving pre mode, with %s",
  async (planner) => {
    const fixture = await workspace({
      planner,
      packages: { "@acme/core": "2.0.0-beta.0", "@acme/ui": "0.0.3" },
      config: { fixed: [["@acme/core", "@acme/ui"]] },
      pre: { mode: "exit", tag: "beta" },
      policies: { all: { packages: ["@acme/*"], bumps: { received: [] } } },
      changesets: { none: { "@acme/ui": "none" } },
    });
    const { findings } = await check({ cwd: fixture.path });
    expect(findings.map(({ rule }) => rule)).not.toContain("unexplained-release");
    const { chains } = await explain("@acme/ui", { cwd: fixture.path });
    expect(chainText(chains[0]!)).toMatch(/^@acme\/ui 0\.0\.4 ← leaving pre mode/);
  },
);

test("a lane explains what it alone takes along, and a release that leaves it", async () => {
  const fixture = await workspace({
    planner: "pnpm",
    packages: { "@acme/core": "1.0.0", "@acme/ui": "1.0.0", "@acme/lab": "0.3.0-next.1" },
    workspace: {
      versioning: {
        fixed: [["@acme/core", "@acme/ui"]],
        lanes: { "@acme/core": "next", "@acme/ui": "next" },
      },
    },
    policies: { all: { packages: ["@acme/*"] } },
    changesets: { one: { "@acme/core": "minor", "@acme/lab": "patch" } },
  });
  const kinds = async (name: string) => {
    const { chains } = await explain(name, { cwd: fixture.path });
    return chains.map(([first]) => first!.cause.kind);
  };
  expect(await kinds("@acme/core")).toEqual(["changeset"]);
  expect(await kinds("@acme/ui")).toEqual(["group", "lane"]);
  expect(await kinds("@acme/lab")).toEqual(["changeset", "lane"]);
});

/** The minor gives the group a minor, whose peer gives a major, which the group gives to all. */
const SPIRAL = {
  planner: "changesets@2" as const,
  packages: {
    "@acme/cli": { version: "1.0.0", peerDependencies: { "@acme/driver": "workspace:^" } },
    "@acme/driver": "1.0.0",
    "@acme/spec": "1.0.0",
  },
  config: { fixed: [["@acme/*"]] },
  policies: {
    all: {
      packages: ["@acme/*"],
      versions: "1.x",
      bumps: { declared: ["patch", "minor"], received: ["patch", "minor"] },
    },
  },
};

test("a chain may contain a package twice, and its fix edits the changeset at its start", async () => {
  const fixture = await workspace({
    ...SPIRAL,
    changesets: { one: { "@acme/spec": "minor" }, two: { "@acme/driver": "patch" } },
  });
  const report = await check({ cwd: fixture.path });
  const spec = report.findings.find(({ package: name }) => name === "@acme/spec")!;
  const chain = [
    "@acme/spec 2.0.0",
    "fixed group, counted from @acme/cli 1.0.0",
    "@acme/cli 2.0.0",
    "peer on @acme/driver ^1.0.0",
    "@acme/driver 2.0.0",
    "fixed group, counted from @acme/cli 1.0.0",
    "@acme/spec 2.0.0",
    "minor in .changeset/one.md:2",
  ].join(" ← ");
  expect(chainText(spec.chain)).toBe(chain);
  const { chains } = await explain("@acme/spec", { cwd: fixture.path });
  expect(`@acme/spec 2.0.0 ← ${chainText(chains[0]!).slice("@acme/spec 2.0.0 ← ".length)}`).toBe(
    chain,
  );
  for (const { at, help } of report.findings) {
    expect(at.path).toBe(".changeset/one.md");
    expect(help.map((part) => (typeof part === "string" ? part : part.code)).join("")).toContain(
      "write patch instead of minor in .changeset/one.md:2",
    );
  }
  await fixture.writeFile(".changeset/one.md", changeset({ "@acme/spec": "patch" }));
  expect((await check({ cwd: fixture.path })).outcome).toBe("pass");
});

const planned = async (root: string): Promise<Facts | undefined> => {
  try {
    const options = { today: "2026-01-01", mayRunInstalled: false };
    const { facts } = await load(root, EMPTY_POLICY, options);
    return facts.refusal ? undefined : facts;
  } catch (error) {
    if (error instanceof CannotJudge) return undefined;
    throw error;
  }
};

/** The changesets at the ends of its chains: a linked package needs what releases it, and what moves its group. */
function behind(release: Release, facts: Facts): ReadonlySet<string> {
  const releaseOf = (name: string) => facts.releases.find((one) => one.name === name);
  const chains = [chainOf(release, releaseOf)];
  for (const chain of chains)
    for (const { package: name, cause } of chain) {
      if (cause.kind !== "group" || cause.group !== "linked") continue;
      const { causes } = releaseOf(name)!;
      const apart = chainOf(
        { ...releaseOf(name)!, causes: causes.filter(({ kind }) => kind !== "group") },
        releaseOf,
      );
      if (!chains.some((known) => chainText(known) === chainText(apart))) chains.push(apart);
    }
  return new Set(
    chains.flatMap((chain) => {
      const cause = chain.at(-1)?.cause;
      return cause?.kind === "changeset" ? [cause.changeset] : [];
    }),
  );
}

test.each(["changesets@2", "changesets@3", "pnpm"] as const)(
  "a release stays in the plan with only its chain's changesets, and disappears without them, with %s",
  { timeout: 240_000 },
  async (planner) => {
    const counts = { stays: 0, goes: 0 };
    for (const generated of fc.sample(workspaces, { numRuns: 40, seed: 20261129 })) {
      if (generated.pre) continue;
      const files =
        planner === "pnpm"
          ? pnpmFilesOf(generated)
          : filesOf(generated, planner === "changesets@2" ? 2 : 3);
      const fixture = await fixtureOf(files);
      const facts = await planned(fixture.path);
      await fixture.rm();
      const releases = facts?.releases ?? [];
      for (const release of releases.slice(0, 2)) {
        const ids = behind(release, facts!);
        expect(
          hasStart(chainOf(release, (name) => releases.find((one) => one.name === name))),
        ).toBe(true);
        if (ids.size === 0) continue;
        const copy = await fixtureOf(files);
        for (const { id, path } of facts!.changesets)
          if (!ids.has(id)) rmSync(join(copy.path, path));
        const only = await planned(copy.path);
        expect(only?.releases.map(({ name }) => name)).toContain(release.name);
        counts.stays++;
        for (const { id, path } of facts!.changesets)
          if (ids.has(id)) rmSync(join(copy.path, path));
        const none = await planned(copy.path);
        const others = none?.releases.map(({ name }) => name) ?? [];
        expect(others).not.toContain(release.name);
        counts.goes++;
        await copy.rm();
      }
    }
    expect(counts.stays).toBeGreaterThan(10);
  },
);
