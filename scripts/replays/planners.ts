import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const CACHE = join(import.meta.dirname, "../../node_modules/.cache/replays");
const NAME = "@changesets/assemble-release-plan";

/**
 * Installs the planner releases that the cases name, side by side, and returns their paths. Cached between runs.
 * Throws if the installation fails.
 */
export function installPlanners(versions: readonly string[]): (version: string) => string {
  const folder = (version: string) => join(CACHE, "node_modules", aliasOf(version));
  if (!versions.every((version) => existsSync(folder(version)))) {
    mkdirSync(CACHE, { recursive: true });
    const dependencies = Object.fromEntries(
      versions.map((version) => [aliasOf(version), `npm:${NAME}@${published(version)}`]),
    );
    writeFileSync(join(CACHE, "package.json"), JSON.stringify({ private: true, dependencies }));
    execFileSync("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--force"], {
      cwd: CACHE,
      stdio: ["ignore", "ignore", "inherit"],
      shell: process.platform === "win32",
    });
  }
  return folder;
}

const aliasOf = (version: string): string => `planner-${published(version)}`;

/** 7.0.0-next.2 was unpublished; the previous prerelease replaces it. */
const published = (version: string): string =>
  version === "7.0.0-next.2" ? "7.0.0-next.1" : version;
