import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { plain } from "../../src/formats/escape.ts";
import { type VerifyOptions, verify } from "../../src/index.ts";
import { publish } from "../kit/publish.ts";
import { recordedNpm } from "../kit/recorded-npm.ts";
import { type Registry, registry } from "../kit/registry.ts";
import { gitIn } from "../kit/run-example.ts";
import { runCli } from "../kit/run-cli.ts";
import { sampled } from "../kit/sampling.ts";
import { folder, repository } from "../kit/workspace.ts";

const json = (data: unknown): string => `${JSON.stringify(data, null, 2)}\n`;

/** With provenance, npm is not asked whether the release before had it. */
const ATTESTED = { attestations: { url: "x", provenance: { predicateType: "y" } } };

/** A workspace of Changesets 3 with these versions, whose registry is the one of the tests. */
const acme = (
  { npmrc }: Pick<Registry, "npmrc">,
  versions: Readonly<Record<string, string | object>>,
  files: Readonly<Record<string, string>> = {},
) =>
  folder({
    "package.json": json({
      private: true,
      workspaces: ["packages/*"],
      devDependencies: { "@changesets/cli": "^3.0.3" },
    }),
    "package-lock.json": "{}",
    ".changeset/config.json": "{}",
    ".npmrc": npmrc,
    ...Object.fromEntries(
      Object.entries(versions).map(([name, version]) => [
        `packages/${name}/package.json`,
        json({ name: `@acme/${name}`, ...(typeof version === "string" ? { version } : version) }),
      ]),
    ),
    ...files,
  });

async function messages(cwd: string, options: VerifyOptions = {}) {
  const { outcome, findings } = await verify({ cwd, ...options });
  return [outcome, ...findings.map(({ rule, message }) => `${rule}: ${plain(message)}`)];
}

test("passes if the registry has each release under its dist-tag", async () => {
  const acmes = await registry();
  const core = { name: "@acme/core", version: "1.3.0", dependencies: { semver: "^7.0.0" } };
  const optionalDependencies = { ms: "^2.0.0" };
  // npm writes some of it in another form.
  await publish(
    acmes,
    {
      ...core,
      bin: { core: "cli.js" },
      dependencies: { ms: "^2.0.0", ...core.dependencies },
      optionalDependencies,
    },
    { packed: { ...core, bin: "./cli.js", optionalDependencies, peerDependencies: {} } },
  );
  await publish(acmes, { name: "@acme/plugin", version: "0.3.0" });
  const { path } = await acme(acmes, { core: "1.3.0", plugin: "0.3.0", fresh: "0.0.0" });
  expect(await runCli(path, ["verify"])).toEqual({
    code: 0,
    stderr: "",
    stdout: `note: @acme/fresh 0.0.0 was never released

note: no release tags were found in git, so only versions and changelogs show past releases

✓ 2 releases on the registry
`,
  });
});

// npm is started for each package: the incidents in their real size only where every case is asked for.
const isWhole = process.env["EVERY_CASE"] !== undefined;
const MANY = { timeout: isWhole ? 600_000 : 240_000 };
const BROKEN = isWhole ? 20 : 2;

test(`finds each of ${BROKEN} latest versions with workspace:* inside`, MANY, async () => {
  const acmes = await registry();
  const names = Array.from({ length: BROKEN }, (_, i) => `plugin-${i}`);
  const dependencies = { "@acme/core": "workspace:*" };
  await Promise.all(
    names.map((name) => publish(acmes, { name: `@acme/${name}`, version: "1.0.0", dependencies })),
  );
  const { path } = await acme(acmes, Object.fromEntries(names.map((name) => [name, "1.0.0"])));
  const runs = recordedNpm();
  const { outcome, findings } = await verify({ cwd: path });
  // All tarballs come with one run.
  expect(Object.groupBy(runs(), (command) => command)).toMatchObject({
    view: { length: BROKEN },
    pack: { length: 1 },
  });
  expect([outcome, findings.length]).toEqual(["fail", BROKEN]);
  expect(plain(findings[0]!.message)).toBe(
    "`@acme/plugin-0` `1.0.0` depends on `@acme/core workspace:*`, which users cannot install",
  );
  expect(new Set(findings.map(({ rule }) => rule))).toEqual(new Set(["published-local-range"]));
});

