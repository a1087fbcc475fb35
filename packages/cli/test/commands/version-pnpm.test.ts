import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { plain } from "@release-policy/core";
import { expect, onTestFinished, test, vi } from "vitest";
import { check, version } from "../../src/index.ts";
import { bytesOf } from "../kit/file-bytes.ts";
import { PNPM_BINARY } from "../kit/pnpm-binary.ts";
import { changeset, repository, workspace } from "../kit/workspace.ts";
import { registryOf } from "../oracle/registry.ts";

const GUIDE = join(import.meta.dirname, "../../../../docs/pnpm-release.md");

/** The block of pnpm-workspace.yaml that the guide shows. */
const GUARD = /^```yaml\n# pnpm-workspace.yaml\n([^]*?)^```$/m.exec(
  readFileSync(GUIDE, "utf8"),
)![1]!;

type Given = Parameters<typeof workspace>[0];

/** A pnpm workspace, and a registry that has what is named. */
async function pnpm(given: Given = {}, published = ["@acme/core", "@acme/plugin"]) {
  const versions: Record<string, string> = { "@acme/core": "1.2.0", "@acme/plugin": "0.3.0" };
  const registry = await registryOf(
    published.map((name) => ({ name, version: versions[name]! })) as never,
  );
  onTestFinished(registry.close);
  const fixture = await workspace({
    planner: "pnpm",
    changesets: { cat: { "@acme/plugin": "minor", "@acme/core": "patch" } },
    ...given,
  });
  vi.stubEnv("npm_execpath", PNPM_BINARY);
  vi.stubEnv("npm_config_registry", registry.url);
  vi.stubEnv("pnpm_config_registry", registry.url);
  onTestFinished(() => void vi.unstubAllEnvs());
  await fixture.writeFile(".npmrc", `registry=${registry.url}\n`);
  return fixture;
}

/** The same with the guard of the guide. */
const guarded = (given: Given = {}) =>
  pnpm({
    ...given,
    files: { "pnpm-workspace.yaml": `packages: ["packages/*"]\n${GUARD}`, ...given.files },
  });

const bare = (cwd: string, ...args: string[]) =>
  new Promise<{ code: unknown; text: string }>((resolve) => {
    execFile(PNPM_BINARY, args, { cwd }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, text: stdout + stderr }),
    );
  });

const versionIn = (root: string, name: string): unknown =>
  (JSON.parse(readFileSync(`${root}/packages/${name}/package.json`, "utf8")) as { version: string })
    .version;

test("runs pnpm and verifies what it wrote", async () => {
  const fixture = await pnpm();
  const result = await version({ cwd: fixture.path });
  expect(result).toMatchObject({ outcome: "done", command: "pnpm version -r" });
  expect(result.changed).toContain(".changeset/ledger.yaml");
  expect(versionIn(fixture.path, "plugin")).toBe("0.4.0");
});

test("runs nothing if the policy rejects the plan", async () => {
  const fixture = await pnpm({ changesets: { cat: { "@acme/plugin": "major" } } });
  const before = bytesOf(fixture.path);
  expect((await version({ cwd: fixture.path })).outcome).toBe("refused");
  expect(bytesOf(fixture.path)).toEqual(before);
});

test("restores everything if a package was never published and the policy does not say so", async () => {
  const fixture = await pnpm({}, ["@acme/core"]);
  const before = bytesOf(fixture.path);
  const { outcome, failure, differences } = await version({ cwd: fixture.path });
  expect(plain(failure!)).toContain("under `unpublished` in policies/workspace.yaml");
  expect([outcome, bytesOf(fixture.path)]).toEqual(["failed", before]);
  expect(differences.map(plain)).toEqual([
    "`@acme/plugin` is at `0.3.0`, but the check expected `0.4.0`",
  ]);
});

