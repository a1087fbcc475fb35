import type { PlannerId } from "@release-policy/core";
import type { Example, ExampleWorkspace } from "@release-policy/core/testing";
import { expect, test } from "vitest";
import { runExample } from "../kit/run-example.ts";

/** The situations in which the three planners were compared, each with what a policy of two tracks has to say. */
interface Situation extends Partial<ExampleWorkspace> {
  readonly name: string;
  /** Releases and rules, by planner. */
  readonly expected: Readonly<Record<PlannerId, readonly string[]>>;
}

const CORE = "1.2.0";
const INTEG = { version: "0.3.0", peerDependencies: { "@acme/core": "workspace:^" } };
const same = (expected: readonly string[]) => ({
  "changesets@2": expected,
  "changesets@3": expected,
  pnpm: expected,
});

const SITUATIONS: readonly Situation[] = [
  {
    name: "S1: a minor of the core",
    packages: { "@acme/core": CORE, "@acme/integ": INTEG },
    changesets: { one: { "@acme/core": "minor" } },
    expected: {
      "changesets@2": ["@acme/core 1.3.0", "@acme/integ 1.0.0", "accidental-graduation"],
      "changesets@3": ["@acme/core 1.3.0"],
      pnpm: ["@acme/core 1.3.0"],
    },
  },
  {
    name: "S2: a major of the core",
    packages: { "@acme/core": CORE, "@acme/integ": INTEG },
    changesets: { one: { "@acme/core": "major" } },
    expected: {
      "changesets@2": ["@acme/core 2.0.0", "@acme/integ 1.0.0", "accidental-graduation"],
      "changesets@3": ["@acme/core 2.0.0", "@acme/integ 0.3.1", "peer-range"],
      pnpm: ["@acme/core 2.0.0", "@acme/integ 0.3.1", "peer-range"],
    },
  },
  {
    name: "S3: a minor of a 0.y.z package that a stable one depends on",
    packages: {
      "@acme/integ": "0.3.0",
      "@acme/core": { version: "1.0.0", dependencies: { "@acme/integ": "workspace:^" } },
    },
    changesets: { one: { "@acme/integ": "minor" } },
    expected: same(["@acme/core 1.0.1", "@acme/integ 0.4.0", "dependency-maturity"]),
  },
  {
    name: "S3b: the same as a peer",
    packages: {
      "@acme/integ": "0.3.0",
      "@acme/core": { version: "1.0.0", peerDependencies: { "@acme/integ": "workspace:^" } },
    },
    changesets: { one: { "@acme/integ": "minor" } },
    expected: {
      "changesets@2": [
        "@acme/core 2.0.0",
        "@acme/integ 0.4.0",
        "dependency-maturity",
        "received-bump",
      ],
      "changesets@3": [
        "@acme/core 1.0.1",
        "@acme/integ 0.4.0",
        "dependency-maturity",
        "peer-range",
      ],
      pnpm: ["@acme/core 1.0.1", "@acme/integ 0.4.0", "dependency-maturity", "peer-range"],
    },
  },
  {
    name: "S4: a fixed group of both, a minor of the integration",
    packages: { "@acme/core": CORE, "@acme/integ": INTEG },
    changesets: { one: { "@acme/integ": "minor" } },
    config: { fixed: [["@acme/core", "@acme/integ"]] },
    workspace: { versioning: { fixed: [["@acme/core", "@acme/integ"]] } },
    expected: {
      "changesets@2": [
        "@acme/core 2.0.0",
        "@acme/integ 2.0.0",
        "accidental-graduation",
        "group-spans-tracks",
        "received-bump",
      ],
      "changesets@3": [
        "@acme/core 1.3.0",
        "@acme/integ 1.3.0",
        "accidental-graduation",
        "group-spans-tracks",
        "received-bump",
      ],
      pnpm: [
        "@acme/core 1.3.0",
        "@acme/integ 1.3.0",
        "accidental-graduation",
        "group-spans-tracks",
        "received-bump",
      ],
    },
  },
  {
    name: "S5: a major of a 0.y.z package",
    packages: { "@acme/core": CORE, "@acme/integ": "0.3.0" },
    changesets: { one: { "@acme/integ": "major" } },
    expected: same(["@acme/integ 1.0.0", "accidental-graduation"]),
  },
  {
    name: "S6: two changesets with unknown packages, and a good one",
    packages: { "@acme/core": CORE, "@acme/integ": "0.3.0" },
    changesets: {
      one: { "@acme/cor": "patch" },
      two: { "@acme/inte": "patch" },
      good: { "@acme/core": "patch" },
    },
    expected: same(["@acme/core 1.2.1", "unknown-package", "unknown-package"]),
  },
  {
    name: "S7: a patch on a prerelease, outside pre mode",
    packages: { "@acme/core": CORE, "@acme/integ": "0.3.0", "@acme/lab": "0.1.0-alpha.3" },
    changesets: { one: { "@acme/lab": "patch" } },
    expected: same(["@acme/lab 0.1.0", "prerelease"]),
  },
  {
    name: "S8: leaving pre mode with an unchanged package",
    packages: {
      "@acme/core": "1.0.0-beta.1",
      "@acme/integ": "0.3.0",
      "@acme/lab": "0.1.0-alpha.3",
    },
    pre: { mode: "exit", tag: "beta" },
    expected: {
      "changesets@2": ["@acme/core 1.0.0", "@acme/lab 0.1.0", "prerelease"],
      "changesets@3": ["@acme/core 1.0.0", "@acme/lab 0.1.0", "prerelease"],
      pnpm: [],
    },
  },
  {
    name: "S9: pre mode, or a lane, for one package",
    packages: { "@acme/core": CORE, "@acme/integ": "0.3.0", "@acme/lab": "0.1.0-alpha.3" },
    changesets: { one: { "@acme/lab": "minor" }, two: { "@acme/core": "patch" } },
    pre: { mode: "pre", tag: "alpha" },
    workspace: { versioning: { lanes: { "@acme/lab": "alpha" } } },
    expected: {
      "changesets@2": ["@acme/core 1.2.1-alpha.0", "@acme/lab 0.1.0-alpha.4", "prerelease"],
      "changesets@3": ["@acme/core 1.2.1-alpha.0", "@acme/lab 0.1.0-alpha.4", "prerelease"],
      pnpm: ["@acme/core 1.2.1", "@acme/lab 0.1.0-alpha.4"],
    },
  },
  {
    name: "S10: an internal dependency by catalog:",
    packages: {
      "@acme/core": CORE,
      "@acme/integ": { version: "0.3.0", dependencies: { "@acme/core": "catalog:" } },
    },
    changesets: { one: { "@acme/core": "major" } },
    workspace: { catalog: { "@acme/core": "^1.2.0" } },
    expected: {
      "changesets@2": ["@acme/core 2.0.0", "workspace-range"],
      "changesets@3": ["@acme/core 2.0.0", "workspace-range"],
      pnpm: ["@acme/core 2.0.0", "workspace-range"],
    },
  },
  {
    name: "S11: an internal dependency by a plain range",
    packages: {
      "@acme/core": CORE,
      "@acme/integ": { version: "0.3.0", dependencies: { "@acme/core": "^1.2.0" } },
    },
    changesets: { one: { "@acme/core": "major" } },
    expected: {
      "changesets@2": ["@acme/core 2.0.0", "@acme/integ 0.3.1"],
      "changesets@3": ["@acme/core 2.0.0", "@acme/integ 0.3.1"],
      pnpm: ["@acme/core 2.0.0", "workspace-range"],
    },
  },
];

