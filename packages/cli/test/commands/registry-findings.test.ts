import { expect, test } from "vitest";
import { isExpected, registryFindings } from "../../src/commands/verify/registry-findings.ts";
import { plain } from "../../src/formats/escape.ts";

type Expected = Parameters<typeof registryFindings>[0];
type Published = NonNullable<Parameters<typeof registryFindings>[1]>;

const NAME = "@acme/core";
const expected = (over: Partial<Expected> = {}): Expected => ({
  name: NAME,
  dir: "packages/core",
  version: "1.2.0",
  evidence: "tag v1.2.0",
  distTag: "latest",
  gitTags: [],
  ...over,
});
const published = (over: Partial<Published> = {}): Published => ({
  versions: ["1.1.0", "1.2.0"],
  days: {},
  distTags: { latest: "1.2.0" },
  manifest: { name: NAME, version: "1.2.0" },
  ...over,
});
const found = (over: Partial<Expected>, there?: Partial<Published>) =>
  registryFindings(expected(over), there === undefined ? undefined : published(there)).map(
    ({ rule, message }) => `${rule}: ${plain(message).replaceAll("`", "")}`,
  );

test("a release that is where it should be has no finding", () => {
  expect(found({}, {})).toEqual([]);
  // A later release may have the dist-tag.
  expect(found({}, { distTags: { latest: "1.3.0" } })).toEqual([]);
});

test("a release is missing if a tag or changelog names it, or if it is newer than all others", () => {
  expect(found({})).toEqual([
    "not-published: @acme/core 1.2.0 is not on the registry, but tag v1.2.0 says that it was released",
  ]);
  const without = { versions: ["1.0.0", "1.1.0"], manifest: undefined } as never as Published;
  const { evidence: _, ...silent } = expected();
  expect(registryFindings(silent, published(without)).map(({ message }) => plain(message))).toEqual(
    [expect.stringContaining("its package.json has this version (newest there: ")],
  );
  expect(registryFindings(silent, undefined)).toEqual([]);
  expect(isExpected(silent, undefined)).toBe(false);
  expect(isExpected(silent, published({ versions: [] }))).toBe(false);
  expect(isExpected(silent, published({ versions: ["1.2.0"] }))).toBe(false);
  expect(isExpected(silent, published({ versions: ["1.1.0", "1.3.0"] }))).toBe(false);
});

test.each([
  [
    { latest: "1.1.0" },
    "dist-tag latest of @acme/core points to 1.1.0, but should point to 1.2.0; no dist-tag points to it",
  ],
  [
    { next: "1.2.0" },
    "dist-tag latest of @acme/core does not exist, but should point to 1.2.0 (now: next)",
  ],
])("the dist-tags %j are wrong", (distTags, message) => {
  expect(found({}, { distTags })).toEqual([`wrong-dist-tag: ${message}`]);
});

test("without an expected dist-tag, any to it or to a later release will do", () => {
  const { distTag: _, ...free } = expected({ version: "1.2.0-beta.0" });
  const messages = (distTags: Record<string, string>) =>
    registryFindings(free, published({ distTags })).map(({ help }) => plain(help));
  expect(messages({ beta: "1.2.0-beta.0" })).toEqual([]);
  expect(messages({ latest: "1.2.0" })).toEqual([]);
  expect(messages({ latest: "1.1.0" })).toEqual([
    expect.stringContaining("npm dist-tag add @acme/core@1.2.0-beta.0 beta"),
  ]);
});

test("a package of prereleases alone may have one under latest, until it has a stable release", () => {
  const pre = { version: "1.0.0-beta.1", distTag: "beta" };
  expect(found(pre, { versions: ["1.0.0-beta.1"], distTags: { latest: "1.0.0-beta.1" } })).toEqual(
    [],
  );
  expect(
    found(pre, {
      versions: ["0.9.0", "1.0.0-beta.1"],
      distTags: { latest: "1.0.0-beta.1", beta: "1.0.0-beta.1" },
    }),
  ).toEqual([
    "latest-prerelease: dist-tag latest of @acme/core points to the prerelease 1.0.0-beta.1, but 0.9.0 is stable",
  ]);
});

test("the dist-tag of a prerelease may be gone once latest is newer", () => {
  const beta = { version: "1.2.0-beta.0", distTag: "beta" };
  expect(found(beta, { distTags: { latest: "1.2.0" } })).toEqual([]);
  expect(found(beta, { distTags: { latest: "1.1.0" } })).toEqual([
    expect.stringContaining("dist-tag beta of @acme/core does not exist"),
  ]);
  // A stable release is not replaced by a later one.
  expect(found({ distTag: "lts" }, { distTags: { latest: "2.0.0" } })).toEqual([
    expect.stringContaining("dist-tag lts of @acme/core does not exist"),
  ]);
});

test("latest may be a prerelease where the policy says so", () => {
  const stable = { versions: ["1.0.0", "1.2.0-beta.0"], distTags: { latest: "1.2.0-beta.0" } };
  const over = { version: "1.2.0-beta.0" };
  expect(found({ ...over, policyTag: () => "latest" }, stable)).toEqual([]);
  expect(found({ ...over, policyTag: () => "beta" }, stable)).toEqual([
    expect.stringContaining("latest-prerelease: "),
  ]);
});

test("a dist-tag of prereleases is stale once latest is newer, if the policy says that it is theirs", () => {
  const distTags = { latest: "1.2.0", beta: "1.1.0-beta.0" };
  const policyTag = (version: string) => (version.includes("-beta") ? "beta" : "latest");
  expect(found({ policyTag }, { distTags })).toEqual([
    "dist-tag-stale: dist-tag beta of @acme/core still points to 1.1.0-beta.0, but latest is 1.2.0",
  ]);
  expect(found({}, { distTags })).toEqual([]);
  expect(found({ policyTag }, { distTags: { latest: "1.2.0", beta: "1.3.0-beta.0" } })).toEqual([]);
});

test("what is in the tarball is judged, too", () => {
  expect(found({}, { packed: "broken" })).toEqual([
    "integrity: the tarball of @acme/core 1.2.0 does not have the integrity that the registry states",
  ]);
  const manifest = { name: NAME, version: "1.2.0", dependencies: { b: "workspace:*" } };
  expect(found({}, { manifest })).toEqual([
    "published-local-range: @acme/core 1.2.0 depends on b workspace:*, which users cannot install",
  ]);
});

test("a release without a tag in git is a warning if the release before it has one", () => {
  expect(found({ gitTags: ["1.1.0"] }, {})).toEqual([
    "git-tag-missing: @acme/core 1.2.0 is on the registry, but git has no tag for it",
  ]);
  const versions = ["1.0.0", "1.1.0", "1.2.0", "2.0.0"];
  expect(found({ gitTags: ["1.1.0", "1.2.0"] }, { versions })).toEqual([]);
  expect(found({ gitTags: ["1.0.0", "2.0.0"] }, { versions })).toEqual([]);
  expect(found({ gitTags: ["1.1.0"] }, { versions: ["1.2.0"] })).toEqual([]);
});
