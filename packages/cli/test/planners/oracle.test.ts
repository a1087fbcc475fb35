import { sep } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { check } from "../../src/index.ts";
import { fixtureOf } from "../kit/fixture.ts";
import { COMMANDS, compare } from "../oracle/compare.ts";
import { type Generated, type GeneratedPackage, workspaces } from "../oracle/generate.ts";
import { runs, sampled } from "../kit/sampling.ts";

const generated = (packages: Generated["packages"], rest: Partial<Generated>): Generated => ({
  packages,
  changesets: [],
  config: { changelog: false },
  versioning: {},
  pre: null,
  ...rest,
});
const at = (name: string, version: string): GeneratedPackage => ({
  name,
  version,
  private: false,
  edges: [],
});

test.each<[string, string, string, Generated["changesets"][number], Record<string, string>]>([
  ["moves its members", "2.0.0-beta.0", "100.1.0", { "@acme/b": "patch" }, {}],
  [
    "moves members that are on a lane",
    "1.0.0-beta.0",
    "1.1.0",
    { "@acme/b": "patch" },
    { "@acme/d": "next" },
  ],
  [
    "is on the major before if it is not released",
    "2.0.0-beta.0",
    "100.1.0",
    { "@acme/d": "patch" },
    {},
  ],
  ["refuses members that are ahead", "2.0.0-beta.0", "200.1.0", { "@acme/d": "patch" }, {}],
  [
    "moves no members from a lane",
    "2.0.0-beta.0",
    "100.1.0",
    { "@acme/b": "major" },
    { "@acme/b": "beta" },
  ],
  ["moves no members on a minor", "2.1.0-beta.0", "200.1.0", { "@acme/b": "minor" }, {}],
])(
  "an epic's lead at a prerelease of a new major %s, as pnpm plans it",
  async (_, lead, member, bumps, lanes) => {
    const epics = [{ lead: "@acme/b", packages: ["*"] }];
    const { predicted, written, unexplained } = await compare(
      generated([at("@acme/b", lead), at("@acme/d", member)], {
        changesets: [bumps],
        versioning: { epics, lanes },
      }),
      "pnpm",
    );
    expect(predicted).toEqual(written);
    expect(unexplained).toEqual([]);
  },
);

test.each(sampled(["./packages/b/", "././packages/b//", "./packages\\b"]))(
  "the settings of pnpm may spell a folder as %s",
  async (b) => {
    const d = b.replace(/b/, "d");
    const settings = [
      { fixed: [[b, "@acme/d"]] },
      { epics: [{ lead: b, packages: [d] }] },
      { epics: [{ lead: "@acme/b", packages: ["@acme/*", `!${d}`] }] },
      { lanes: { [b]: "next" } },
      { ignore: [d] },
    ];
    for (const versioning of settings) {
      const { predicted, written, unexplained, unended } = await compare(
        generated([at("@acme/b", "2.0.0"), at("@acme/d", "200.1.0")], {
          changesets: [{ "@acme/b": "major" }],
          versioning,
        }),
        "pnpm",
      );
      expect(Object.keys(written)).toContain("@acme/b");
      expect({ predicted, unexplained, unended }).toEqual({
        predicted: written,
        unexplained: [],
        unended: [],
      });
    }
  },
);

test.runIf(sep === "/")("pnpm takes a backslash in the name of a folder for a slash", async () => {
  const { path } = await fixtureOf({
    "package.json": '{ "name": "root", "private": true }',
    "pnpm-workspace.yaml": "packages: [packages/*]\nversioning: {}\n",
    "packages/odd\\/package.json": '{ "name": "odd", "version": "1.0.0" }',
    ".changeset/one.md": '---\n"odd": minor\n---\n\nSay what changed.\n',
    "policies/all.yaml": "packages: ['*']\n",
  });
  const { releases } = await check({ cwd: path });
  expect(releases.map(({ dir, to }) => [dir, to])).toEqual([["packages/odd\\", "1.1.0"]]);
});

test.for(["changesets@2", "changesets@3"] as const)(
  "leaving pre mode explains every release of a group with a prerelease, with %s",
  async (command) => {
    const skipped = { ...at("@acme/a", "2.0.0-beta.0"), private: true };
    const dependent: GeneratedPackage = {
      ...skipped,
      edges: [{ field: "dependencies", to: "@acme/d", spec: "workspace:^" }],
    };
    const members = ["@acme/a", "@acme/d", "@acme/e"];
    const config = { changelog: false as const, privatePackages: { version: false, tag: false } };
    const cases = [at("@acme/a", "2.0.0-beta.0"), skipped, dependent].flatMap((first) =>
      [{ fixed: [members] }, { linked: [members] }].flatMap((groups) =>
        (["patch", "none"] as const).map((bump) => ({ first, groups, bump })),
      ),
    );
    for (const { first, groups, bump } of sampled(cases)) {
      const { predicted, written, unexplained, unended } = await compare(
        generated([first, at("@acme/d", "1.0.0"), at("@acme/e", "1.0.0")], {
          changesets: [{ "@acme/e": bump }],
          config: { ...config, ...groups },
          pre: { mode: "exit", tag: "beta", used: 0 },
        }),
        command,
      );
      expect(Object.keys(written)).toContain("@acme/d");
      expect({ predicted, unexplained, unended }).toEqual({
        predicted: written,
        unexplained: [],
        unended: [],
      });
    }
  },
);

test.for([{ ignore: ["@acme/a"] }, { privatePackages: { version: false, tag: false } }])(
  "leaving pre mode explains a package that Changesets 2 skips, with %o",
  async (skipping) => {
    const { predicted, written, unexplained, unended } = await compare(
      generated([{ ...at("@acme/a", "1.0.0"), private: true }, at("@acme/d", "2.0.0-beta.0")], {
        changesets: [{ "@acme/a": "none" }],
        config: { changelog: false, ...skipping },
        pre: { mode: "exit", tag: "beta", used: 1 },
      }),
      "changesets@2",
    );
    expect(written).toEqual({ "@acme/a": "1.0.1", "@acme/d": "2.0.0" });
    expect({ predicted, unexplained, unended }).toEqual({
      predicted: written,
      unexplained: [],
      unended: [],
    });
  },
);

test.for(COMMANDS)(
  "predicts the versions and ranges that the release command of %s writes",
  { timeout: 240_000 },
  async (command) => {
    await fc.assert(
      fc.asyncProperty(workspaces, async (drawn) => {
        const { predicted, written, unexplained, unended } = await compare(drawn, command);
        expect(predicted).toEqual(written);
        expect(unexplained).toEqual([]);
        expect(unended).toEqual([]);
      }),
      { numRuns: runs(12), endOnFailure: true, seed: 20261122 },
    );
  },
);
