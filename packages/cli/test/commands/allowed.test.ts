import { expect, test } from "vitest";
import { allowedText } from "../../src/commands/allowed/command.ts";
import { type Allowed, type CannotJudge, allowed } from "../../src/index.ts";
import { runChangesets } from "../kit/changesets-cli.ts";
import { runCli } from "../kit/run-cli.ts";
import { changeset, workspace } from "../kit/workspace.ts";

const POLICIES = {
  core: { packages: ["@acme/core"], versions: ">=1.0.0", breaking: "major" },
  integrations: {
    packages: ["@acme/plugin"],
    versions: "0.y.z",
    bumps: { declared: ["patch", "minor"] },
    breaking: "minor",
    require: {
      breaking: ["section", "upgrade-guide"],
      removal: { bump: "minor", deprecatedFor: { lines: 1 } },
      deprecation: ["replacement"],
      security: ["advisory"],
      migration: ["path"],
    },
  },
};

const words = ({ bumps }: Allowed) =>
  bumps.map(
    ({ bump, allowed: may, version, mayBreak }) =>
      `${may ? "" : "no "}${bump} ${version ?? "?"}${mayBreak ? " breaking" : ""}`,
  );

test("lists each bump with its version, what may break, and how a changeset declares it", async () => {
  const fixture = await workspace({
    policies: POLICIES,
    changesets: { cats: { "@acme/plugin": "patch" } },
  });
  const answer = await allowed("@acme/plugin", { cwd: fixture.path });
  expect(allowedText(answer, { color: false, width: 100 })).toBe(`\
@acme/plugin 0.3.0  on track integrations, 0.y.z

  yes  patch  to 0.3.1
  yes  minor  to 0.4.0; may break
  no   major  to 1.0.0; may break
              @acme/plugin would go from 0.3.0 to 1.0.0, but track integrations only allows 0.y.z
              policies/integrations.yaml:2  versions: "0.y.z"

What the changeset can declare in its text:
  breaking     requires a minor or more and an upgrade guide
               | ### Breaking Changes
               | Upgrade-guide: <path or url>
  deprecation  requires a replacement
               | Deprecates: <api> use <replacement>
  removal      requires a minor or more and a deprecation for 1 release line
               | Removes: <api>
  security     requires an advisory
               | Security: <advisory id>
  migration    requires its path
               | Migration: <path>

Changesets that already name it:
  patch  .changeset/cats.md:2
`);
});

test("its bumps and versions match the real command", async () => {
  for (const bump of ["patch", "minor"] as const) {
    const fixture = await workspace({ policies: POLICIES, planner: "changesets@3" });
    const { bumps } = await allowed("@acme/plugin", { cwd: fixture.path });
    await fixture.writeFile(".changeset/new.md", changeset({ "@acme/plugin": bump }));
    await runChangesets(fixture.path, "changesets@3", "version");
    const manifest = await fixture.readFile("packages/plugin/package.json", "utf8");
    expect(bumps.find((one) => one.bump === bump)?.version).toBe(
      (JSON.parse(manifest) as { version: string }).version,
    );
  }
});

test("below its track, only the graduating bump is allowed", async () => {
  const fixture = await workspace({
    packages: { ui: "0.16.3" },
    policies: { core: { packages: ["ui"], versions: "1.x" } },
  });
  expect(words(await allowed("ui", { cwd: fixture.path }))).toEqual([
    "no patch 0.16.4",
    "no minor 0.17.0 breaking",
    "major 1.0.0 breaking",
  ]);
});

test("a branch restricts what a track allows", async () => {
  const fixture = await workspace({
    policies: {
      ...POLICIES,
      workspace: { branches: { "maint/*": { bumps: { declared: ["patch"] } } } },
    },
  });
  const on = async (branch: string) => {
    const answer = await allowed("@acme/core", { cwd: fixture.path, branch });
    expect(answer.branch).toBe(branch);
    return words(answer);
  };
  expect(await on("maint/1.x")).toEqual([
    "patch 1.2.1",
    "no minor 1.3.0",
    "no major 2.0.0 breaking",
  ]);
  expect(await on("main")).toEqual(["patch 1.2.1", "minor 1.3.0", "major 2.0.0 breaking"]);
});

