import { expect, test } from "vitest";
import { rules } from "../../rules/index.ts";
import { policyFile } from "../../testing/policy-file.ts";
import { PRESETS } from "../presets/index.ts";
import { checkedByZod } from "../schema/checked-by-zod.ts";
import { readPolicyBy } from "./read-policy-by.ts";

/** A policy whose track `core` extends shared policies of @acme/release-policy. */
function read(core: object, shared: Readonly<Record<string, unknown>>) {
  const files = [policyFile("core", { packages: ["*"], ...core })];
  const policies = new Map(
    Object.entries(shared).map(([name, data]) => [
      `@acme/release-policy/${name}`,
      policyFile(`vendor/${name}`, data),
    ]),
  );
  const parts = {
    presets: () => PRESETS,
    readLedger: (): never => {
      throw new Error("there is no ledger");
    },
    byZod: () => checkedByZod,
  };
  return readPolicyBy(files, rules, ["core"], parts, policies);
}
const mistakes = (core: object, shared: Readonly<Record<string, unknown>>) =>
  read(core, shared).mistakes.map(({ at, message }) => `${at.path}: ${message}`);

const LIBRARY = { extends: "@acme/release-policy/library" };

test("a track inherits the keys and rules of a shared policy, and overrides them key by key", () => {
  const library = {
    versions: "0.y.z",
    bumps: { declared: ["patch", "minor"], received: ["patch"] },
    require: { breaking: ["section"] },
    rules: { "peer-range": ["warn", { floor: true }] },
  };
  const core = { ...LIBRARY, bumps: { received: ["none"] }, rules: { "peer-range": "error" } };
  const track = read(core, { library }).policy!.tracks[0]!;
  expect(track).toMatchObject({
    versions: { shape: "0.y.z" },
    declared: ["none", "patch", "minor"],
    received: ["none"],
    require: { breaking: ["section"] },
  });
  expect(track.settings.get("peer-range")).toMatchObject({
    level: "error",
    options: { floor: true },
  });
});

test("a line is quoted from the nearest file that has it, and otherwise from the last extends", () => {
  const library = { extends: "stay-0x", breaking: "minor" };
  const { line } = read({ ...LIBRARY, prerelease: "forbidden" }, { library }).policy!.tracks[0]!;
  expect(line("prerelease").at.path).toBe("policies/core.yaml");
  expect(line("breaking").at.path).toBe("policies/vendor/library.yaml");
  expect([line("versions").at.path, line("versions").text]).toEqual([
    "policies/vendor/library.yaml",
    "extends: stay-0x",
  ]);
});

test("a shared policy can extend another one, which cannot extend a third", () => {
  const library = { extends: "@acme/release-policy/base", breaking: "minor" };
  const base = { versions: "1.x" };
  const track = read(LIBRARY, { library, base }).policy!.tracks[0]!;
  expect([track.breaking, track.versions?.shape]).toEqual(["minor", "1.x"]);
  expect(mistakes(LIBRARY, { library, base: { extends: "stay-0x" } })).toEqual([
    "policies/vendor/base.yaml: `extends` has more than 2 levels: `@acme/release-policy/library` → `@acme/release-policy/base` → `stay-0x`",
  ]);
});

test("reports a circular extends with its path", () => {
  const library = { extends: "@acme/release-policy/base" };
  expect(mistakes(LIBRARY, { library, base: LIBRARY })).toEqual([
    "policies/vendor/base.yaml: `extends` is circular: `@acme/release-policy/library` → `@acme/release-policy/base` → `@acme/release-policy/library`",
  ]);
  expect(mistakes(LIBRARY, { library: LIBRARY })).toHaveLength(1);
});

test("reports mistakes in a shared policy at their place, once for all tracks", () => {
  const library = {
    packages: ["*"],
    versions: "1.q",
    rules: { nothing: "error", "stale-plan": "off", "group-spans-tracks": "off" },
  };
  const files = ["core", "lab"].map((name) => policyFile(name, { packages: [name], ...LIBRARY }));
  const shared = new Map([[LIBRARY.extends, policyFile("vendor/library", library)]]);
  const parts = {
    presets: () => PRESETS,
    readLedger: (): never => expect.unreachable(),
    byZod: () => checkedByZod,
  };
  const reading = readPolicyBy(files, rules, ["core", "lab"], parts, shared);
  expect(new Set(reading.mistakes.map(({ at }) => at.path))).toEqual(
    new Set(["policies/vendor/library.yaml"]),
  );
  expect(reading.mistakes.map(({ message }) => message).toSorted()).toEqual([
    "`1.q` is neither a shape such as 0.y.z or 1.x nor a semver range",
    "`group-spans-tracks` is about the workspace, not about the packages of a track",
    "unknown key `packages`",
    "unknown rule `nothing`",
  ]);
});

test("says how to get a shared policy that has no copy", () => {
  expect(read(LIBRARY, {}).mistakes).toMatchObject([
    {
      message: "`@acme/release-policy/library` has no copy in policies/vendor",
      help: "install its package and run release-policy policy update",
    },
  ]);
});
