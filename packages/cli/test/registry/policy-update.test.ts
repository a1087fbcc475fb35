import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { check } from "../../src/index.ts";
import { publish } from "../kit/publish.ts";
import { registry } from "../kit/registry.ts";
import { runCli } from "../kit/run-cli.ts";
import { folder, workspace } from "../kit/workspace.ts";
import { sampled } from "../kit/sampling.ts";

const NAME = "@acme/release-policy";
const PATH = "policies/vendor/@acme+release-policy.yaml";

const npm = async (cwd: string, ...args: string[]) =>
  await promisify(execFile)("npm", args, { cwd });

const RELEASE = { name: NAME, version: "1.2.0" };

/** Publishes a package of policies to the real registry. */
async function publishWithNpm(
  npmrc: string,
  version: string,
  files: Readonly<Record<string, string>>,
) {
  const manifest = JSON.stringify({ name: NAME, version });
  const fixture = await folder({ "package.json": manifest, ".npmrc": npmrc, ...files });
  await npm(fixture.path, "publish", "--access", "public");
}

/** A workspace whose integrations extend `library`, with a lockfile that npm wrote. */
async function consumer(npmrc: string) {
  const manifest = {
    name: "root",
    private: true,
    workspaces: ["packages/*"],
    devDependencies: { [NAME]: "^1.0.0" },
    packageManager: "npm@11.0.0",
  };
  const fixture = await workspace({
    packages: { "@acme/core": "1.2.0", "@acme/plugin": "0.3.0" },
    policies: {
      core: { packages: ["@acme/core"], versions: ">=1.0.0" },
      integrations: { packages: ["@acme/plugin"], extends: `${NAME}/library` },
    },
    changesets: { one: { "@acme/plugin": "major" } },
    planner: "changesets@3",
    files: { ".npmrc": npmrc, "package.json": JSON.stringify(manifest) },
  });
  await npm(fixture.path, "install", "--package-lock-only", "--ignore-scripts");
  return fixture;
}

const LIBRARY = `# Integrations of Acme.\nextends: "@acme/release-policy/base"\nversions: "0.y.z" # until they graduate\n`;

test("copies the policies that tracks extend, as the lockfile pins them", async () => {
  const { npmrc } = await registry();
  const others = { "unused.yaml": "versions: 1.x\n", "README.md": "# Policies\n" };
  await publishWithNpm(npmrc, "1.2.0", {
    "library.yaml": LIBRARY,
    "base.yml": "breaking: minor\n",
    ...others,
  });
  const { path } = await consumer(npmrc);
  const stale = await runCli(path, ["policy", "update", "--check"]);
  expect([stale.code, stale.stdout]).toEqual([1, `${PATH}: ${NAME} 1.2.0 (base, library) stale\n`]);
  const written = await runCli(path, ["policy", "update"]);
  expect(written).toMatchObject({ code: 0, stdout: expect.stringContaining(" written\n") });
  const copy = readFileSync(`${path}/${PATH}`, "utf8");
  expect(copy).toContain("# Integrations of Acme.");
  expect(copy).toContain('versions: "0.y.z" # until they graduate');
  expect(copy).not.toContain("unused");
  const again = await runCli(path, ["policy", "update", "--check"]);
  expect([again.code, again.stdout]).toEqual([0, expect.stringContaining(" up to date\n")]);
  const { findings } = await check({ cwd: path });
  expect(findings.map(({ rule, because }) => [rule, because?.at.path])).toEqual([
    ["accidental-graduation", PATH],
  ]);
  // An edited copy is refused, and the fix that is printed restores it.
  writeFileSync(`${path}/${PATH}`, copy.replace("0.y.z", "1.x"));
  const edited = await runCli(path, ["check"]);
  expect([edited.code, edited.stderr]).toEqual([
    2,
    expect.stringContaining("run release-policy policy update"),
  ]);
  expect((await runCli(path, ["policy", "update"])).code).toBe(0);
  expect(readFileSync(`${path}/${PATH}`, "utf8")).toBe(copy);
});

test("writes nothing if the tarball has another integrity than the lockfile", async () => {
  const acmes = await registry();
  await publish(acmes, RELEASE, { files: { "library.yaml": "versions: 0.y.z\n" } });
  const { path, writeFile } = await consumer(acmes.npmrc);
  const lock = readFileSync(`${path}/package-lock.json`, "utf8");
  await writeFile("package-lock.json", lock.replaceAll(/sha512-[^"]{10}/g, "sha512-AAAAAAAAAA"));
  const { code, stderr } = await runCli(path, ["policy", "update"]);
  expect([code, stderr]).toEqual([
    2,
    expect.stringContaining("does not have the integrity in the lockfile"),
  ]);
  expect(() => readFileSync(`${path}/${PATH}`)).toThrow("ENOENT");
});

test.each(
  sampled<[string, Readonly<Record<string, string>>, string]>([
    ["code", { "library.yaml": "versions: 0.y.z\n", "index.js": "" }, "contains index.js"],
    [
      "no such policy",
      { "librarys.yaml": "versions: 0.y.z\n" },
      "did you mean @acme/release-policy/librarys?",
    ],
    ["a list", { "library.yaml": "- versions\n" }, "is not a YAML mapping"],
    ["an unknown key", { "library.yaml": "version: 0.y.z\n" }, "unknown key `version`"],
  ]),
)("writes nothing if the package has %s", async (_, files, message) => {
  const acmes = await registry();
  await publish(acmes, RELEASE, { files });
  const { path } = await consumer(acmes.npmrc);
  const { code, stderr } = await runCli(path, ["policy", "update"]);
  expect([code, stderr.replaceAll(/\s+/g, " ")]).toEqual([2, expect.stringContaining(message)]);
  expect(() => readFileSync(`${path}/${PATH}`)).toThrow("ENOENT");
});

test("says how to pin a package that the lockfile does not have", async () => {
  const fixture = await workspace({
    policies: { all: { packages: ["*"], extends: `${NAME}/library` } },
  });
  const { code, stderr } = await runCli(fixture.path, ["policy", "update"]);
  expect([code, stderr]).toEqual([2, expect.stringContaining(`pnpm add -Dw ${NAME}`)]);
  expect((await runCli(fixture.path, ["policy"])).stderr).toContain(
    "expected a subcommand: update",
  );
  expect((await runCli(fixture.path, ["policy", "updat"])).code).toBe(2);
});
