import type { PlannedRelease } from "@pnpm/releasing.versioning";
import type { Bump, Changeset, Package, Release } from "@release-policy/core";
import { expect, test } from "vitest";
import { changesetsBehind, ownChangesets } from "../../../core/src/judge/changesets-behind.ts";
import type { View } from "../../../core/src/judge/view.ts";
import { declaredApis } from "../../../core/src/rules/deprecations/declared-apis.ts";
import { declaredCauses } from "../../src/planners/port.ts";
import { pnpmCausesOfAll } from "../../src/planners/pnpm/causes.ts";

const at = { path: ".changeset/a.md", line: 2, column: 1 };
/** How often a field of what the plan is made of was read: no clock, and no optimization of the engine, changes it. */
let reads = 0;
const counted = <T extends object>(item: T): T =>
  new Proxy(item, {
    get: (target, key): unknown => {
      reads += 1;
      return Reflect.get(target, key);
    },
  });

const upTo = <T>(count: number, item: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => item(i));
const nameOf = (i: number): string => `p${i}`;

function changesetOf(id: string, bumps: Readonly<Record<string, Bump>>, removes: string[] = []) {
  const lines = Object.entries(bumps).map(([name, bump]) => counted({ package: name, bump, at }));
  const declarations = removes.map((value) => counted({ kind: "removes", value, at }));
  return counted({ id, path: at.path, bumps: lines, declarations }) as unknown as Changeset;
}

const all = (size: number, bump: Bump): Record<string, Bump> =>
  Object.fromEntries(upTo(size, (i) => [nameOf(i), bump]));

/** What the causes of a plan of pnpm are made of. */
function pnpmPlan(size: number, changesets: readonly Changeset[], epic = false) {
  const packages = upTo(size, (i) => {
    const version = epic && i > 0 ? "100.0.0" : "1.0.0";
    return { name: nameOf(i), dir: nameOf(i), version, dependencies: [] } as unknown as Package;
  });
  const planned = new Map(
    packages.map(({ name, version }, i) => {
      const intents = changesets.filter(({ bumps }) => bumps.some((one) => one.package === name));
      return [
        packages[i]!,
        {
          currentVersion: version,
          newVersion: version === "1.0.0" ? "2.0.0" : "200.0.0",
          bumpType: "major",
          intents,
          dependencyUpdates: [],
          causes: epic && i > 0 ? ["epic"] : ["own"],
        } as unknown as PlannedRelease,
      ];
    }),
  );
  const followers = packages.slice(1).map(({ name }) => name);
  return {
    versioning: epic ? { epics: [{ lead: nameOf(0), packages: followers }] } : {},
    declared: declaredCauses(changesets),
    byRef: new Map(packages.map((pkg) => [pkg.name, pkg])),
    planned,
  };
}

const releaseOf = (name: string, changesets: readonly Changeset[]): Release =>
  ({
    name,
    causes: changesets.flatMap(({ id, bumps }) =>
      bumps
        .filter((one) => one.package === name)
        .map(({ bump }) => counted({ kind: "changeset", changeset: id, bump, at })),
    ),
  }) as unknown as Release;

/** What is made of a plan of so many parts. */
const GROWING: readonly (readonly [string, (size: number) => () => unknown])[] = [
  [
    "packages that one changeset of pnpm names",
    (size) => {
      const context = pnpmPlan(size, [changesetOf("a", all(size, "major"))]);
      return () => pnpmCausesOfAll({ ...context }, []);
    },
  ],
  [
    "packages of an epic of pnpm, and changesets of its lead",
    (size) => {
      const changesets = upTo(size, (i) => changesetOf(`c${i}`, { [nameOf(0)]: "major" }));
      const context = pnpmPlan(size, changesets, true);
      return () => pnpmCausesOfAll({ ...context }, []);
    },
  ],
  [
    "changesets of one package that remove something",
    (size) => {
      const changesets = upTo(size, (i) => changesetOf(`c${i}`, all(1, "major"), [`f${i}`]));
      const release = releaseOf(nameOf(0), changesets);
      return () => declaredApis("removes", [{ ...release }], changesets, []);
    },
  ],
  [
    "packages of one changeset, what it removes, and entries of the ledger",
    (size) => {
      const bumps = { ...all(size, "patch"), [nameOf(0)]: "major" } as const;
      const removed = [...upTo(size, (i) => `f${i}`), ...upTo(size, (i) => `${nameOf(i)}#g`)];
      const changesets = [changesetOf("a", bumps, removed)];
      const releases = upTo(size, (i) => releaseOf(nameOf(i), changesets));
      const ledger = upTo(size, (i) => counted({ package: nameOf(i), api: `f${i}` })) as never;
      return () => declaredApis("removes", releases, changesets, ledger);
    },
  ],
  [
    "releases, each with a changeset of its own",
    (size) => {
      const changesets = upTo(size, (i) => changesetOf(`c${i}`, { [nameOf(i)]: "major" }));
      const releases = upTo(size, (i) => releaseOf(nameOf(i), [changesets[i]!]));
      const changes = { kind: "versions", consumes: changesets };
      return () => {
        const view = { changesets: [], changes } as unknown as View;
        for (const release of releases)
          if (ownChangesets(view, release)[0] !== changesetsBehind(view, release)[0]) throw release;
      };
    },
  ],
];

test.each(GROWING)("the work for %s grows linearly", (_, plan) => {
  const [few, many] = [100, 800].map((size) => {
    const run = plan(size);
    reads = 0;
    run();
    return reads;
  });
  // 64 for what looks at everything for each of them.
  expect(many! / few!).toBeLessThan(9);
});
