import { mkdirSync, symlinkSync } from "node:fs";
import { plain } from "@release-policy/core";
import { expect, test } from "vitest";
import { policiesDigest, vendoredPath } from "../../src/policy/shared/vendored.ts";
import { CannotJudge, check } from "../../src/index.ts";
import { commitAll } from "../kit/run-example.ts";
import { repository, workspace } from "../kit/workspace.ts";

const NAME = "@acme/release-policy";
const PATH = vendoredPath(NAME);
const POLICIES = { library: { versions: "0.y.z", breaking: "minor" } };

const copy = (more: object = {}): string =>
  JSON.stringify(
    {
      package: NAME,
      version: "1.2.0",
      integrity: "sha512-AA==",
      digest: policiesDigest(POLICIES),
      policies: POLICIES,
      ...more,
    },
    null,
    2,
  );

/** A workspace whose integrations extend a shared policy, with an accidental 1.0.0. */
const sharing = (files: Readonly<Record<string, string>> = { [PATH]: copy() }) =>
  workspace({
    policies: {
      core: { packages: ["@acme/core"], versions: ">=1.0.0" },
      integrations: { packages: ["@acme/plugin"], extends: `${NAME}/library` },
    },
    changesets: { one: { "@acme/plugin": "major" } },
    files,
  });

const obstacles = async (cwd: string, ref?: string): Promise<unknown> => {
  const error: unknown = await check({ cwd, ...(ref === undefined ? {} : { ref }) }).catch(
    (thrown: unknown) => thrown,
  );
  return error instanceof CannotJudge
    ? error.obstacles.map(({ at, message }) => `${at?.path}: ${message}`)
    : "judged";
};

test("a folder and its commit use the copy, and a finding quotes its line", async () => {
  const fixture = await sharing();
  repository(fixture);
  const report = await check({ cwd: fixture.path });
  expect(
    report.findings.map(({ rule, because }) => [rule, because?.at.path, because?.text]),
  ).toEqual([["accidental-graduation", PATH, '"versions": "0.y.z",']]);
  await fixture.rm("policies");
  expect(await check({ cwd: fixture.path, ref: "HEAD" })).toEqual(report);
});

test.each([
  ["an edited policy", copy({ policies: { library: { versions: "1.x", breaking: "minor" } } })],
  ["another digest", copy({ digest: "sha256-AA==" })],
  ["a missing version", copy({ version: undefined })],
  ["the name of another package", copy({ package: "@acme/other" })],
])("does not use a copy with %s", async (_, text) => {
  const fixture = await sharing({ [PATH]: text });
  repository(fixture);
  const found = await obstacles(fixture.path);
  expect(found).toEqual([expect.stringContaining(`${PATH}: `)]);
  expect(await obstacles(fixture.path, "HEAD")).toEqual(found);
});

test("a link or a folder in place of a copy is an error, in a folder and in a commit", async () => {
  const fixture = await sharing({ "elsewhere/copy.yaml": copy() });
  mkdirSync(fixture.getPath("policies/vendor/deep"), { recursive: true });
  await fixture.writeFile("policies/vendor/deep/copy.yaml", copy());
  repository(fixture);
  expect(await obstacles(fixture.path)).toEqual([
    expect.stringContaining("policies/vendor/deep is ignored"),
  ]);
  expect(await obstacles(fixture.path, "HEAD")).toEqual(await obstacles(fixture.path));
  await fixture.rm("policies/vendor");
  symlinkSync("../elsewhere", fixture.getPath("policies/vendor"));
  commitAll(fixture.path, "link");
  expect(await obstacles(fixture.path)).toEqual([
    "policies/vendor: policies/vendor is not a folder",
  ]);
  expect(await obstacles(fixture.path, "HEAD")).toEqual([
    expect.stringMatching(/^policies\/vendor: /),
  ]);
});

test("a note says when a copy is stale", async () => {
  const notes = async (cwd: string) => (await check({ cwd })).notes.map(plain);
  const fixture = await sharing();
  expect(await notes(fixture.path)).toEqual([]);
  const manifest = JSON.parse(await fixture.readFile("package.json", "utf8")) as object;
  const withRange = (range: string) =>
    fixture.writeJson("package.json", { ...manifest, devDependencies: { [NAME]: range } });
  await withRange("^1.2.0");
  expect(await notes(fixture.path)).toEqual([]);
  await withRange("^1.3.0");
  expect(await notes(fixture.path)).toEqual([
    `\`${PATH}\` is a copy of \`${NAME}\` \`1.2.0\`, but package.json requires \`^1.3.0\`: run \`release-policy policy update\``,
  ]);
  await fixture.mkdir(`node_modules/${NAME}`);
  await fixture.writeJson(`node_modules/${NAME}/package.json`, { name: NAME, version: "1.3.1" });
  expect(await notes(fixture.path)).toEqual([expect.stringContaining("`1.3.1` is installed")]);
});
