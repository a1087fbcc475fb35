import { readFileSync } from "node:fs";
import { plain } from "@release-policy/core";
import { expect, test } from "vitest";
import { check, version } from "../../src/index.ts";
import { bytesOf } from "../kit/file-bytes.ts";
import { install } from "../kit/installed.ts";
import { runCli } from "../kit/run-cli.ts";
import { changeset, workspace } from "../kit/workspace.ts";
import { sampled } from "../kit/sampling.ts";

/** The newest first: it is the one that is sampled. */
const MAJORS = [3, 2] as const;
type Given = Parameters<typeof workspace>[0];

/** A core and a library sixteen minors below it, and an app that asks for the library in plain ranges. */
async function train(major: 2 | 3, given: Given = {}) {
  const fixture = await workspace({
    planner: `changesets@${major}`,
    packages: {
      "@acme/core": "1.9.0",
      "@acme/library": { version: "0.25.0", dependencies: { "@acme/core": "workspace:^" } },
      "@acme/app": {
        version: "3.0.0",
        dependencies: { "@acme/library": "^0.25.0" },
        peerDependencies: { "@acme/core": ">=1.0.0" },
      },
    },
    changesets: { cat: { "@acme/core": "minor", "@acme/library": "patch" } },
    policies: {
      all: { packages: ["@acme/*"] },
      workspace: {
        trains: [
          { leader: "@acme/core", members: ["@acme/library"], version: { minorOffset: 16 } },
        ],
      },
    },
    ...given,
  });
  install(fixture.path.replace(/[\\/]$/, ""), major);
  return fixture;
}

const read = (root: string, path: string): string => readFileSync(`${root}/${path}`, "utf8");

test.each(sampled(MAJORS))(
  "gives a member the version that Changesets %d cannot give it",
  async (major) => {
    const fixture = await train(major, {
      changesets: {
        cat: { "@acme/core": "minor", "@acme/library": "patch" },
        app: { "@acme/app": "patch" },
      },
    });
    expect((await check({ cwd: fixture.path })).outcome).toBe("fail");
    const { code, stdout } = await runCli(fixture.path, ["version"]);
    expect([code, stdout.split("\n").slice(-3)]).toEqual([
      0,
      [
        "@acme/library 0.25.1 → 0.26.0 (train of @acme/core)",
        expect.stringContaining("done: changeset version wrote what was checked (3 releases, "),
        "",
      ],
    ]);
    expect(read(fixture.path, "packages/library/package.json")).toContain('"version": "0.26.0"');
    expect(read(fixture.path, "packages/app/package.json")).toContain('"@acme/library": "^0.26.0"');
    expect(read(fixture.path, "packages/library/CHANGELOG.md")).toContain("\n## 0.26.0\n");
    expect(read(fixture.path, "packages/app/CHANGELOG.md")).toContain("  - @acme/library@0.26.0\n");
    expect((await check({ cwd: fixture.path })).outcome).toBe("pass");
  },
);

test("reports a plain range that its planner does not update", async () => {
  const { stdout } = await runCli((await train(3)).path, ["version"]);
  expect(stdout).toContain(
    "note: @acme/app depends on @acme/library ^0.25.0, which excludes 0.26.0; change the range",
  );
});

test("changes the version of a member without a changeset, and says what is missing", async () => {
  const fixture = await train(3, {
    packages: { "@acme/core": "1.9.0", "@acme/library": "0.25.0" },
    changesets: { cat: { "@acme/core": "minor" } },
  });
  const { code, stdout } = await runCli(fixture.path, ["version"]);
  expect(code).toBe(0);
  expect(stdout).toContain(
    "@acme/library 0.25.0 → 0.26.0 (train of @acme/core)\n  no changelog entry, because no changeset releases @acme/library; plain ranges on it are unchanged\n",
  );
  expect(read(fixture.path, "packages/library/package.json")).toContain('"version": "0.26.0"');
});

test("uses the first version of a line in the table", async () => {
  const fixture = await train(3, {
    packages: { "@acme/core": "1.9.0", "@acme/library": "0.25.0" },
    policies: {
      all: { packages: ["@acme/*"] },
      workspace: {
        trains: [
          {
            leader: "@acme/core",
            members: ["@acme/library"],
            version: { table: { "1.x": "0.50.x" } },
          },
        ],
      },
    },
  });
  expect(await version({ cwd: fixture.path })).toMatchObject({
    outcome: "done",
    trains: [{ planned: "0.25.1", to: "0.50.0" }],
  });
});

test("checks the train's version against the member's own track", async () => {
  const fixture = await train(3, {
    policies: {
      rest: { packages: ["@acme/core", "@acme/app"] },
      library: { packages: ["@acme/library"], versions: "0.25.x" },
      workspace: {
        trains: [
          { leader: "@acme/core", members: ["@acme/library"], version: { minorOffset: 16 } },
        ],
      },
    },
  });
  const before = bytesOf(fixture.path);
  const { outcome, report } = await version({ cwd: fixture.path });
  expect([outcome, bytesOf(fixture.path)]).toEqual(["refused", before]);
  expect(report.findings.map(({ rule, message }) => `${rule}: ${plain(message)}`)).toEqual([
    expect.stringContaining("version-inside-track: `@acme/library` would be `0.26.0`"),
  ]);
});