test("reports a tarball that was changed after publishing, next to one that is intact", async () => {
  const acmes = await registry();
  for (const name of ["core", "plugin"])
    await publish(acmes, { name: `@acme/${name}`, version: "1.3.0" });
  const tarball = join(acmes.storage, "@acme/plugin/plugin-1.3.0.tgz");
  const bytes = readFileSync(tarball);
  writeFileSync(tarball, Buffer.concat([bytes, Buffer.from([0])]));
  const { path } = await acme(acmes, { core: "1.3.0", plugin: "1.3.0" });
  expect(await messages(path)).toEqual([
    "fail",
    "integrity: the tarball of `@acme/plugin` `1.3.0` does not have the integrity that the registry states",
  ]);
});

test("finds a release whose types are not those of the API report at its tag", async () => {
  const acmes = await registry();
  const open = "export declare function open(path: string): void;\n";
  const report = (name: string, text: string) =>
    `// API report of "@acme/${name}", entry ".". Update: release-policy api --write. Format: 1\n${text}`;
  for (const name of ["core", "plugin", "untagged"])
    await publish(
      acmes,
      { name: `@acme/${name}`, version: "1.3.0", types: "index.d.ts" },
      { files: { "index.d.ts": open } },
    );
  const close = "export declare function close(): void;\n";
  // pnpm publishes another folder than that of the package.
  const core = { version: "1.3.0", publishConfig: { directory: "dist" } };
  const fixture = await acme(
    acmes,
    { core, plugin: "1.3.0", untagged: "1.3.0" },
    {
      "packages/core/api/index.d.ts": report("core", open + close),
      "packages/plugin/api/index.d.ts": report("plugin", open),
      // Without a tag, nothing says what was reviewed.
      "packages/untagged/api/index.d.ts": report("untagged", open + close),
    },
  );
  const { path } = fixture;
  repository(fixture);
  for (const name of ["core", "plugin"]) gitIn(path, "tag", `@acme/${name}@1.3.0`);
  expect(await messages(path)).toEqual([
    "fail",
    "api-differs: the types of `@acme/core` `1.3.0` on the registry differ from its API report at the tag: 1 removed",
  ]);
});

const STOPPED = isWhole
  ? { all: ["a", "b", "c", "d", "e", "f", "g", "h"], done: ["a", "c", "h"] }
  : { all: ["a", "b", "c"], done: ["a"] };

test(
  `finds what a release that stopped after ${STOPPED.done.length} of ${STOPPED.all.length} packages left out`,
  MANY,
  async () => {
    const acmes = await registry();
    const { all: names, done } = STOPPED;
    const counts = [done.length, names.length, names.length - done.length] as const;
    const publishAll = (some: readonly string[], version: string) =>
      Promise.all(
        some.map((name) => publish(acmes, { name: `@acme/${name}`, version }, { dist: ATTESTED })),
      );
    await publishAll(names, "1.2.0");
    await publishAll(done, "1.3.0");
    const fixture = await acme(acmes, Object.fromEntries(names.map((name) => [name, "1.3.0"])), {
      "packages/b/CHANGELOG.md": "# @acme/b\n\n## 1.3.0\n",
    });
    repository(fixture);
    gitIn(fixture.path, "tag", "@acme/a@1.3.0");
    const { code, stdout } = await runCli(fixture.path, ["verify"]);
    expect(code).toBe(1);
    expect(stdout).toContain(
      `✗ ${counts[0]} of ${counts[1]} releases on the registry, ${counts[2]} errors`,
    );
    expect(stdout)
      .toContain(`error[not-published]: @acme/b 1.3.0 is not on the registry, but packages/b/CHANGELOG.md says that it
  was released (newest there: 1.2.0)
  --> packages/b/package.json:3:3`);
  },
);

