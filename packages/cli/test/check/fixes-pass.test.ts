import { rules } from "@release-policy/core";
import type { Example } from "@release-policy/core/testing";
import { afterAll, expect, test } from "vitest";
import { countFixes, fixesText, noFixes, tryFixes } from "../fixes/try-fixes.ts";
import { inExample } from "../kit/run-example.ts";
import { sampled } from "../kit/sampling.ts";

/** Each example that fails, by rule and title. */
const CASES = rules.flatMap(({ id, examples }) =>
  examples.reject.map((example) => [id, example.title, example] as const),
);

const all = noFixes();
const TRIED = sampled(CASES);
test.each(TRIED)(
  "%s, %s: each fix removes its finding and adds no error",
  async (_, title, example) => {
    const own = noFixes();
    const tried = await inExample(example, tryFixes);
    for (const counts of [own, all]) countFixes(counts, tried, title);
    expect(own.failed).toEqual([]);
  },
);

const STABLE = { bumps: { declared: ["patch", "minor"], received: ["patch"] } };

/** What one edit alone does not mend: the group, the lines or the name come up somewhere else too. */
const ENTANGLED: readonly Example[] = [
  {
    title: "A group across tracks, whose member is in an epic as well",
    planner: "pnpm",
    packages: { "@acme/core": "1.2.3", "@acme/lab": "0.1.0" },
    workspace: {
      versioning: {
        fixed: [["@acme/core", "@acme/lab"]],
        epics: [{ lead: "@acme/lab", packages: ["@acme/core"] }],
      },
    },
    changesets: { one: { "@acme/core": "minor", "@acme/lab": "minor" } },
    policies: {
      stable: { packages: ["@acme/core"] },
      young: { packages: ["@acme/lab"], versions: "0.y.z" },
    },
  },
  {
    title: "Three lines, of which patches leave a peer range narrower",
    planner: "changesets@2",
    packages: {
      "@acme/core": { version: "0.0.3", dependencies: { "@acme/react": "workspace:^2.0.0" } },
      "@acme/react": { version: "2.0.0", peerDependencies: { "@acme/core": "workspace:^0.0.3" } },
    },
    config: {
      fixed: [["@acme/core", "@acme/react"]],
      ___experimentalUnsafeOptions_WILL_CHANGE_IN_PATCH: {
        onlyUpdatePeerDependentsWhenOutOfRange: true,
      },
    },
    changesets: {
      one: { "@acme/core": "major" },
      two: { "@acme/core": "minor" },
      three: { "@acme/core": "minor", "@acme/react": "patch" },
    },
    policies: { all: { packages: ["@acme/*"], ...STABLE } },
  },
  {
    title: "Pre mode, without which the versions would leave the track",
    planner: "changesets@3",
    packages: { "@acme/core": "1.0.0", "@acme/lab": "0.1.0-alpha.3" },
    config: { linked: [["@acme/core", "@acme/lab"]] },
    pre: { mode: "pre", tag: "alpha" },
    changesets: { one: { "@acme/core": "patch" }, two: { "@acme/lab": "major" } },
    policies: {
      stable: { packages: ["@acme/core"], prerelease: "forbidden" },
      young: { packages: ["@acme/lab"], versions: "0.y.z" },
    },
  },
  {
    title: "A name of a dependency that the policy and a group name too",
    planner: "changesets@3",
    packages: {
      "@acme/core": { version: "1.2.0", dependencies: { "@acme/lab": "^0.3.0" } },
      "@acme/lab": "0.0.3",
    },
    config: { linked: [["@acme/core", "@acme/lab"]] },
    changesets: { one: { "@acme/core": "patch", "@acme/lab": "patch" } },
    policies: { stable: { packages: ["@acme/core", "@acme/lab"] } },
  },
  {
    title: "A package that two changesets bump, and that moves with its epic",
    planner: "pnpm",
    packages: { "@acme/core": "2.0.0", "@acme/lab": "2.0.0" },
    workspace: { versioning: { epics: [{ lead: "@acme/core", packages: ["@acme/lab"] }] } },
    changesets: {
      one: { "@acme/core": "major", "@acme/lab": "major" },
      two: { "@acme/lab": "major" },
    },
    policies: { all: { packages: ["@acme/*"], extends: "no-major" } },
  },
  {
    title: "A member that a pattern puts into its epic",
    planner: "pnpm",
    packages: { "@acme/core": "1.0.0", "@acme/core-lab": "100.1.0", "@acme/core-ui": "100.0.0" },
    workspace: { versioning: { epics: [{ lead: "@acme/core", packages: ["@acme/core-*"] }] } },
    changesets: { one: { "@acme/core": "major" } },
    policies: {
      core: { packages: ["@acme/core", "@acme/core-ui"] },
      lab: { packages: ["@acme/core-lab"], versions: "100.x", bumps: { received: ["patch"] } },
    },
  },
  {
    title: "A bump that a used changeset gives, too",
    planner: "changesets@2",
    packages: {
      "@acme/a": { version: "2.0.0", peerDependencies: { "@acme/b": "workspace:*" } },
      "@acme/b": { version: "1.2.3", peerDependencies: { "@acme/a": ">=2.0.0" } },
    },
    config: {
      linked: [["@acme/a", "@acme/b"]],
      ___experimentalUnsafeOptions_WILL_CHANGE_IN_PATCH: {
        onlyUpdatePeerDependentsWhenOutOfRange: true,
      },
    },
    pre: { mode: "pre", tag: "alpha" },
    changesets: { c0: { "@acme/a": "major", "@acme/b": "patch" }, c1: { "@acme/a": "minor" } },
    files: {
      ".changeset/pre.json": JSON.stringify({
        mode: "pre",
        tag: "alpha",
        initialVersions: { "@acme/a": "2.0.0", "@acme/b": "1.2.3" },
        changesets: ["c0"],
      }),
    },
    policies: { all: { packages: ["@acme/*"], prerelease: "forbidden", ...STABLE } },
  },
  {
    title: "A setting, after which other lines have to be edited",
    planner: "changesets@2",
    packages: {
      "@acme/core": { version: "1.0.0", peerDependencies: { "@acme/lab": ">=0.0.3 <9.0.0" } },
      "@acme/lab": "0.0.3",
    },
    config: { linked: [["@acme/core", "@acme/lab"]] },
    changesets: {
      one: { "@acme/core": "major" },
      two: { "@acme/core": "minor", "@acme/lab": "major" },
      three: { "@acme/core": "patch" },
    },
    policies: {
      stable: { packages: ["@acme/core"], extends: "no-major" },
      young: { packages: ["@acme/lab"], extends: "stay-0x" },
    },
  },
];

test.each(ENTANGLED)("each fix passes: $title", async (example) => {
  const own = noFixes();
  const tried = await inExample(example, tryFixes);
  countFixes(own, tried, example.title);
  expect(own.failed).toEqual([]);
  expect(own.printed + own.options).toBeGreaterThan(0);
});

afterAll(() => process.stdout.write(`${fixesText(all)}\n`));

test("most fixes can be applied automatically", () => {
  expect(all.applied).toBeGreaterThanOrEqual(Math.floor((90 * TRIED.length) / CASES.length));
});
