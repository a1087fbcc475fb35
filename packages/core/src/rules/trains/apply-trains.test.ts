import { expect, test } from "vitest";
import type { Scene } from "../../testing/scene.ts";
import { policyFile } from "../../testing/policy-file.ts";
import { sceneFacts } from "../../testing/scene-facts.ts";
import type { Dependency } from "../../facts/facts.ts";
import { readPolicy } from "../../policy/reading/read-policy.ts";
import { withTrains } from "./apply-trains.ts";

const carried = (scene: Scene, names: readonly string[] = ["lib"], version: object = OFFSET) => {
  const workspace = { trains: [{ leader: "core", members: ["lib"], version }] };
  const files = [policyFile("all", { packages: ["*"] }), policyFile("workspace", workspace)];
  const facts = sceneFacts(scene);
  return { ...withTrains(facts, readPolicy(files, []).policy!, new Set(names)), before: facts };
};
const OFFSET = { minorOffset: 16 };
const MOVED = { core: "1.9.0 -> 1.10.0", lib: "0.25.0 -> 0.25.1" };

const edge = (on: string, spec: string): Dependency => ({
  name: on,
  field: "dependencies",
  spec,
  range: spec.replace("workspace:", ""),
  followed: true,
});
const range = (on: string, before: string, after: string) =>
  ({ on, field: "dependencies", before, after }) as const;

test("returns the same facts if nothing has to change", () => {
  const scene = { packages: { core: "1.9.0", lib: "0.25.0" }, releases: MOVED };
  for (const { facts, moves, before } of [
    carried(scene, []),
    carried({ ...scene, releases: { ...MOVED, lib: "0.25.0 -> 0.26.0" } }),
    carried({
      ...scene,
      packages: { core: "1.9.0", lib: "0.30.0" },
      releases: { core: MOVED.core },
    }),
    carried({ ...scene, packages: { core: "1.9.0", lib: "none" }, releases: { core: MOVED.core } }),
    // What has left a train that stands still is not brought back.
    carried({ ...scene, packages: { core: "1.9.0", lib: "0.20.0" }, releases: {} }),
  ]) {
    expect(moves).toEqual([]);
    expect(facts).toBe(before);
  }
});

test("keeps the causes of a planned member, and gives an added member the train as cause", () => {
  const packages = { core: "1.9.0", lib: "0.25.0" };
  const released = carried({ packages, releases: MOVED });
  expect(released.moves).toMatchObject([{ from: "0.25.0", planned: "0.25.1", to: "0.26.0" }]);
  expect(released.facts.releases[1]).toEqual({ ...released.before.releases[1], to: "0.26.0" });
  const alone = carried({ packages, releases: { core: MOVED.core } });
  expect(alone.facts.releases[1]).toMatchObject({
    from: "0.25.0",
    to: "0.26.0",
    bump: "minor",
    causes: [{ kind: "train", leader: "core", bump: "minor" }],
  });
});

test.each([
  ["workspace:^", "^0.25.0", "^0.25.1", "^0.26.0"],
  ["workspace:~", "~0.25.0", "~0.25.1", "~0.26.0"],
  ["workspace:*", "0.25.0", "0.25.1", "0.26.0"],
  ["^0.25.0", "^0.25.0", "^0.25.1", "^0.26.0"],
  ["0.25.0", "0.25.0", "0.25.1", "0.26.0"],
  [">=0.25.0", ">=0.25.0", ">=0.25.1", ">=0.25.1"],
  ["^0.25.1", "^0.25.1", "^0.25.1", "^0.25.1"],
])("a dependent with %s, %s and then %s, will publish %s", (spec, before, after, expected) => {
  const { facts } = carried({
    packages: { core: "1.9.0", lib: "0.25.0", app: { dependencies: [edge("lib", spec)] } },
    releases: { ...MOVED, app: { ranges: [range("lib", before, after)] } },
  });
  expect(facts.releases.at(-1)?.ranges).toEqual([range("lib", before, expected)]);
});

test("a member that only the train releases gets the leader's new number", () => {
  const lib = { version: "0.25.0", dependencies: [edge("core", "workspace:^"), edge("app", "^1")] };
  const { facts } = carried({
    packages: { core: "1.9.0", lib, app: "1.0.0" },
    releases: { core: MOVED.core },
  });
  expect(facts.releases.at(-1)?.ranges.map(({ after }) => after)).toEqual(["^1.10.0", "^1"]);
});

test("a line in the table results in its first version", () => {
  const scene = { packages: { core: "1.9.0", lib: "0.25.0" }, releases: MOVED };
  expect(carried(scene, ["lib"], { table: { "1.x": "0.50.x" } }).moves).toMatchObject([
    { to: "0.50.0" },
  ]);
});
