import { expect, test } from "vitest";
import { fixesOf, judgeScene, messagesOf } from "../../testing/scene.ts";
import { plain } from "../../sentence.ts";
import { accidentalGraduation } from "./accidental-graduation.ts";

const integrations = { integrations: { packages: ["*"], versions: "0.y.z", breaking: "minor" } };

test.each([
  [
    "0.3.0 -> 1.0.0",
    ["error: `ui` would go from `0.3.0` to `1.0.0`, but track `integrations` only allows `0.y.z`"],
  ],
  [
    "0.3.0 -> 1.0.0-beta.0",
    [
      "error: `ui` would go from `0.3.0` to `1.0.0-beta.0`, but track `integrations` only allows `0.y.z`",
    ],
  ],
  ["0.3.0 -> 0.4.0", []],
  ["1.3.0 -> 2.0.0", []],
])("judges the step %s on a 0.y.z track", (step, expected) => {
  const packages = { ui: step.split(" ")[0]! };
  const scene = { packages, releases: { ui: step }, policies: integrations };
  expect(messagesOf(accidentalGraduation, scene)).toEqual(expected);
});

test("allows the graduation of a package that its track expects", () => {
  const policies = { core: { packages: ["ui"], versions: "1.x" } };
  expect(
    messagesOf(accidentalGraduation, {
      packages: { ui: "0.3.0" },
      releases: { ui: "0.3.0 -> 1.0.0" },
      policies,
    }),
  ).toEqual([]);
});

test("does not treat a range with both versions as a decision", () => {
  const policies = { any: { packages: ["ui"], versions: "*" } };
  expect(
    messagesOf(accidentalGraduation, {
      packages: { ui: "0.3.0" },
      releases: { ui: "0.3.0 -> 1.0.0" },
      policies,
    }),
  ).toHaveLength(1);
});

test("also reports a package that is not on a track", () => {
  const policies = { core: { packages: ["other"] } };
  const scene = {
    packages: { ui: "0.3.0", other: "1.0.0" },
    releases: { ui: "0.3.0 -> 1.0.0" },
    policies,
  };
  expect(messagesOf(accidentalGraduation, scene)).toEqual([
    "error: `ui` would go from `0.3.0` to `1.0.0`, but it is not on a track",
  ]);
});

test("suggests the largest bump that the track allows", () => {
  const policies = { all: { packages: ["ui"], versions: "0.y.z", bumps: { declared: ["patch"] } } };
  const [advice] = fixesOf(accidentalGraduation, {
    packages: { ui: "0.3.0" },
    releases: { ui: "0.3.0 -> 1.0.0" },
    policies,
  });
  expect(advice).toContain("write `patch` instead of `major` in `.changeset/cat.md:2`");
});

test("points at the changeset of the package that causes the release", () => {
  const at = { path: ".changeset/cat.md", line: 2, column: 1 };
  const { findings } = judgeScene(
    {
      packages: { core: "1.2.0", ui: "0.3.0" },
      releases: {
        core: {
          from: "1.2.0",
          to: "1.3.0",
          bump: "minor",
          causes: [{ kind: "changeset", changeset: "cat", bump: "minor", at }],
        },
        ui: {
          from: "0.3.0",
          to: "1.3.0",
          bump: "minor",
          causes: [
            {
              kind: "group",
              group: "fixed",
              from: "core",
              highest: "core",
              version: "1.2.0",
              bump: "major",
            },
          ],
        },
      },
      policies: integrations,
    },
    [accidentalGraduation],
  );
  expect(findings).toMatchObject([
    {
      package: "ui",
      at,
      chain: [{ package: "ui" }, { package: "core", cause: { kind: "changeset" } }],
    },
  ]);
});

test.each([20, 21])(
  "names a whole fixed group of %i packages, or one of more than twenty",
  (size) => {
    const names = Array.from({ length: size }, (_, i) => `p${String(i).padStart(2, "0")}`);
    const { findings } = judgeScene(
      {
        packages: Object.fromEntries(names.map((name) => [name, "0.3.0"])),
        releases: Object.fromEntries(names.map((name) => [name, "0.3.0 -> 1.0.0"])),
        facts: {
          groups: [{ kind: "fixed", members: names, at: { path: "x", line: 1, column: 1 } }],
        },
        policies: { core: { packages: ["core"], versions: ">=1.0.0" }, ...integrations },
      },
      [accidentalGraduation],
    );
    const named = findings.map(({ option = [] }) => plain(option).match(/\bp\d\d\b/g)?.length ?? 0);
    expect(Math.max(...named)).toBe(size > 20 ? 1 : size);
  },
);
