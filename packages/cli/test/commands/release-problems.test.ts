import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Facts } from "@release-policy/core";
import { expect, onTestFinished, test } from "vitest";
import {
  RELEASE_PROBLEMS,
  type ReleaseProblem,
  type ReleaseProblemId,
} from "../../src/commands/explain/release-problems.ts";
import {
  type PackedPackage,
  fileFindings,
  manifestFindings,
} from "../../src/commands/pack/packed-findings.ts";
import type { PublishedRelease } from "../../src/commands/verify/published-release.ts";
import {
  type ExpectedRelease,
  registryFindings,
} from "../../src/commands/verify/registry-findings.ts";
import { runCli } from "../kit/run-cli.ts";
import { folder } from "../kit/workspace.ts";

type Manifest = Readonly<Record<string, unknown>>;

const UI = { name: "ui", dir: "packages/ui", version: "0.1.0", private: true };

/** What is found in a tarball with this manifest and these files, beside package.json. */
function packed(more: Manifest, source: Manifest = more, paths: readonly string[] = []): string[] {
  const manifest = { name: "core", version: "1.3.0", ...more };
  const root = mkdtempSync(join(tmpdir(), "packed-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const pkg: PackedPackage = {
    name: "core",
    dir: ".",
    version: "1.3.0",
    source,
    planned: source,
    manifest,
    paths: ["package.json", ...paths],
  };
  const { findings, unbuilt } = fileFindings(pkg, root, new Set());
  expect(unbuilt).toEqual([]);
  const facts = { packages: [UI] } as unknown as Facts;
  return [...manifestFindings(pkg, "npm", facts), ...findings].map(({ rule }) => rule);
}

const CORE: ExpectedRelease = {
  name: "core",
  dir: ".",
  version: "1.3.0",
  distTag: "latest",
  gitTags: [],
};
const PUBLISHED: PublishedRelease = {
  versions: ["1.2.0", "1.3.0"],
  days: {},
  distTags: { latest: "1.3.0" },
  manifest: {},
  packed: {},
};
const ABSENT = { versions: ["1.2.0"], days: {}, distTags: { latest: "1.2.0" } };

const registry = (
  expected: Partial<ExpectedRelease>,
  published: Partial<PublishedRelease> = {},
): string[] =>
  registryFindings({ ...CORE, ...expected }, { ...PUBLISHED, ...published }).map(
    ({ rule }) => rule,
  );

const nextOf = (version: string): string => (version.includes("-") ? "next" : "latest");

/** The examples by title. Each is judged by the code of the command. */
const CASES: Readonly<Record<string, () => string[]>> = {
  "A workspace range that npm packs as it is written": () =>
    packed({ dependencies: { kit: "workspace:^" } }),
  "A link to a folder": () => packed({ dependencies: { kit: "link:../kit" } }),
  "A workspace range that the pack command replaced with a version": () =>
    packed({ dependencies: { kit: "^1.2.0" } }, { dependencies: { kit: "workspace:^" } }),
  "A version that a script changed": () => packed({ version: "1.3.0-dev" }),
  "The planned version": () => packed({}),
  "A main file that `files` leaves out": () => packed({ main: "index.js" }),
  "Entries whose files are packed": () => packed({ main: "index.js" }, {}, ["index.js"]),
  "A dependency on a private package": () =>
    packed({ dependencies: { ui: "^0.1.0" } }, { dependencies: { ui: "workspace:^" } }),
  "A private package that is bundled": () =>
    packed({ dependencies: { ui: "^0.1.0" }, bundleDependencies: ["ui"] }),
  "A version with a tag in git that the registry does not have": () =>
    registryFindings({ ...CORE, evidence: "tag core@1.3.0" }, ABSENT).map(({ rule }) => rule),
  "A version above every published one": () =>
    registryFindings(CORE, ABSENT).map(({ rule }) => rule),
  "A package that was never released": () =>
    registryFindings(CORE, undefined).map(({ rule }) => rule),
  "A dist-tag that still points to the version before": () =>
    registry({}, { distTags: { latest: "1.2.0", next: "1.3.0" } }),
  "A release without a dist-tag": () =>
    registryFindings(
      { name: "core", dir: ".", version: "1.3.0", gitTags: [] },
      { ...PUBLISHED, distTags: { latest: "1.2.0" } },
    ).map(({ rule }) => rule),
  "A dist-tag that points to a later version": () =>
    registry({ version: "1.2.0" }, { distTags: { latest: "1.3.0" } }),
  "A removed dist-tag of prereleases that a stable release replaced": () =>
    registry({ version: "1.3.0-beta.1", distTag: "next" }, { distTags: { latest: "1.3.0" } }),
  "`latest` on a prerelease after a stable release": () =>
    registry(
      { version: "2.0.0-beta.1" },
      { versions: ["1.3.0", "2.0.0-beta.1"], distTags: { latest: "2.0.0-beta.1" } },
    ),
  "`latest` on a prerelease of a package without a stable release": () =>
    registry(
      { version: "2.0.0-beta.1" },
      { versions: ["2.0.0-beta.1"], distTags: { latest: "2.0.0-beta.1" } },
    ),
  "`next` on a prerelease of the version that `latest` has": () =>
    registry({ policyTag: nextOf }, { distTags: { latest: "1.3.0", next: "1.3.0-beta.1" } }),
  "`next` ahead of `latest`": () =>
    registry({ policyTag: nextOf }, { distTags: { latest: "1.3.0", next: "1.4.0-beta.1" } }),
  "A published workspace range": () => {
    const manifest = { dependencies: { kit: "workspace:*" } };
    return registry({}, { manifest, packed: manifest });
  },
  "Published ranges of versions": () => {
    const manifest = { dependencies: { kit: "^1.0.0" } };
    return registry({}, { manifest, packed: manifest });
  },
  "A dependency that only the tarball has": () =>
    registry({}, { packed: { dependencies: { kit: "^1.0.0" } } }),
  "The same fields in another order": () =>
    registry(
      {},
      {
        manifest: { dependencies: { a: "1.0.0", b: "1.0.0" } },
        packed: { dependencies: { b: "1.0.0", a: "1.0.0" } },
      },
    ),
  "A tarball with other bytes": () => registry({}, { packed: "broken" }),
  "A tarball as it was published": () => registry({}),
  "A published version without a tag, after a version with one": () =>
    registry({ gitTags: ["1.2.0"] }),
  "A published version with its tag": () => registry({}),
};

/** These need a registry or TypeScript: their cases are in verify.test.ts, verify-ledger.test.ts and pack.test.ts. */
const ASKING: ReadonlySet<string> = new Set([
  "api-differs",
  "deprecation-missing",
  "packed-api",
  "provenance-missing",
]);

const PROBLEMS = Object.entries(RELEASE_PROBLEMS) as [ReleaseProblemId, ReleaseProblem][];

test.for(PROBLEMS.filter(([id]) => !ASKING.has(id)))("the examples of %s are true", ([id, one]) => {
  for (const title of one.reports) expect([title, CASES[title]?.()]).toEqual([title, [id]]);
  for (const title of one.accepts) expect([title, CASES[title]?.()]).toEqual([title, []]);
});

test("explains every finding of pack and verify, with its command and how to accept it", async () => {
  const { path } = await folder({ "package.json": "{}" });
  const text = await runCli(path, ["explain", "wrong-dist-tag"]);
  expect([text.code, text.stdout]).toEqual([
    0,
    `\
wrong-dist-tag  found by release-policy verify, error

The dist-tag of the policy (distTag), of publishConfig.tag or of pre mode must point to the release,
or to a later one; without them, latest for stable versions.
Users who install without a version get what a dist-tag points to.

Reports:
  • A dist-tag that still points to the version before
  • A release without a dist-tag
Accepts:
  • A dist-tag that points to a later version
  • A removed dist-tag of prereleases that a stable release replaced

Accept it for one package at one version in policies/waivers.yaml, with rule: wrong-dist-tag.
`,
  ]);
  const json = await runCli(path, ["explain", "packed-file", "--format", "json"]);
  expect(JSON.parse(json.stdout)).toMatchObject({
    version: 1,
    finding: { id: "packed-file", command: "pack", level: "error" },
    reports: ["A main file that `files` leaves out"],
  });
});