test("releases it as written if the policy says so", async () => {
  const fixture = await pnpm(
    { files: { "policies/workspace.yaml": 'unpublished: ["@acme/plugin"]\n' } },
    ["@acme/core"],
  );
  expect((await version({ cwd: fixture.path })).outcome).toBe("done");
  expect(versionIn(fixture.path, "plugin")).toBe("0.3.0");
});

test("restores everything if the registry is unreachable", async () => {
  const fixture = await pnpm();
  await fixture.writeFile(".npmrc", "registry=http://127.0.0.1:1/\nfetch-retries=0\n");
  vi.stubEnv("npm_config_registry", "http://127.0.0.1:1/");
  vi.stubEnv("pnpm_config_registry", "http://127.0.0.1:1/");
  const before = bytesOf(fixture.path);
  expect((await version({ cwd: fixture.path, args: ["--config.fetch-retries=0"] })).outcome).toBe(
    "failed",
  );
  expect(bytesOf(fixture.path)).toEqual(before);
});

test("the guide's guard rejects a bare `pnpm version -r` without changing a byte", async () => {
  const fixture = await guarded();
  const before = bytesOf(fixture.path);
  const { code, text } = await bare(fixture.path, "version", "-r", "--no-git-checks");
  expect([code, bytesOf(fixture.path)]).toEqual([1, before]);
  expect(text.replaceAll(/\s+│?\s*/g, " ")).toContain("use release-policy version");
});

test("without the guard, the same command succeeds", async () => {
  const fixture = await pnpm();
  expect((await bare(fixture.path, "version", "-r", "--no-git-checks")).code).toBe(0);
  expect(versionIn(fixture.path, "plugin")).toBe("0.4.0");
});

test("the guard does not block checking, installing or writing a changeset", async () => {
  const fixture = await guarded();
  expect((await check({ cwd: fixture.path })).outcome).toBe("pass");
  expect((await bare(fixture.path, "install", "--offline", "--lockfile-only")).code).toBe(0);
  const change = ["change", "@acme/core", "--bump", "patch", "--summary", "More."];
  expect((await bare(fixture.path, ...change)).code).toBe(0);
});

test("release-policy version passes the guard and leaves it in place", async () => {
  const fixture = await guarded();
  repository(fixture);
  const before = readFileSync(fixture.getPath("pnpm-workspace.yaml"), "utf8");
  expect((await version({ cwd: fixture.path })).outcome).toBe("done");
  expect(readFileSync(fixture.getPath("pnpm-workspace.yaml"), "utf8")).toBe(before);
  expect(versionIn(fixture.path, "core")).toBe("1.2.1");
});

test.each([
  ["with the guard", guarded],
  ["without it", pnpm],
])("requires a clean tree like pnpm, %s", async (_, make) => {
  const fixture = await make();
  repository(fixture);
  await fixture.writeFile(".changeset/more.md", changeset({ "@acme/core": "patch" }));
  const before = bytesOf(fixture.path);
  expect((await version({ cwd: fixture.path })).outcome).toBe("failed");
  expect(bytesOf(fixture.path)).toEqual(before);
  const { outcome } = await version({ cwd: fixture.path, args: ["--no-git-checks"] });
  expect(outcome).toBe("done");
});

const SCRIPT = "node -e \"require('fs').writeFileSync('ran', '')\"";

test.each<[string, Readonly<Record<string, string>>]>([
  [
    "lifecycle scripts",
    {
      "package.json": JSON.stringify({
        name: "acme",
        private: true,
        scripts: { preversion: "exit 1", version: SCRIPT, postversion: SCRIPT },
      }),
    },
  ],
  [".pnpmfile.cjs", { ".pnpmfile.cjs": "throw new Error('refused');" }],
  [".pnpmfile.mjs", { ".pnpmfile.mjs": "throw new Error('refused');" }],
])("as the guide says, pnpm 12 does not ask %s", async (_, files) => {
  const fixture = await pnpm({ files });
  expect((await bare(fixture.path, "version", "-r", "--no-git-checks")).code).toBe(0);
  expect(versionIn(fixture.path, "plugin")).toBe("0.4.0");
});
