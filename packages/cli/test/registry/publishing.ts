import { execFile, execFileSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { changesetsBin } from "../kit/changesets-cli.ts";

const require = createRequire(import.meta.url);
const PNPM = join(dirname(require.resolve("pnpm/package.json")), "bin", "pnpm.mjs");

const YARN = join(dirname(require.resolve("@yarnpkg/cli-dist/package.json")), "bin", "yarn.js");

/** The files of a workspace with packages, by name, as their manifests have them. */
export function workspaceFiles(
  manager: "npm" | "pnpm" | "yarn" | "bun",
  packages: Readonly<Record<string, object>>,
  root: object = {},
): Record<string, string> {
  const workspaces = manager === "pnpm" ? {} : { workspaces: ["packages/*"] };
  return {
    "package.json": JSON.stringify({ name: "root", private: true, ...workspaces, ...root }),
    ...(manager === "yarn" ? { "yarn.lock": "" } : {}),
    ...(manager === "bun" ? { "bun.lock": '{ "lockfileVersion": 1, "workspaces": {} }' } : {}),
    ...(manager === "npm"
      ? { "package-lock.json": '{ "lockfileVersion": 3, "packages": {} }' }
      : {}),
    ...(manager === "pnpm"
      ? {
          "pnpm-workspace.yaml": "packages: [packages/*]\n",
          "pnpm-lock.yaml": "lockfileVersion: '9.0'\n",
        }
      : {}),
    ".changeset/config.json": JSON.stringify({ access: "public", changelog: false, commit: false }),
    ...Object.fromEntries(
      Object.entries(packages).map(([name, manifest]) => [
        `packages/${name}/package.json`,
        JSON.stringify({ name, ...manifest }),
      ]),
    ),
  };
}

/** With these, Yarn publishes to a registry as the user of an `.npmrc`, and to nowhere else. */
export const yarnSettings = (url: string, npmrc: string): Record<string, string> => ({
  ".yarnrc.yml": JSON.stringify({
    npmRegistryServer: url,
    npmAuthToken: /_authToken=(.+)/.exec(npmrc)![1],
    unsafeHttpWhitelist: ["127.0.0.1"],
    enableTelemetry: false,
    enableGlobalCache: false,
    // Yarn freezes the lock file where it sees a CI.
    enableImmutableInstalls: false,
  }),
});

/** The measured release of Bun. */
const BUN = "1.4.5";
let bun: string | undefined;

/** Installs Bun for the release commands to come. It has 100 MB, so the repository does not depend on it. */
export function installBun(): void {
  if (bun !== undefined) return;
  const folder = mkdtempSync(join(tmpdir(), "bun-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "package.json"), "{}");
  execFileSync("npm", ["install", `bun@${BUN}`, "--no-audit", "--no-fund"], { cwd: folder });
  bun = realpathSync(join(folder, "node_modules/.bin/bun"));
}

/** Runs a release command (`changeset publish`, `pnpm publish -r`, `npm publish`, Yarn, Bun) as a shell would. */
export async function runPublish(
  cwd: string,
  registry: string,
  command: string,
  major: 2 | 3 = 3,
): Promise<{ readonly code: unknown; readonly text: string }> {
  const bin = mkdtempSync(join(tmpdir(), "publish-bin-"));
  onTestFinished(() => rmSync(bin, { recursive: true, force: true }));
  program(bin, "pnpm", PNPM);
  program(bin, "yarn", YARN);
  if (bun !== undefined) symlinkSync(bun, join(bin, "bun"));
  program(bin, "changeset", changesetsBin(`changesets@${major}`));
  const env = {
    ...process.env,
    PATH: [bin, process.env["PATH"]].join(delimiter),
    npm_config_registry: registry,
  };
  return await new Promise((resolve) => {
    execFile("sh", ["-c", command], { cwd, env }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, text: stdout + stderr }),
    );
  });
}

function program(folder: string, name: string, script: string): void {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\nexec "${process.execPath}" "${script}" "$@"\n`);
  chmodSync(path, 0o755);
}