test("a current freeze blocks everything, and says until when and with which exceptions", async () => {
  const freeze = { from: "2026-12-18", to: "2027-01-04", except: ["security"], reason: "year end" };
  const fixture = await workspace({ policies: { ...POLICIES, workspace: { freezes: [freeze] } } });
  const on = (today: string) => allowed("@acme/core", { cwd: fixture.path, today });
  const frozen = await on("2026-12-24");
  expect(words(frozen).every((line) => line.startsWith("no "))).toBe(true);
  expect(frozen.freezes).toEqual([{ to: "2027-01-04", reason: "year end", except: ["security"] }]);
  expect((await on("2027-01-05")).freezes).toEqual([]);
});

test("reports no version in pre mode, because the planner counts them", async () => {
  const fixture = await workspace({ policies: POLICIES, pre: { mode: "pre", tag: "beta" } });
  const answer = await allowed("@acme/core", { cwd: fixture.path });
  expect(words(answer)).toEqual(["patch ?", "minor ?", "major ? breaking"]);
  expect(answer.pre).toEqual({ mode: "pre", tag: "beta" });
});

test("an unrelated problem of the workspace does not change what may be declared", async () => {
  const fixture = await workspace({
    policies: POLICIES,
    changesets: { odd: { "@acme/core": "major", "@acme/plugin": "major" } },
    files: { ".changeset/bad.md": "---\nnonsense\n" },
  });
  expect(words(await allowed("@acme/plugin", { cwd: fixture.path }))).toEqual([
    "patch 0.3.1",
    "minor 0.4.0 breaking",
    "no major 1.0.0 breaking",
  ]);
});

test("says if the release command skips a package", async () => {
  const fixture = await workspace({ policies: POLICIES, config: { ignore: ["@acme/plugin"] } });
  const answer = await allowed("@acme/plugin", { cwd: fixture.path });
  expect(allowedText(answer, { color: false, width: 100 })).toContain(
    "No bump can be declared: the release command ignores it.",
  );
});

test("prints the same as JSON, and suggests the closest name", async () => {
  const fixture = await workspace({ policies: POLICIES });
  const { stdout, code } = await runCli(fixture.path, [
    "allowed",
    "@acme/core",
    "--format",
    "json",
  ]);
  expect([code, JSON.parse(stdout)]).toMatchObject([
    0,
    {
      version: 1,
      current: "1.2.0",
      track: { name: "core", versions: ">=1.0.0" },
      bumps: [{ bump: "patch", allowed: true, version: "1.2.1" }, {}, { findings: [] }],
      evidence: [{ kind: "breaking", asks: "requires a `major`" }],
    },
  ]);
  const error = await allowed("@acme/cor", { cwd: fixture.path }).catch(
    (thrown: CannotJudge) => thrown,
  );
  expect(error).toMatchObject({ obstacles: [{ help: "did you mean @acme/core?" }] });
});

test("says what limits the next version besides the track", () => {
  const answer: Allowed = {
    package: "@acme/core",
    version: "1.0.0",
    branchLines: [],
    freezes: [
      { to: "2026-12-31", reason: "holidays", except: ["security"] },
      { to: "2027-01-31", reason: "move", except: [] },
    ],
    group: ["@acme/core", "@acme/a", "@acme/b"],
    bumps: [],
    evidence: [],
    pending: [],
  };
  expect(allowedText(answer, { color: false, width: 100 })).toBe(`\
@acme/core 1.0.0  not on a track

  frozen until 2026-12-31 (holidays); only for security
  frozen until 2027-01-31 (move)
  shares its version with 2 more: the highest one counts
`);
  const alone = allowedText(
    { ...answer, freezes: [], group: ["@acme/core"] },
    { color: false, width: 100 },
  );
  expect(alone).toBe("@acme/core 1.0.0  not on a track\n\n");
});
