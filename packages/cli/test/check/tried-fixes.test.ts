import { join } from "node:path";
import { plain } from "@release-policy/core";
import { expect, onTestFinished, test, vi } from "vitest";
import { check, fix } from "../../src/index.ts";
import { runChangesets } from "../kit/changesets-cli.ts";
import { workspace } from "../kit/workspace.ts";

const helps = async (cwd: string): Promise<readonly string[]> =>
  (await check({ cwd })).findings.map(({ rule, help }) => `${rule}: ${plain(help)}`);

test("a fix names every line that it edits", async () => {
  const { path } = await workspace({
    changesets: { one: { "@acme/plugin": "major" }, two: { "@acme/plugin": "major" } },
  });
  expect(await helps(path)).toEqual([
    "accidental-graduation: write `minor` instead of `major` in `.changeset/one.md:2` and `minor` instead of `major` in `.changeset/two.md:2`; if `1.0.0` is intended, run `release-policy graduate @acme/plugin --to core`",
  ]);
});

test("a fix with several edits has a short form with the first", async () => {
  const shortHelps = async (changesets: Readonly<Record<string, { "@acme/plugin": "major" }>>) => {
    const { path } = await workspace({ changesets });
    const { findings } = await check({ cwd: path });
    return findings.map(({ shortHelp }) => shortHelp && plain(shortHelp));
  };
  const major = { "@acme/plugin": "major" } as const;
  expect(await shortHelps({ one: major })).toEqual([undefined]);
  expect(await shortHelps({ one: major, two: major, three: major })).toEqual([
    "write `minor` instead of `major` in `.changeset/one.md:2` and 2 more edits",
  ]);
});

test("a fix that would cause another error includes the edit for that error", async () => {
  const { path } = await workspace({
    packages: { "@acme/a": "1.0.0", "@acme/b": "1.0.0" },
    config: { fixed: [["@acme/a", "@acme/b"]] },
    policies: {
      all: { packages: ["@acme/*"], bumps: { declared: ["patch", "minor"], received: ["patch"] } },
    },
    changesets: { one: { "@acme/a": "major" }, two: { "@acme/b": "major" } },
  });
  expect((await helps(path))[0]).toContain(
    "declared-bump: write `minor` instead of `major` in `.changeset/one.md:2` and `minor` instead of `major` in `.changeset/two.md:2`",
  );
});

test("peers that get a major with every minor get the option of Changesets 2 as a fix", async () => {
  const { path } = await workspace({
    planner: "changesets@2",
    changesets: { one: { "@acme/core": "minor" } },
  });
  expect((await helps(path))[0]).toMatch(
    /^accidental-graduation: set `onlyUpdatePeerDependentsWhenOutOfRange` under .*; if it is unset on purpose/,
  );
});

const STAYING = {
  core: { packages: ["@acme/core"] },
  integrations: { packages: ["@acme/plugin"], versions: "0.y.z" },
};

const PEERS = "___experimentalUnsafeOptions_WILL_CHANGE_IN_PATCH";
const IN_RANGE = "onlyUpdatePeerDependentsWhenOutOfRange";

test.each([
  ["^1.2.0", "major", "^1.2.0 || ^2.0.0", "BREAKING: `load` is async"],
  ["workspace:^", "major", "workspace:^1.2.0 || ^2.0.0", "BREAKING: `load` is async"],
  ["workspace:*", "minor", "workspace:^", "Adds `load`."],
])("a peer on %s that a %s leaves behind gets the range %s", async (range, bump, wider, text) => {
  const { path } = await workspace({
    planner: "changesets@2",
    packages: {
      "@acme/core": "1.2.0",
      "@acme/plugin": { version: "0.3.0", peerDependencies: { "@acme/core": range } },
    },
    policies: STAYING,
    changesets: { one: `---\n"@acme/core": ${bump}\n---\n\n${text}\n` },
  });
  expect((await helps(path))[0]).toContain(
    `accidental-graduation: set \`${IN_RANGE}\` under \`${PEERS}\` in \`.changeset/config.json\` and write \`"@acme/core": "${wider}"\` under \`peerDependencies\` in \`packages/plugin/package.json\`; if`,
  );
});

test("where no edit passes, the policy is the last resort, with the reason", async () => {
  const { path } = await workspace({
    planner: "changesets@2",
    packages: {
      "@acme/core": "1.2.0",
      "@acme/react": { version: "1.0.0", peerDependencies: { "@acme/core": "workspace:^" } },
    },
    policies: { all: { packages: ["@acme/*"], bumps: { received: ["patch"] } } },
    files: {
      ".changeset/pre.json": JSON.stringify({
        mode: "pre",
        tag: "next",
        initialVersions: { "@acme/core": "1.2.0", "@acme/react": "1.0.0" },
        changesets: [],
      }),
    },
    changesets: { one: '---\n"@acme/core": major\n---\n\nBREAKING: `load` is async\n' },
  });
  expect(await helps(path)).toEqual([
    "received-bump: allow `major` under `bumps.received` of track `all`: editing changesets is not enough, because `@acme/react` depends on `@acme/core` in its `peerDependencies`",
  ]);
});

test.runIf(process.platform !== "win32")(
  "a trial keeps packages in folders with a name that Windows does not allow",
  async () => {
    const { path } = await workspace({
      packages: { "@acme/core": "1.2.0" },
      files: {
        "packages/a:b/package.json": JSON.stringify({ name: "@acme/plugin", version: "0.3.0" }),
      },
      changesets: { one: { "@acme/plugin": "major" } },
    });
    expect((await helps(path))[0]).toMatch(
      /^accidental-graduation: write `minor` instead of `major` in /,
    );
  },
);

