import { readFileSync } from "node:fs";
import { plain } from "@release-policy/core";
import { exampleFiles } from "@release-policy/core/testing";
import { expect, test } from "vitest";
import { check } from "../../src/index.ts";
import { runChangesets } from "../kit/changesets-cli.ts";
import { commitAll, gitIn } from "../kit/run-example.ts";
import { changeset, repository, workspace } from "../kit/workspace.ts";

const DAY = { today: "2026-06-15" };
const cli = (node: string, version = "1.4.0"): string =>
  `${JSON.stringify({ name: "@acme/cli", version, engines: { node } }, null, 2)}\n`;

/** A workspace whose last release, tagged as Changesets tags it, takes Node 20 and above. */
async function released(options: object = {}) {
  const fixture = await workspace({
    packages: { "@acme/cli": { version: "1.4.0", engines: { node: ">=20" } } },
    policies: {
      stable: {
        packages: ["@acme/cli"],
        versions: "1.x",
        rules: {
          "change-bump": ["error", { kinds: { runtime: "minor" }, runtimes: options }],
          "runtime-support": "warn",
        },
      },
    },
  });
  repository(fixture);
  return fixture;
}

const messages = async (cwd: string, since?: string) => {
  const report = await check({ cwd, ...DAY, ...(since === undefined ? {} : { since }) });
  return report.findings.map(({ rule, message, at }) => [
    rule,
    `${at.path}:${at.line}`,
    plain(message),
  ]);
};

const dropped = [
  "change-bump",
  "packages/cli/package.json:5",
  "`@acme/cli` would go from `1.4.0` to `1.4.1`, a `patch` release, but track `stable` requires a `minor` for dropping Node `20` and `21` (`engines.node` would change from `>=20` to `>=22`)",
];

test("a Node line dropped in a patch is reported, and the required minor passes", async () => {
  const fixture = await released();
  gitIn(fixture.path, "tag", "@acme/cli@1.4.0");

  // Long after the release the range is narrowed, in a commit of its own; the changeset comes later.
  await fixture.writeFile("packages/cli/package.json", cli(">=22"));
  commitAll(fixture.path, "node 22");
  await fixture.writeFile(".changeset/tidy.md", changeset({ "@acme/cli": "patch" }));
  expect(await messages(fixture.path)).toEqual([dropped]);
  const { findings } = await check({ cwd: fixture.path, ...DAY });
  expect(findings.map(({ help }) => plain(help))).toEqual([
    'write `minor` instead of `patch` in `.changeset/tidy.md:2`; if a smaller release is intended, keep `"node": ">=20"` under `engines` in `packages/cli/package.json`',
  ]);

  await fixture.writeFile(".changeset/tidy.md", changeset({ "@acme/cli": "minor" }));
  expect(await messages(fixture.path)).toEqual([]);

  const main = commitAll(fixture.path, "the minor that it is");
  await runChangesets(fixture.path, "changesets@3", "version");
  const manifest = JSON.parse(
    readFileSync(fixture.getPath("packages/cli/package.json"), "utf8"),
  ) as object;
  expect(manifest).toMatchObject({ version: "1.5.0", engines: { node: ">=22" } });
  expect(await messages(fixture.path, main)).toEqual([]);
});

test("a version commit is compared with the previous release", async () => {
  const fixture = await released();
  gitIn(fixture.path, "tag", "@acme/cli@1.4.0");
  await fixture.writeFile("packages/cli/package.json", cli(">=22"));
  await fixture.writeFile(".changeset/tidy.md", changeset({ "@acme/cli": "patch" }));
  const main = commitAll(fixture.path, "an unnoticed drop");
  await runChangesets(fixture.path, "changesets@3", "version");
  commitAll(fixture.path, "versions");
  expect(await messages(fixture.path, main)).toEqual([dropped]);
});

test("without a tag, a change is compared with its base, and a plain check reports nothing", async () => {
  const fixture = await released();
  const main = commitAll(fixture.path, "main");
  await fixture.writeFile("packages/cli/package.json", cli(">=22"));
  await fixture.writeFile(".changeset/tidy.md", changeset({ "@acme/cli": "patch" }));
  expect(await messages(fixture.path)).toEqual([]);
  expect(await messages(fixture.path, main)).toEqual([dropped]);
});

