import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { plain } from "@release-policy/core";
import { expect, test } from "vitest";
import { check, formatMarkdown, formatTerminal } from "../../src/index.ts";
import { runCli } from "../kit/run-cli.ts";
import { registry } from "../kit/registry.ts";
import { gitIn } from "../kit/run-example.ts";
import { changeset, repository, workspace } from "../kit/workspace.ts";

test("with --online, lists planned packages that are not on the registry", async () => {
  const { npmrc, publish } = await registry();
  await publish("@acme/core", "1.2.0");
  const changesets = { cat: { "@acme/core": "patch", "@acme/plugin": "patch" } } as const;
  const root = await workspace({ changesets, files: { ".npmrc": npmrc } });
  const { notes } = await check({ cwd: root.path, online: true });
  expect(notes.map(plain)).toEqual([
    "the registry does not know `@acme/plugin`: the first publish needs a token that may create the name, because trusted publishing can only be set up afterwards",
  ]);
  expect((await check({ cwd: root.path })).notes).toEqual([]);
});

test("with --online, predicts the dist-tag in pre mode", async () => {
  const { npmrc, publish } = await registry();
  await publish("lab", "0.1.0-beta.0");
  const root = await workspace({
    packages: { lab: "0.1.0-beta.0" },
    pre: { mode: "pre", tag: "beta" },
    changesets: { cat: changeset({ lab: "patch" }) },
    policies: { all: { packages: ["*"], distTag: "{prerelease}" } },
    files: { ".npmrc": npmrc },
  });
  const offline = await check({ cwd: root.path });
  expect(offline.notes.map(plain).join("\n")).toContain("run `release-policy check --online`");
  expect(offline.findings).toEqual([]);
  const { findings, notes } = await check({ cwd: root.path, online: true });
  expect(notes).toEqual([]);
  expect(findings.map(({ message }) => plain(message)).join("\n")).toContain(
    "would be published under `latest`, because only prereleases of it were published",
  );
});

/** Changes who owns a package that is on the registry. */
function giveTo(storage: string, name: string, owner: string): void {
  const path = join(storage, name, "package.json");
  const stored = JSON.parse(readFileSync(path, "utf8")) as {
    versions: Record<string, { maintainers?: object[] }>;
  };
  const maintainers = [{ name: owner, email: `${owner}@example.com` }];
  for (const version of Object.values(stored.versions)) version.maintainers = maintainers;
  writeFileSync(path, JSON.stringify({ ...stored, maintainers }));
}

/** `lab` 0.1.1 as the next release, with the settings of npm. */
const lab = (npmrc: string) =>
  workspace({
    packages: { lab: "0.1.0", other: "1.0.0" },
    changesets: { cat: changeset({ lab: "patch" }) },
    policies: { all: { packages: ["*"] } },
    files: { ".npmrc": npmrc },
  });

test("with --online, refuses to release what belongs to somebody else, in every format", async () => {
  const { npmrc, publish, storage } = await registry();
  await publish("lab", "0.1.0");
  giveTo(storage, "lab", "bob");
  const root = await lab(npmrc);
  const report = await check({ cwd: root.path, online: true });
  expect(formatTerminal(report)).toContain(
    "the release command would fail:\n  lab belongs to bob on the registry, but npm is logged in as ann\n  --> packages/lab/package.json:2:3",
  );
  expect(formatTerminal(report)).toContain(
    "log in as an owner, or let one run npm owner add ann lab;",
  );
  const sentence = "belongs to bob on the registry, but npm is logged in as ann";
  const json = await runCli(root.path, ["check", "--online", "--format", "json"]);
  expect([json.code, json.stdout]).toEqual([1, expect.stringContaining(sentence)]);
  expect(formatMarkdown(report)).toContain(sentence);
});

test("with --online, a waiver allows one package at one version to belong to somebody else", async () => {
  const { npmrc, publish, storage } = await registry();
  for (const name of ["lab", "other"]) {
    await publish(name, "0.1.0");
    giveTo(storage, name, "bob");
  }
  const root = await lab(npmrc);
  await root.writeFile(".changeset/cat.md", changeset({ lab: "patch", other: "patch" }));
  const waiver = `{ rule: plan-refused, package: lab, version: "0.1.1", reason: "Bob publishes it", owner: "@ann", until: 2027-01-31 }`;
  await root.writeFile("policies/waivers.yaml", `waivers:\n  - ${waiver}\n`);
  const today = "2026-06-15";
  const { findings, waived } = await check({ cwd: root.path, online: true, today });
  expect(findings.map((one) => [one.rule, one.package])).toEqual([["plan-refused", "other"]]);
  expect(waived.map(({ finding, waiver: by }) => [finding.package, by?.owner])).toEqual([
    ["lab", "@ann"],
  ]);
});

test("with --online and --since, asks about what the change releases", async () => {
  const { npmrc, publish, storage } = await registry();
  await publish("lab", "0.1.0");
  giveTo(storage, "lab", "bob");
  const root = await lab(npmrc);
  repository(root);
  gitIn(root.path, "checkout", "-q", "-b", "version");
  await root.rm(".changeset/cat.md");
  await root.writeFile(
    "packages/lab/package.json",
    JSON.stringify({ name: "lab", version: "0.1.1" }),
  );
  gitIn(root.path, "commit", "-q", "-a", "-m", "version");
  const { findings } = await check({ cwd: root.path, online: true, since: "main" });
  expect(findings.map(({ rule }) => rule)).toEqual(["plan-refused"]);
});

test("with --online, names the owner of a taken name if npm is not logged in", async () => {
  const { npmrc, publish, storage } = await registry();
  await publish("lab", "0.1.0");
  giveTo(storage, "lab", "bob");
  const root = await lab(npmrc.replace(/.*_authToken.*\n/, ""));
  repository(root);
  gitIn(root.path, "tag", "other@1.0.0");
  const { findings, notes } = await check({ cwd: root.path, online: true });
  expect(findings).toEqual([]);
  expect(notes.map(plain)).toEqual([
    "`lab` has no release in git, but the registry has it (owned by `bob`), and npm is not logged in: check that the name is yours",
  ]);
});

test("--online is refused for a commit", async () => {
  const root = await workspace();
  expect(await runCli(root.path, ["check", "--online", "--ref", "HEAD"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(
      "a commit cannot be compared with the registry: npm has no settings for it",
    ),
  });
});

test("an unreachable registry results in one sentence and exit code 2", async () => {
  const changesets = { cat: { "@acme/core": "patch" } } as const;
  const npmrc = "registry=http://127.0.0.1:9/\n";
  const root = await workspace({ changesets, files: { ".npmrc": npmrc } });
  const { code, stderr } = await runCli(root.path, ["check", "--online"]);
  expect(code).toBe(2);
  expect(stderr).toContain("npm cannot ask the registry about @acme/core (ECONNREFUSED)");
});