test.each([
  ["a number that would go down", "0.40.0", { minorOffset: 16 }],
  ["the same number, which a fixed group gives", "0.25.0", "same"],
])("does not carry out %s", async (_, from, how) => {
  const fixture = await train(3, {
    packages: { "@acme/core": "1.9.0", "@acme/library": from },
    policies: {
      all: { packages: ["@acme/*"] },
      workspace: { trains: [{ leader: "@acme/core", members: ["@acme/library"], version: how }] },
    },
  });
  const before = bytesOf(fixture.path);
  const { outcome, trains } = await version({ cwd: fixture.path });
  expect([outcome, trains, bytesOf(fixture.path)]).toEqual(["refused", [], before]);
});

test("ignores a train if the rule is off", async () => {
  const fixture = await train(3, { files: { "policies/loose.yaml": "packages: []\n" } });
  await fixture.rm("policies/loose.yaml");
  const policy = `${read(fixture.path, "policies/workspace.yaml")}rules: { train: off }\n`;
  await fixture.writeFile("policies/workspace.yaml", policy);
  expect(await version({ cwd: fixture.path })).toMatchObject({ outcome: "done", trains: [] });
  expect(read(fixture.path, "packages/library/package.json")).toContain('"version": "0.25.1"');
});

test("keeps Windows line endings, indentation and the order of keys in its own edits", async () => {
  const manifest = '{\r\n    "version": "0.25.0",\r\n    "name": "@acme/library"\r\n}\r\n';
  const old = "# @acme/library\r\n\r\n## 0.25.0\r\n\r\nOld words of 0.25.1.\r\n";
  const fixture = await train(3, {
    packages: { "@acme/core": "1.9.0" },
    changesets: { cat: { "@acme/core": "minor" } },
    files: { "packages/library/package.json": manifest, "packages/library/CHANGELOG.md": old },
  });
  expect(await version({ cwd: fixture.path })).toMatchObject({ outcome: "done" });
  expect(read(fixture.path, "packages/library/package.json")).toBe(
    manifest.replace("0.25.0", "0.26.0"),
  );
  expect(read(fixture.path, "packages/library/CHANGELOG.md")).toBe(old);
});

test("reads and restores Windows line endings", async () => {
  const crlf = (text: string): string => text.replaceAll("\n", "\r\n");
  const cat = changeset({ "@acme/core": "minor", "@acme/library": "minor" });
  const fixture = await train(3, {
    changesets: {},
    files: { ".changeset/cat.md": crlf(cat) },
    config: { changelog: "./broken.cjs" },
  });
  await fixture.writeFile(
    ".changeset/broken.cjs",
    crlf(
      "module.exports = {\n getReleaseLine() { throw new Error('no') },\n getDependencyReleaseLine: async () => '' };\n",
    ),
  );
  const before = bytesOf(fixture.path);
  const { outcome } = await version({ cwd: fixture.path });
  expect([outcome, bytesOf(fixture.path)]).toEqual(["failed", before]);
});

test.each(sampled(MAJORS))(
  "records what the releases of Changesets %d deprecate in the ledger",
  async (major) => {
    const fixture = await train(major, {
      changesets: {},
      files: {
        ".changeset/cat.md": changeset(
          { "@acme/core": "minor", "@acme/library": "minor" },
          "Prefer `openAll`.\n\nDeprecates: open use openAll until 3.0.0",
        ),
        ".changeset/app.md": changeset({ "@acme/app": "patch" }),
      },
    });
    const result = await version({ cwd: fixture.path, today: "2026-06-15" });
    expect(result).toMatchObject({ outcome: "done", ledger: true });
    expect(result.changed).toContain("policies/deprecations.yaml");
    const ledger = read(fixture.path, "policies/deprecations.yaml");
    expect(ledger).toContain('package: "@acme/core"');
    expect(ledger).toContain('deprecatedIn: "1.10.0"');
  },
);

test("restores the ledger if the verification fails", async () => {
  const fixture = await train(3, {
    changesets: {},
    files: {
      ".changeset/cat.md": changeset(
        { "@acme/core": "minor", "@acme/library": "minor" },
        "Prefer `openAll`.\n\nDeprecates: open use openAll until 3.0.0",
      ),
      ".changeset/meddle.cjs": `
        const { writeFileSync } = require("node:fs");
        process.on("exit", () => writeFileSync("packages/core/package.json", '{"name":"@acme/core","version":"7.0.0"}'));
        module.exports = { getReleaseLine: async () => "- x", getDependencyReleaseLine: async () => "" };`,
    },
    config: { changelog: "./meddle.cjs" },
  });
  const before = bytesOf(fixture.path);
  const { outcome, differences } = await version({ cwd: fixture.path });
  expect([outcome, bytesOf(fixture.path)]).toEqual(["failed", before]);
  expect(differences.map(plain)).toContain(
    "`@acme/core` is at `7.0.0`, but the check expected `1.10.0`",
  );
});
