import { plain } from "@release-policy/core";
import { expect, test } from "vitest";
import { check } from "../../src/index.ts";
import { gitIn } from "../kit/run-example.ts";
import { changeset, repository, workspace } from "../kit/workspace.ts";

const STABLE = {
  packages: { "@acme/core": "5.3.0" },
  policies: { core: { packages: ["*"], versions: ">=1.0.0" } },
};

test.each(["0.0.0", "0.2.0"])(
  "a package added at %s is new: the fix is another track, not 1.0.0",
  async (version) => {
    const fixture = await workspace(STABLE);
    repository(fixture);
    await fixture.mkdir("packages/lit");
    const manifest = JSON.stringify({ name: "@acme/lit", version });
    await fixture.writeFile("packages/lit/package.json", manifest);
    await fixture.writeFile(".changeset/lit.md", changeset({ "@acme/lit": "minor" }));
    const { findings } = await check({ cwd: fixture.path, since: "main" });
    const [finding] = findings;
    expect(findings.map(({ rule }) => rule)).toEqual(["version-inside-track"]);
    const to = version === "0.0.0" ? "0.1.0" : "0.3.0";
    expect(plain(finding!.message)).toBe(
      `\`@acme/lit\` is new and would be \`${to}\`, but track \`core\` only allows \`>=1.0.0\``,
    );
    expect(plain(finding!.help)).toContain(
      'exclude it in `policies/core.yaml:1` with `"!@acme/lit"`',
    );
    expect(plain(finding!.help)).not.toMatch(/major|old track/);
  },
);

test("a new package gets the tracks that allow its first version as a fix", async () => {
  const fixture = await workspace({
    packages: { "@acme/core": "5.3.0", "@acme/lit": "0.0.0" },
    changesets: { lit: { "@acme/lit": "minor" } },
    policies: {
      core: { packages: ["*", "!@acme/x"], versions: ">=1.0.0" },
      integrations: { packages: ["@acme/x"], versions: "0.y.z" },
      workspace: { rules: { "selector-unmatched": "off" } },
    },
  });
  const { findings } = await check({ cwd: fixture.path });
  expect(findings.map(({ help }) => plain(help))).toEqual([
    'add `"@acme/lit"` to track `integrations` (`policies/integrations.yaml:1`), which allows `0.1.0`, and exclude it in `policies/core.yaml:1` with `"!@acme/lit"`',
  ]);
});

test("a released package still gets the graduating bump as a fix", async () => {
  const fixture = await workspace({
    packages: { "@acme/core": "0.16.3" },
    changesets: { step: { "@acme/core": "minor" } },
    policies: STABLE.policies,
  });
  repository(fixture);
  const { findings } = await check({ cwd: fixture.path });
  expect(findings.map(({ help }) => plain(help))).toEqual([
    "write `major` instead of `minor` in `.changeset/step.md:2`; if `@acme/core` is not intended to graduate yet, exclude it from track `core`",
  ]);
});

const POLICIES = {
  core: { packages: ["@acme/core"], versions: ">=1.0.0" },
  integrations: {
    packages: ["@acme/plugin"],
    versions: "0.y.z",
    bumps: { declared: ["patch", "minor"] },
  },
  sandbox: { packages: ["@acme/lab"], prerelease: { required: ["alpha", "beta"] } },
  workspace: { newPackages: "integrations" },
};

const TRACKS = {
  packages: { "@acme/core": "1.4.0", "@acme/plugin": "0.3.0", "@acme/lab": "0.1.0-alpha.1" },
  policies: POLICIES,
};

/** What a change says that adds `@acme/lit` (and `@acme/sol`) with a changeset: tracks of the releases, notes, findings. */
async function added(
  version: string,
  bump: string,
  given: Partial<Parameters<typeof workspace>[0]> = {},
  names: readonly string[] = ["@acme/lit"],
): Promise<{
  tracks: (string | undefined)[];
  notes: string[];
  messages: string[];
  fixes: string[];
}> {
  const fixture = await workspace({ ...TRACKS, ...given });
  repository(fixture);
  for (const name of names) {
    const dir = `packages/${name.slice("@acme/".length)}`;
    await fixture.mkdir(dir);
    await fixture.writeFile(`${dir}/package.json`, JSON.stringify({ name, version }));
  }
  const bumps = Object.fromEntries(names.map((name) => [name, bump]));
  await fixture.writeFile(".changeset/new.md", changeset(bumps));
  const report = await check({ cwd: fixture.path, since: "main" });
  return {
    tracks: names.map((name) => report.releases.find((one) => one.name === name)?.track),
    notes: report.notes.map(plain),
    messages: report.findings.map(({ message }) => plain(message)),
    fixes: report.findings.map(({ help }) => plain(help)),
  };
}

