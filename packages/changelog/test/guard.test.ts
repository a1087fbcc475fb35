import { check } from "release-policy";
import { describe, expect, test } from "vitest";
import { spawnCli } from "../../cli/test/kit/run-cli.ts";
import { sampled } from "../../cli/test/kit/sampling.ts";
import { MAJORS, guarded, tree, version, versionAlone, versions } from "./release.ts";

const ACCIDENT = { changesets: { "brave-cats": { "@acme/plugin": "major" } } } as const;
const FORBIDDEN = { ...ACCIDENT, files: { "policies/workspace.yaml": "override: forbidden\n" } };

test.each(MAJORS)(
  "Changesets %i stops with the findings before writing, if the policy rejects the release",
  async (major) => {
    const fixture = await guarded(major, ACCIDENT);
    const before = tree(fixture);
    const { code, output } = versionAlone(fixture, major);
    expect(code).not.toBe(0);
    expect(tree(fixture)).toEqual(before);
    expect(output).toContain("release-policy does not allow this release; nothing was written.");
    expect(output.match(/error\[accidental-graduation\]/g)).toHaveLength(1);
    expect(output).toContain(".changeset/brave-cats.md:2");
    expect(output).toContain('To release anyway: RELEASE_POLICY_OVERRIDE="<reason>"');
    expect(output).not.toMatch(/^\s+at /m);
  },
);

describe.each(sampled(MAJORS))("Changesets %i", (major) => {
  test("stops if several releases are rejected at once, among them a major and a patch", async () => {
    const fixture = await guarded(major, {
      changesets: {
        "brave-cats": { "@acme/plugin": "major", "@acme/core": "patch" },
        "shy-dogs": { "@acme/plugin": "patch" },
      },
    });
    const before = tree(fixture);
    const { code, output } = versionAlone(fixture, major);
    expect(code).not.toBe(0);
    expect(tree(fixture)).toEqual(before);
    expect(output).toContain("error[accidental-graduation]");
    expect(output).not.toContain("UnhandledPromiseRejection");
  });

  test("writes exactly the checked versions, if the policy allows them", async () => {
    const fixture = await guarded(major, {
      changesets: { "small-fix": { "@acme/plugin": "minor", "@acme/core": "patch" } },
      config: {
        ___experimentalUnsafeOptions_WILL_CHANGE_IN_PATCH: {
          onlyUpdatePeerDependentsWhenOutOfRange: true,
        },
      },
    });
    const { releases } = await check({ cwd: fixture.path });
    const { code, output } = await version(fixture, major);
    expect(code, output).toBe(0);
    expect(versions(fixture)).toEqual(
      Object.fromEntries(releases.map(({ name, to }) => [name, to])),
    );
    expect(output).not.toContain("release-policy");
  });

  test("checks pre mode, and writes the checked versions", async () => {
    const fixture = await guarded(major, {
      changesets: { "small-fix": { "@acme/plugin": "minor" } },
      pre: { mode: "pre", tag: "next" },
    });
    const { releases, outcome } = await check({ cwd: fixture.path });
    const { code, output } = await version(fixture, major);
    expect([outcome, code], output).toEqual(["pass", 0]);
    const made = Object.fromEntries(releases.map(({ name, to }) => [name, to]));
    expect(made).toMatchObject({ "@acme/plugin": "0.4.0-next.0" });
    expect(versions(fixture)).toMatchObject(made);
  });

  test("allows an override with a reason, and prints it", async () => {
    const fixture = await guarded(major, ACCIDENT);
    const { code, output } = await version(fixture, major, [], {
      RELEASE_POLICY_OVERRIDE: "the board\n::error::decided",
    });
    expect(code, output).toBe(0);
    expect(versions(fixture)["@acme/plugin"]).toBe("1.0.0");
    expect(output).toMatch(/^release-policy: 1 error overridden: the board ::error::decided$/m);
  });
});

// The policy decides; Changesets only asks.
describe.each(sampled(MAJORS))("any policy under Changesets %i", (major) => {
  test("rejects an empty reason", async () => {
    const fixture = await guarded(major, ACCIDENT);
    const { code } = await version(fixture, major, [], { RELEASE_POLICY_OVERRIDE: " " });
    expect(code).not.toBe(0);
  });

  test("rejects a reason if the policy forbids overriding", async () => {
    const fixture = await guarded(major, FORBIDDEN);
    const before = tree(fixture);
    const { code, output } = await version(fixture, major, [], {
      RELEASE_POLICY_OVERRIDE: "please",
    });
    expect(code).not.toBe(0);
    expect(tree(fixture)).toEqual(before);
    expect(output).toContain("It cannot be overridden (override: forbidden");
  });

  test("stops if the policy is invalid, whatever the reason", async () => {
    const fixture = await guarded(major, {
      ...ACCIDENT,
      files: { "policies/workspace.yaml": "overide: forbidden\n" },
    });
    const before = tree(fixture);
    const { code, output } = await version(fixture, major, [], {
      RELEASE_POLICY_OVERRIDE: "please",
    });
    expect(code).not.toBe(0);
    expect(tree(fixture)).toEqual(before);
    expect(output).toContain("release-policy could not check this release; nothing was written.");
    expect(output).toContain("policies/workspace.yaml:1");
  });

  const snapshots = (prerelease: unknown) =>
    guarded(major, {
      ...ACCIDENT,
      packages: { "@acme/plugin": "0.3.0" },
      policies: { integrations: { packages: ["@acme/plugin"], versions: "0.y.z", prerelease } },
    });

  test.each([
    ["allowed", "canary"],
    [{ required: ["alpha"] }, "alpha"],
  ])("allows a snapshot, whatever its bump, with prerelease: %j", async (prerelease, tag) => {
    const fixture = await snapshots(prerelease);
    const { code, output } = await version(fixture, major, ["--snapshot", tag]);
    expect(code, output).toBe(0);
    expect(versions(fixture)["@acme/plugin"]).toContain(`0.0.0-${tag}`);
  });

  test.each([["forbidden"], [{ required: ["alpha"] }]])(
    "rejects a snapshot canary with prerelease: %j",
    async (prerelease) => {
      const fixture = await snapshots(prerelease);
      const before = tree(fixture);
      const { code, output } = await version(fixture, major, ["--snapshot", "canary"]);
      expect(code).not.toBe(0);
      expect(tree(fixture)).toEqual(before);
      expect(output).toContain("error[prerelease]");
    },
  );
});

const TRAIN = {
  packages: { "@acme/core": "1.9.0", "@acme/library": "0.25.0" },
  changesets: { cat: { "@acme/core": "minor", "@acme/library": "patch" } },
  policies: {
    all: { packages: ["@acme/*"] },
    workspace: {
      trains: [{ leader: "@acme/core", members: ["@acme/library"], version: { minorOffset: 16 } }],
    },
  },
} as const;

test.each(sampled(MAJORS))(
  "what release-policy version corrects is not rejected again, with Changesets %i",
  async (major) => {
    const fixture = await guarded(major, TRAIN);
    const bare = await version(fixture, major);
    expect([bare.code, bare.output]).toEqual([1, expect.stringContaining("error[train]")]);
    const { code, stdout, stderr } = spawnCli(fixture.path, ["version"], {
      NODE_OPTIONS: "--conditions=source",
    });
    expect(code, `${stdout}${stderr}`).toBe(0);
    expect(versions(fixture)).toEqual({ "@acme/core": "1.10.0", "@acme/library": "0.26.0" });
  },
);