const POLICIES = {
  core: {
    packages: ["@acme/core"],
    versions: ">=1.0.0 || 1.0.0-beta.1",
    prerelease: "forbidden",
    bumps: { received: ["patch"] },
  },
  integrations: { packages: ["@acme/integ"], versions: "0.y.z", breaking: "minor" },
  workspace: {
    dependencies: [{ from: "core", on: ["core"] }],
    rules: { "track-membership": "off", "selector-unmatched": "off" },
  },
  sandbox: { packages: ["@acme/lab"], versions: "0.y.z", prerelease: { required: ["alpha"] } },
};

const CASES = SITUATIONS.flatMap((situation) =>
  (["changesets@2", "changesets@3", "pnpm"] as const).map((planner) => ({ situation, planner })),
);

test.for(CASES)("$situation.name, with $planner", async ({ situation, planner }) => {
  const { name, expected, pre, workspace, config, ...given } = situation;
  const example: Example = {
    title: name,
    planner,
    packages: {},
    policies: POLICIES,
    ...given,
    ...(planner === "pnpm" ? {} : { ...(config ? { config } : {}), ...(pre ? { pre } : {}) }),
    ...(planner !== "pnpm" && workspace?.["versioning"]
      ? {}
      : { workspace: workspace ?? (planner === "pnpm" ? { versioning: {} } : {}) }),
  };
  const report = await runExample(example);
  const releases = report.releases.map((release) => `${release.name} ${release.to}`).toSorted();
  const rules = report.findings.map(({ rule }) => rule).toSorted();
  expect([...releases, ...rules]).toEqual(expected[planner]);
  for (const finding of report.findings) {
    expect(finding.source, `${finding.rule} shows its line`).toBeDefined();
    expect(["changeset", "pre", undefined]).toContain(finding.chain.at(-1)?.cause.kind);
  }
});