test("a new package without a track starts on the track of newPackages, with a note", async () => {
  expect(await added("0.0.0", "minor")).toEqual({
    tracks: ["integrations"],
    notes: [
      "`@acme/lit` is new and will start on track `integrations` (`policies/workspace.yaml:1`): add it to `packages` in `policies/integrations.yaml:1` before its first release",
    ],
    messages: [],
    fixes: [],
  });
});

test("one note covers all packages that start there", async () => {
  const { notes } = await added("0.0.0", "minor", {}, ["@acme/lit", "@acme/sol"]);
  expect(notes).toEqual([
    "`@acme/lit` and `1` more are new and will start on track `integrations` (`policies/workspace.yaml:1`): add them to `packages` in `policies/integrations.yaml:1` before their first release",
  ]);
});

test("a major of a new package is lowered, and only an intended 1.0.0 goes to a stable track", async () => {
  const { notes, messages, fixes } = await added("0.0.0", "major");
  expect([notes, messages[0]]).toEqual([
    [],
    "`@acme/lit` is new and would be `1.0.0`, but track `integrations` only allows `0.y.z`",
  ]);
  expect(fixes[0]).toBe(
    'write `minor` instead of `major` in `.changeset/new.md:2`; if `1.0.0` is intended, add `"@acme/lit"` to track `core` (`policies/core.yaml:1`), which allows `1.0.0`',
  );
});

test("if new packages start as prereleases, a stable first version gets the track that allows it as a fix", async () => {
  const policies = { ...POLICIES, workspace: { newPackages: "sandbox" } };
  const { messages, fixes } = await added("0.0.0", "minor", { policies });
  expect(messages).toEqual([
    "`@acme/lit` is new and would be `0.1.0`, but track `sandbox` only allows `alpha` or `beta`",
  ]);
  expect(fixes).toEqual([
    'add `"@acme/lit"` to track `integrations` (`policies/integrations.yaml:1`), which allows `0.1.0`',
  ]);
});

test("a selector of a track overrides newPackages, and is what the fix edits", async () => {
  const core = { packages: ["@acme/core", "@acme/l*", "!@acme/lab"], versions: ">=1.0.0" };
  const policies = { ...POLICIES, core };
  expect(await added("0.0.0-alpha", "minor", { policies })).toEqual({
    tracks: ["core"],
    notes: [],
    messages: ["`@acme/lit` is new and would be `0.0.0`, but track `core` only allows `>=1.0.0`"],
    fixes: [
      'add `"@acme/lit"` to track `integrations` (`policies/integrations.yaml:1`), which allows `0.0.0`, and exclude it in `policies/core.yaml:1` with `"!@acme/lit"`',
    ],
  });
});

test("a new package raised by a fixed group to the core's version fits the core's track", async () => {
  const config = { fixed: [["@acme/core", "@acme/lit"]] };
  const { messages, fixes } = await added("0.0.0", "minor", { config });
  expect(messages).toContain(
    "`@acme/lit` is new and would be `1.5.0`, but track `integrations` only allows `0.y.z`",
  );
  expect(fixes.join()).toContain(
    'if `1.5.0` is intended, add `"@acme/lit"` to track `core` (`policies/core.yaml:1`)',
  );
});

test("without newPackages, a new package must be added to a track that allows its first version", async () => {
  const { workspace: _, ...policies } = POLICIES;
  const { messages, fixes } = await added("0.0.0", "minor", { policies });
  expect(messages).toEqual(["`@acme/lit` is new but is not on a track"]);
  expect(fixes).toEqual([
    'add `"@acme/lit"` to track `integrations` (`policies/integrations.yaml:1`), which allows `0.1.0`',
  ]);
});

test("a private package that becomes public is new", async () => {
  const fixture = await workspace({
    ...TRACKS,
    packages: { ...TRACKS.packages, "@acme/lit": { version: "0.4.0", private: true } },
  });
  repository(fixture);
  const manifest = JSON.stringify({ name: "@acme/lit", version: "0.4.0" });
  await fixture.writeFile("packages/lit/package.json", manifest);
  await fixture.writeFile(".changeset/lit.md", changeset({ "@acme/lit": "minor" }));
  const { releases, findings } = await check({ cwd: fixture.path, since: "main" });
  expect([releases, findings]).toMatchObject([[{ track: "integrations", to: "0.5.0" }], []]);
});