test("a drop that the base already has is pending", async () => {
  const fixture = await released();
  gitIn(fixture.path, "tag", "@acme/cli@1.4.0");
  await fixture.writeFile("packages/cli/package.json", cli(">=22"));
  await fixture.writeFile(".changeset/tidy.md", changeset({ "@acme/cli": "patch" }));
  const main = commitAll(fixture.path, "merged");
  await fixture.writeFile("packages/cli/index.js", "1");
  await fixture.writeFile(".changeset/other.md", changeset({ "@acme/cli": "patch" }));
  const { findings, pending } = await check({ cwd: fixture.path, ...DAY, since: main });
  expect(findings).toEqual([]);
  expect(pending.map(({ rule }) => rule)).toEqual(["change-bump"]);
});

test("another commit is checked with the tags of this repository", async () => {
  const fixture = await released();
  gitIn(fixture.path, "tag", "@acme/cli@1.4.0");
  await fixture.writeFile("packages/cli/package.json", cli(">=22"));
  await fixture.writeFile(".changeset/tidy.md", changeset({ "@acme/cli": "patch" }));
  const ref = commitAll(fixture.path, "drop");
  gitIn(fixture.path, "checkout", "-q", "HEAD~1");
  const report = await check({ cwd: fixture.path, ...DAY, ref });
  expect(report.findings.map(({ rule }) => rule)).toEqual(["change-bump"]);
});

test("reports a minor that keeps an end-of-life line", async () => {
  const fixture = await released();
  gitIn(fixture.path, "tag", "@acme/cli@1.4.0");
  await fixture.writeFile(".changeset/feature.md", changeset({ "@acme/cli": "minor" }));
  expect((await messages(fixture.path)).map(([rule]) => rule)).toEqual(["runtime-support"]);
});

/** The catalog of a package manager, in its file. */
const catalogFiles = {
  "pnpm-workspace.yaml": (react: string) =>
    JSON.stringify({ packages: ["packages/*"], catalog: { react } }),
  ".yarnrc.yml": (react: string) => `nodeLinker: pnp\ncatalog:\n  react: "${react}"\n`,
  "package.json": (react: string) =>
    JSON.stringify({
      name: "acme",
      private: true,
      devDependencies: { "@changesets/cli": "^3.0.3" },
      workspaces: { packages: ["packages/*"], catalog: { react } },
    }),
};

/** A package with react from a catalog, and a rule about it. */
const catalogued = (file: keyof typeof catalogFiles, react: string, level = "error") => ({
  packages: { "@acme/ui": { version: "3.1.0", peerDependencies: { react: "catalog:" } } },
  policies: {
    stable: {
      packages: ["@acme/ui"],
      versions: ">=1",
      rules: {
        "change-bump": [level, { kinds: { runtime: "major" }, runtimes: { peers: ["react"] } }],
      },
    },
  },
  files: { [file]: catalogFiles[file](react) },
});

const lost = [
  "change-bump",
  "packages/ui/package.json:5",
  "`@acme/ui` would go from `3.1.0` to `3.2.0`, a `minor` release, but track `stable` requires a `major` for a narrower range (`peerDependencies.react` would change from `^18.0.0 || ^19.0.0` to `^19.0.0`)",
];

test.each(["pnpm-workspace.yaml", ".yarnrc.yml", "package.json"] as const)(
  "a framework dropped in a catalog of %s is reported although the package did not change",
  async (file) => {
    const fixture = await workspace(catalogued(file, "^18.0.0 || ^19.0.0"));
    const main = repository(fixture);
    gitIn(fixture.path, "tag", "@acme/ui@3.1.0");
    const after = exampleFiles(catalogued(file, "^19.0.0", "off"));
    await fixture.writeFile(file, after[file]!);
    await fixture.writeFile(".changeset/modern.md", changeset({ "@acme/ui": "minor" }));
    expect(await messages(fixture.path)).toEqual([lost]);

    // Whoever switches the rule off in the same change is judged by the base all the same.
    await fixture.writeFile("policies/stable.yaml", after["policies/stable.yaml"]!);
    expect(await messages(fixture.path)).toEqual([]);
    expect(await messages(fixture.path, main)).toEqual([lost]);
    const ref = commitAll(fixture.path, "off");
    gitIn(fixture.path, "checkout", "-q", main);
    const report = await check({ cwd: fixture.path, ...DAY, ref, since: main });
    expect(report.findings.map(({ rule }) => rule)).toEqual(["change-bump"]);
  },
);