/** States of the registry; registry-findings.test.ts shows what is found in each without npm. */
const STATES: readonly (readonly [string, () => Promise<void>])[] = [
  [
    "a release without a dist-tag, and one that latest does not point to",
    async () => {
      const acmes = await registry();
      for (const version of ["1.2.0", "2.0.0-beta.1"])
        await publish(acmes, { name: "@acme/core", version });
      await publish(
        acmes,
        { name: "@acme/core", version: "1.3.0" },
        { tag: "other", dist: ATTESTED },
      );
      await publish(acmes, { name: "@acme/lost", version: "1.0.0-beta.0" });
      await publish(
        acmes,
        { name: "@acme/lost", version: "1.0.0-beta.1" },
        { tag: "beta", dist: ATTESTED },
      );
      const packument = join(acmes.storage, "@acme/lost/package.json");
      const stored = JSON.parse(readFileSync(packument, "utf8")) as { "dist-tags": object };
      stored["dist-tags"] = { latest: "1.0.0-beta.0" };
      writeFileSync(packument, JSON.stringify(stored));
      const { path } = await acme(acmes, { core: "1.3.0", lost: "1.0.0-beta.1" });
      expect(await messages(path)).toEqual([
        "fail",
        "latest-prerelease: dist-tag latest of `@acme/core` points to the prerelease `2.0.0-beta.1`, but `1.3.0` is stable",
        "wrong-dist-tag: `@acme/lost` `1.0.0-beta.1` has no dist-tag, so users only get it by its exact version",
      ]);
    },
  ],
  [
    "a dist-tag of pre mode that did not move",
    async () => {
      const acmes = await registry();
      await publish(acmes, { name: "@acme/core", version: "1.2.0" });
      await publish(acmes, { name: "@acme/core", version: "1.3.0-next.0" }, { tag: "next" });
      await publish(
        acmes,
        { name: "@acme/core", version: "1.3.0-next.1" },
        { tag: "other", dist: ATTESTED },
      );
      const { path } = await acme(
        acmes,
        { core: "1.3.0-next.1" },
        { ".changeset/pre.json": json({ mode: "pre", tag: "next" }) },
      );
      expect(await messages(path)).toEqual([
        "fail",
        "wrong-dist-tag: dist-tag `next` of `@acme/core` points to `1.3.0-next.0`, but should point to `1.3.0-next.1` (now: `other`)",
      ]);
    },
  ],
  [
    "a tarball whose manifest differs from the registry's",
    async () => {
      const acmes = await registry();
      const manifest = { name: "@acme/core", version: "1.3.0", dependencies: { semver: "^7.0.0" } };
      await publish(acmes, manifest, {
        packed: { ...manifest, dependencies: { semver: "^6.0.0" }, bin: { core: "./cli.js" } },
      });
      const { path } = await acme(acmes, { core: "1.3.0" });
      expect(await messages(path)).toEqual([
        "fail",
        "manifest-differs: `@acme/core` `1.3.0` has another `dependencies` and `bin` on the registry than in its tarball",
      ]);
    },
  ],
  [
    "latest for prereleases of a package without a stable release",
    async () => {
      const acmes = await registry();
      await publish(acmes, { name: "@acme/core", version: "1.0.0-beta.0" });
      await publish(acmes, { name: "@acme/core", version: "1.0.0-beta.1" });
      const { path } = await acme(
        acmes,
        { core: "1.0.0-beta.1" },
        { ".changeset/pre.json": json({ mode: "pre", tag: "beta" }) },
      );
      expect(await messages(path)).toEqual(["pass"]);
    },
  ],
];

test.each(sampled(STATES))("judges what npm shows: %s", async (_, judged) => {
  await judged();
});

const POLICY = {
  "policies/core.yaml": 'packages: ["@acme/core"]\ndistTag: next\n',
  "policies/others.yaml": 'packages: ["@acme/*", "!@acme/core"]\n',
  "policies/workspace.yaml": 'branches: { "maint/*": { distTag: "release-{major}.x" } }\n',
};

test("requires the dist-tags of the policy's tracks and branches", async () => {
  const acmes = await registry();
  await publish(acmes, { name: "@acme/core", version: "1.2.0" });
  await publish(acmes, { name: "@acme/core", version: "1.3.0-next.0" }, { tag: "next" });
  await publish(acmes, { name: "@acme/core", version: "1.3.0" }, { dist: ATTESTED });
  const { path } = await acme(acmes, { core: "1.3.0" }, POLICY);
  expect(await messages(path, { branch: "main" })).toEqual([
    "fail",
    "wrong-dist-tag: dist-tag `next` of `@acme/core` points to `1.3.0-next.0`, but should point to `1.3.0` (now: `latest`)",
    "dist-tag-stale: dist-tag `next` of `@acme/core` still points to `1.3.0-next.0`, but latest is `1.3.0`",
  ]);
  expect(await messages(path, { branch: "maint/1.x" })).toEqual([
    "fail",
    "wrong-dist-tag: dist-tag `release-1.x` of `@acme/core` does not exist, but should point to `1.3.0` (now: `latest`)",
  ]);
});