test("its version commit counts as its first release", async () => {
  const fixture = await workspace({
    ...TRACKS,
    packages: { ...TRACKS.packages, "@acme/lit": "0.0.0" },
    changesets: { lit: { "@acme/lit": "minor" } },
  });
  repository(fixture);
  gitIn(fixture.path, "switch", "-qc", "release");
  await fixture.rm(".changeset/lit.md");
  const manifest = JSON.stringify({ name: "@acme/lit", version: "0.1.0" });
  await fixture.writeFile("packages/lit/package.json", manifest);
  const { releases, findings } = await check({ cwd: fixture.path, since: "main" });
  expect([releases, findings]).toMatchObject([[{ track: "integrations", written: true }], []]);
});

test("a package with a tag is not new, but one without a tag next to tagged ones is", async () => {
  const fixture = await workspace({
    ...TRACKS,
    packages: { ...TRACKS.packages, "@acme/lit": "0.1.0", "@acme/old": "0.0.0" },
  });
  repository(fixture);
  gitIn(fixture.path, "tag", "@acme/old@0.0.0");
  const { findings, notes } = await check({ cwd: fixture.path });
  expect(notes.map(plain)).toEqual([expect.stringContaining("`@acme/lit` is new and will start")]);
  expect(findings.map(({ message, help }) => [plain(message), plain(help)])).toEqual([
    [
      "`@acme/old` is published but is not on a track",
      'add `"@acme/old"` to `packages` of track `integrations`, where new packages start (`policies/integrations.yaml:1`), or to another track',
    ],
  ]);
});

test("a new package moves to a less mature track without a finding", async () => {
  const maturity = ["sandbox", "integrations", "core"];
  const policies = {
    ...POLICIES,
    workspace: {
      newPackages: "integrations",
      judgedBy: "head",
      rules: { "track-membership": ["error", { maturity }] },
    },
  };
  const fixture = await workspace({ ...TRACKS, policies });
  repository(fixture);
  await fixture.mkdir("packages/lit");
  const manifest = JSON.stringify({ name: "@acme/lit", version: "0.0.0" });
  await fixture.writeFile("packages/lit/package.json", manifest);
  await fixture.writeFile(".changeset/none.md", "---\n---\n\nNothing yet.\n");
  const sandbox = JSON.stringify({ ...POLICIES.sandbox, packages: ["@acme/lab", "@acme/lit"] });
  await fixture.writeFile("policies/sandbox.yaml", sandbox);
  const { findings } = await check({ cwd: fixture.path, since: "main" });
  expect(findings.filter(({ rule }) => rule === "track-membership")).toEqual([]);
});

test("a change can add its new package to a track of the base", async () => {
  const { workspace: _, ...policies } = POLICIES;
  const fixture = await workspace({ ...TRACKS, policies });
  repository(fixture);
  await fixture.mkdir("packages/lit");
  const manifest = JSON.stringify({ name: "@acme/lit", version: "0.0.0" });
  await fixture.writeFile("packages/lit/package.json", manifest);
  await fixture.writeFile(".changeset/new.md", changeset({ "@acme/lit": "minor" }));
  const on = (name: keyof typeof policies, ...packages: string[]) =>
    fixture.writeFile(`policies/${name}.yaml`, JSON.stringify({ ...policies[name], packages }));
  await on("integrations", "@acme/plugin", "@acme/lit");
  const { releases, findings } = await check({ cwd: fixture.path, since: "main" });
  expect([releases, findings]).toMatchObject([[{ track: "integrations" }], []]);
});

test("a change of the policy moves no existing package", async () => {
  const fixture = await workspace({ ...TRACKS, changesets: {} });
  repository(fixture);
  const core = { ...POLICIES.core, packages: ["@acme/core", "@acme/plugin"] };
  const integrations = { ...POLICIES.integrations, packages: ["!@acme/plugin", "@acme/none"] };
  await fixture.writeFile("policies/core.yaml", JSON.stringify(core));
  await fixture.writeFile("policies/integrations.yaml", JSON.stringify(integrations));
  await fixture.writeFile(".changeset/one.md", changeset({ "@acme/plugin": "major" }));
  const { findings } = await check({ cwd: fixture.path, since: "main" });
  expect(findings.map(({ rule }) => rule)).toContain("accidental-graduation");
});

test("a package and its policy line can be removed in one change", async () => {
  const fixture = await workspace(TRACKS);
  repository(fixture);
  await fixture.rm("packages/lab");
  await fixture.rm("policies/sandbox.yaml");
  expect(await check({ cwd: fixture.path, since: "main" })).toMatchObject({ findings: [] });
  gitIn(fixture.path, "checkout", "policies");
  expect(await check({ cwd: fixture.path, since: "main" })).toMatchObject({
    findings: [{ rule: "selector-unmatched" }],
  });
});
