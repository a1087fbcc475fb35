import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");

/** Builds, packs and installs the command line in a new folder, like a user; returns its main file. */
export function installCli(): string {
  const folder = mkdtempSync(join(tmpdir(), "bench-cli-"));
  const pnpm = (cwd: string, ...args: string[]) =>
    execFileSync(process.execPath, [join(ROOT, "node_modules/pnpm/bin/pnpm.mjs"), ...args], {
      cwd,
      stdio: "ignore",
    });
  pnpm(ROOT, "build");
  pnpm(join(ROOT, "packages/cli"), "pack", "--pack-destination", folder);
  const tarball = readdirSync(folder).find((name) => name.endsWith(".tgz"))!;
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ private: true, dependencies: { "release-policy": `file:${tarball}` } }),
  );
  pnpm(folder, "install", "--ignore-workspace");
  return join(folder, "node_modules/release-policy/dist/main.cjs");
}