test("reports a release without the previous release's provenance, and a missing tag", async () => {
  const acmes = await registry();
  await publish(acmes, { name: "@acme/core", version: "1.2.0" }, { dist: ATTESTED });
  await publish(acmes, { name: "@acme/core", version: "1.3.0" });
  const fixture = await acme(acmes, { core: "1.3.0" });
  repository(fixture);
  gitIn(fixture.path, "tag", "@acme/core@1.2.0");
  expect(await messages(fixture.path)).toEqual([
    "fail",
    "git-tag-missing: `@acme/core` `1.3.0` is on the registry, but git has no tag for it",
    "provenance-missing: `@acme/core` `1.3.0` was published without provenance, but `1.2.0` had it",
  ]);
});

test("reports a package that is deprecated in the ledger but not on npm", async () => {
  const acmes = await registry();
  await publish(acmes, { name: "@acme/old", version: "1.3.0" });
  await publish(acmes, { name: "@acme/gone", version: "1.0.0", deprecated: "use @acme/core" });
  const entry = (name: string) =>
    `  - { package: "${name}", api: "*", deprecatedIn: "1.0.0", replacement: "@acme/core" }\n`;
  const { path } = await acme(
    acmes,
    { old: "1.3.0" },
    {
      "policies/all.yaml": 'packages: ["@acme/*"]\n',
      "policies/deprecations.yaml": `deprecations:\n${entry("@acme/old")}${entry("@acme/gone")}`,
    },
  );
  expect(await messages(path)).toEqual([
    "fail",
    "deprecation-missing: `@acme/old` is deprecated since `1.0.0`, but npm does not say so",
  ]);
});

test("waits for the registry to show a release", async () => {
  const acmes = await registry();
  await publish(acmes, { name: "@acme/core", version: "1.2.0" });
  const { path } = await acme(acmes, { core: "1.3.0" });
  const notes: string[] = [];
  const waiting = verify({
    cwd: path,
    wait: 60_000,
    onProgress(text) {
      if (notes.push(text) === 1) void publish(acmes, { name: "@acme/core", version: "1.3.0" });
    },
  });
  expect(await waiting).toMatchObject({ outcome: "pass" });
  expect(notes[0]).toBe("waiting for the registry: 1 of 1 packages");
});

test("exits with 2 for an unreachable registry", async () => {
  const npmrc = "registry=http://127.0.0.1:9/\nfetch-retries=0\n";
  const { path } = await acme({ npmrc }, { core: "1.3.0" });
  const { code, stdout } = await runCli(path, ["verify", "--format", "json"]);
  expect([code, JSON.parse(stdout)]).toMatchObject([
    2,
    {
      version: 1,
      outcome: "unknown",
      packages: [{ state: "unknown" }],
      notes: [
        "the registry could not be read for `@acme/core` (`ECONNREFUSED`)",
        expect.anything(),
      ],
    },
  ]);
  expect(await runCli(path, ["verify", "--wait", "soon"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('invalid time "soon" (expected 90s, 10m or 1h)'),
  });
});

test("uses the registry in publishConfig, and writes the text of an issue", async () => {
  const acmes = await registry();
  await publish(acmes, { name: "@acme/core", version: "1.2.0" });
  const core = { version: "1.3.0", publishConfig: { registry: acmes.url } };
  const npmrc = acmes.npmrc.replace(/registry=.*\n/, "registry=http://127.0.0.1:9/\n");
  const { path } = await acme({ npmrc }, { core });
  const { code, stdout } = await runCli(path, ["verify", "--format", "markdown"]);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^\*\*✗ 0 of 1 release on the registry, 1 error\*\*\n\n\| Package \|/);
});
