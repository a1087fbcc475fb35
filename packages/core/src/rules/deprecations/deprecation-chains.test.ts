import { expect, test } from "vitest";
import type { Declaration } from "../../facts/evidence.ts";
import type { Cause } from "../../facts/facts.ts";
import type { Deprecation } from "../../policy/policy.ts";
import { judgeScene } from "../../testing/scene.ts";
import { rules } from "../index.ts";

/** What became of APIs that Dagster deprecated or removed, in the numbers of the package that has them. */
interface Chain {
  readonly api: string;
  readonly package: string;
  readonly release: string;
  readonly ledger?: Partial<Deprecation>;
  readonly removes: boolean;
  readonly found: readonly string[];
}

const CHAINS: Readonly<Record<string, Chain>> = {
  "a promise that was kept": {
    api: "PipesGlueClient.run direct AWS arguments",
    package: "dagster-aws",
    release: "0.24.13 -> 0.25.0",
    ledger: { deprecatedIn: "0.24.5", announcedRemoval: "0.25.0" },
    removes: true,
    found: [],
  },
  "a deadline that slipped": {
    api: "ComputeLogManager",
    package: "dagster",
    release: "1.1.21 -> 1.2.0",
    ledger: { deprecatedIn: "1.1.1", announcedRemoval: "1.2.0" },
    removes: false,
    found: ["announced-removal"],
  },
  "its removal at last, inside of the major": {
    api: "ComputeLogManager",
    package: "dagster",
    release: "1.7.16 -> 1.8.0",
    ledger: { deprecatedIn: "1.1.1", announcedRemoval: "1.2.0" },
    removes: true,
    found: ["change-bump"],
  },
  "a removal with the major": {
    api: "AssetGroup, build_asset_job",
    package: "dagster",
    release: "0.15.9 -> 1.0.0",
    ledger: { deprecatedIn: "0.15.0" },
    removes: true,
    found: [],
  },
  "a removal in a patch, lines after its deprecation": {
    api: "SlingSourceConnection",
    package: "dagster-embedded-elt",
    release: "0.24.0 -> 0.24.1",
    ledger: { deprecatedIn: "0.22.7" },
    removes: true,
    found: ["change-bump"],
  },
  another: {
    api: "DagsterTableauTranslator.get_asset_key",
    package: "dagster-tableau",
    release: "0.26.20 -> 0.26.21",
    ledger: { deprecatedIn: "0.25.4" },
    removes: true,
    found: ["change-bump"],
  },
  "an unannounced removal": {
    api: "include_sources",
    package: "dagster-dbt",
    release: "0.25.13 -> 0.26.0",
    removes: true,
    found: ["removal"],
  },
  "one that came in a patch on top": {
    api: "redshift_resource schema parameter",
    package: "dagster-aws",
    release: "0.16.11 -> 0.16.12",
    removes: true,
    found: ["change-bump", "removal"],
  },
  "a deprecation that was rolled back, and its removal": {
    api: "multi_asset_sensor",
    package: "dagster",
    release: "1.13.14 -> 2.0.0",
    ledger: { deprecatedIn: "1.9.0", announcedRemoval: "2.0.0", state: "rolledBack" },
    removes: true,
    found: ["removal"],
  },
  "a deprecation that was rolled back, and the deadline that it had": {
    api: "multi_asset_sensor",
    package: "dagster",
    release: "1.13.14 -> 2.0.0",
    ledger: { deprecatedIn: "1.9.0", announcedRemoval: "2.0.0", state: "rolledBack" },
    removes: false,
    found: [],
  },
  "a removal that comes before it was announced for": {
    api: "step launchers",
    package: "dagster",
    release: "1.13.14 -> 1.14.0",
    ledger: { deprecatedIn: "1.9.0", announcedRemoval: "2.0" },
    removes: true,
    found: ["announced-removal", "change-bump"],
  },
};

const JUDGES = rules.filter(({ id }) =>
  ["announced-removal", "change-bump", "deprecation-ledger", "removal"].includes(id),
);

test.each(Object.entries(CHAINS))("%s", (_, { api, package: name, release, ledger, ...chain }) => {
  const at = { path: ".changeset/cat.md", line: 5, column: 1 };
  const declarations: Declaration[] = chain.removes ? [{ kind: "removes", value: api, at }] : [];
  const [from, to] = release.split(" -> ");
  const causes: Cause[] = [{ kind: "changeset", changeset: "cat", bump: "minor", at }];
  const { findings } = judgeScene(
    {
      packages: { [name]: from! },
      changesets: { cat: { bumps: [{ package: name, bump: "minor", at }], declarations } },
      releases: { [name]: { from: from!, to: to!, causes } },
      policies: {
        core: { packages: ["dagster"], require: { removal: { deprecatedFor: { lines: 1 } } } },
        libraries: {
          packages: ["dagster-*"],
          require: { removal: { deprecatedFor: { lines: 1 } } },
        },
        workspace: { rules: { "selector-unmatched": "off" } },
        deprecations: { deprecations: ledger ? [{ package: name, api, ...ledger }] : [] },
      },
    },
    JUDGES,
  );
  expect([...new Set(findings.map(({ rule }) => rule))].toSorted()).toEqual(chain.found);
});
