import { plain } from "@release-policy/core";
import { expect, test } from "vitest";
import { explanationText } from "../../src/commands/explain/text.ts";
import { type CannotJudge, check, explain, explainChangeset, fix } from "../../src/index.ts";
import { workspace } from "../kit/workspace.ts";

const STYLE = { color: false, width: 100 };

test("shows the track, the next version, every chain and the consequences", async () => {
  const fixture = await workspace({
    packages: {
      "@acme/core": "1.2.0",
      "@acme/plugin": { version: "0.3.0", peerDependencies: { "@acme/core": "workspace:^" } },
      "@acme/app": { version: "1.0.0", dependencies: { "@acme/plugin": "workspace:*" } },
    },
    changesets: { bold: { "@acme/core": "major" }, fix: { "@acme/plugin": "patch" } },
    policies: {
      core: { packages: ["@acme/core", "@acme/app"] },
      integrations: {
        packages: ["@acme/plugin"],
        versions: "0.y.z",
        bumps: { declared: ["patch", "minor"] },
        breaking: "minor",
      },
    },
  });
  expect(explanationText(await explain("@acme/plugin", { cwd: fixture.path }), STYLE)).toBe(`\
@acme/plugin 0.3.0  packages/plugin

It is on track integrations:
  versions    0.y.z
  prerelease  allowed
  may declare patch, minor
  may receive patch, minor
  breaking    minor or more

The next release is 0.3.1 (planned by @changesets/assemble-release-plan 7.0.0), because of
  patch  patch in .changeset/fix.md:2
  patch  peer on @acme/core ^1.2.0 ← @acme/core 2.0.0 ← major in .changeset/bold.md:2

Findings about it:
  error[peer-range]: @acme/plugin 0.3.1 would be a patch, but changing its peer range on @acme/core
    from ^1.2.0 to ^2.0.0 requires a minor
    fix: add a changeset with "@acme/plugin": minor; if ^1.2.0 is intended to stay, write
         "@acme/core": "^1.2.0 || ^2.0.0" in packages/plugin/package.json and set
         onlyUpdatePeerDependentsWhenOutOfRange

Released because of it:
  • @acme/app 1.0.0 → 1.0.1  dependency on @acme/plugin 0.3.0
`);
});

test.each([
  [
    "ignored",
    { config: { ignore: ["@acme/core", "@acme/plugin"] } },
    "It is not released: the release command ignores it.",
  ],
  [
    "private",
    {
      packages: { "@acme/core": { version: "1.0.0", private: true } },
      policies: { all: { packages: ["*"] } },
    },
    "It is not released: it is private and not versioned.",
  ],
  ["untouched", {}, "It is not released: no changeset, dependency, group or mode releases it."],
])("says why a package that is %s is not released", async (_, given, expected) => {
  const fixture = await workspace(given);
  expect(explanationText(await explain("@acme/core", { cwd: fixture.path }), STYLE)).toContain(
    expected,
  );
});

test("works without a policy, and for a commit", async () => {
  const fixture = await workspace({ policies: {} });
  const explanation = await explain("@acme/core", { cwd: fixture.path });
  expect(explanationText(explanation, STYLE)).toContain("It is not on a track.");
});

test("suggests the closest name", async () => {
  const fixture = await workspace();
  const error = await explain("@acme/cor", { cwd: fixture.path }).catch(
    (thrown: CannotJudge) => thrown,
  );
  expect(error).toMatchObject({ obstacles: [{ help: "did you mean @acme/core?" }] });
});

test("shows the fixes that a check has tried", async () => {
  const { path: cwd } = await workspace({
    packages: { "@acme/core": "1.0.0", "@acme/ui": "1.0.0" },
    changesets: { bold: { "@acme/core": "major" } },
    config: { fixed: [["@acme/*"]] },
    policies: {
      all: { packages: ["@acme/*"], versions: "1.x", bumps: { received: ["patch"] } },
    },
  });
  const { findings } = await check({ cwd });
  const explained = await explain("@acme/ui", { cwd });
  const fixes = explained.findings.map(({ rule, help }) => `${rule}: ${plain(help)}`);
  expect(fixes).toContain(
    "received-bump: write `patch` instead of `major` in `.changeset/bold.md:2`",
  );
  expect(fixes).toEqual(
    findings
      .filter((finding) => finding.package === "@acme/ui")
      .map(({ rule, help }) => `${rule}: ${plain(help)}`),
  );
});

test("fixes are commands of the workspace's package manager, in every command", async () => {
  const manifest = { name: "root", private: true, packageManager: "yarn@4.18.1" };
  const { path: cwd } = await workspace({
    packages: { "@acme/lab": "0.1.0-alpha.2" },
    changesets: { try: { "@acme/lab": "patch" } },
    policies: { sandbox: { packages: ["*"], prerelease: { required: ["alpha"] } } },
    files: { "package.json": JSON.stringify(manifest) },
  });
  const helps = [
    (await check({ cwd })).findings,
    (await explain("@acme/lab", { cwd })).findings,
    (await explainChangeset("try", { cwd })).findings,
    (await fix({ cwd, dryRun: true })).left,
  ].map(([finding]) => finding && plain(finding.help));
  expect(new Set(helps)).toEqual(
    new Set([expect.stringContaining("`yarn changeset pre enter alpha`")]),
  );
});