test.runIf(process.platform !== "win32")(
  "edits of a changeset are tried without a copy of the workspace",
  async () => {
    const { path } = await workspace({ changesets: { one: { "@acme/plugin": "major" } } });
    vi.stubEnv("TMPDIR", join(path, "missing"));
    onTestFinished(() => void vi.unstubAllEnvs());
    expect((await helps(path))[0]).toMatch(
      /^accidental-graduation: write `minor` instead of `major` in /,
    );
  },
);

const NO_MAJOR = { packages: ["@acme/*"], bumps: { declared: ["patch", "minor"] } };
const WAIVER =
  "if a `major` is intended, add a waiver to `policies/waivers.yaml` of the base branch";

/** `@acme/core` 1.2.0 with a major that its track does not allow, and versions that it must not get. */
const afterMajor = async (...burnt: readonly string[]): Promise<readonly string[]> => {
  const rules = { "version-already-used": ["error", { burnt: { "@acme/core": burnt } }] };
  const { path } = await workspace({
    packages: { "@acme/core": "1.2.0" },
    policies: { all: { ...NO_MAJOR, rules } },
    changesets: { one: { "@acme/core": "major" } },
  });
  return await helps(path);
};

test("tries each smaller bump that the track allows", async () => {
  expect(await afterMajor("1.3.0")).toEqual([
    `declared-bump: write \`patch\` instead of \`major\` in \`.changeset/one.md:2\`; ${WAIVER}`,
  ]);
});

test("where no smaller bump passes, the policy only comes for who intends the bump", async () => {
  expect(await afterMajor("1.3.0", "1.2.1")).toEqual([
    `declared-bump: run \`release-policy explain @acme/core\` to see what releases it: editing changesets is not enough, because then \`@acme/core\` would be \`1.3.0\`, but that version is listed as burnt; ${WAIVER}`,
  ]);
});

test("a line that only a person can edit keeps the fix of its rule", async () => {
  const { path } = await workspace({
    packages: { "@acme/core": "1.2.0" },
    policies: { all: NO_MAJOR },
    changesets: { one: '---\n"@acme/core": "maj\\u006fr"\n---\n\nText.\n' },
  });
  expect(await helps(path)).toEqual([
    `declared-bump: write \`minor\` instead of \`major\` in \`.changeset/one.md:2\`; ${WAIVER}`,
  ]);
});

test("says that changesets have to change together only if one was tried alone", async () => {
  const names = Array.from({ length: 26 }, (_, i) => `@acme/p${i}`);
  const { path } = await workspace({
    packages: Object.fromEntries(names.map((name) => [name, "1.0.0"])),
    policies: { all: NO_MAJOR },
    changesets: Object.fromEntries(names.map((name, i) => [`c${i}`, { [name]: "major" }])),
  });
  const others = (await helps(path)).filter((help) => !help.includes("write `minor`"));
  expect([...new Set(others)]).toEqual([`declared-bump: run \`release-policy fix\`; ${WAIVER}`]);
});

test.runIf(process.platform !== "win32").each(["quiet:cats", "quiet\\cats", "quiet\tcats"])(
  "an edit is tried in a file with a name that Windows does not allow: %j",
  async (name) => {
    const { path } = await workspace({ changesets: { [name]: { "@acme/plugin": "major" } } });
    const [finding] = (await check({ cwd: path })).findings;
    expect(plain(finding!.help)).toMatch(/^write `minor` instead of `major` in /);
    expect((await fix({ cwd: path })).changes.map((file) => file.path)).toEqual([
      `.changeset/${name}.md`,
    ]);
    expect((await check({ cwd: path })).findings).toEqual([]);
  },
);

test.each([
  ["ranges for development do not count", { dependencies: "^0.1.0", devDependencies: "^9.0.0" }],
  ["only a range for development", { devDependencies: "^0.1.0" }],
  ["of two fields the last decides", { dependencies: "^0.1.0", peerDependencies: "^9.0.0" }],
  ["the last is followed", { dependencies: "^9.0.0", peerDependencies: "^0.1.0" }],
])("rejects a skipped dependency like Changesets 2: %s", async (_, ranges) => {
  const fields = Object.entries(ranges).map(([field, range]) => [field, { "mock-api": range }]);
  const { path } = await workspace({
    planner: "changesets@2",
    packages: {
      "@acme/core": { version: "2.0.0", ...Object.fromEntries(fields) },
      "mock-api": { version: "0.1.0", private: true },
    },
    config: {
      changelog: false,
      ignore: ["mock-*"],
      privatePackages: { version: true, tag: false },
    },
    changesets: { one: { "@acme/core": "minor" } },
    policies: { core: { packages: ["@acme/core"] } },
  });
  const { findings } = await check({ cwd: path });
  const isRefused = findings.some(({ rule }) => rule === "plan-refused");
  let refuses = false;
  try {
    await runChangesets(path, "changesets@2", "version");
  } catch {
    refuses = true;
  }
  expect(isRefused).toBe(refuses);
});

test("prints no edit that it had no tries left for", async () => {
  const names = Array.from({ length: 26 }, (_, i) => `@acme/p${i}`);
  const burnt = Object.fromEntries(names.map((name) => [name, ["1.1.0", "1.0.1"]]));
  const { path } = await workspace({
    packages: Object.fromEntries(names.map((name) => [name, "1.0.0"])),
    policies: { all: { ...NO_MAJOR, rules: { "version-already-used": ["error", { burnt }] } } },
    changesets: Object.fromEntries(names.map((name, i) => [`c${i}`, { [name]: "major" }])),
  });
  const all = await helps(path);
  expect(all).toHaveLength(names.length);
  expect(all.filter((help) => help.includes("write "))).toEqual([]);
});
