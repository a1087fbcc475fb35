import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import minVersion from "semver/ranges/min-version.js";
import type { Case } from "./cases.ts";

const CLI = "@changesets/cli";

/** Writes a case out as a workspace, as its own tools would find it, and removes it after the work. */
export async function inWorkspace<T>(
  one: Case,
  extra: Readonly<Record<string, string>>,
  planner: string | undefined,
  work: (root: string) => Promise<T>,
): Promise<T> {
  const root = mkdtempSync(join(tmpdir(), "replay-"));
  try {
    for (const [path, text] of Object.entries({ ...filesOf(one), ...extra })) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    if (planner !== undefined) installIn(root, one, planner);
    return await work(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function filesOf({
  manager,
  workspaces,
  packages,
  config,
  pre,
  changesets,
}: Case): Record<string, string> {
  const files: Record<string, string> = { ".changeset/config.json": JSON.stringify(config) };
  for (const { dir, manifest } of packages)
    files[join(dir, "package.json")] = JSON.stringify(manifest);
  const root = packages.find(({ dir }) => dir === ".")?.manifest ?? { private: true };
  const inManifest = manager === "yarn/npm/bun" || manager === "pnpm+workspaces";
  files["package.json"] = JSON.stringify({ ...root, ...(inManifest ? { workspaces } : {}) });
  if (manager.startsWith("pnpm"))
    files["pnpm-workspace.yaml"] = JSON.stringify({ packages: workspaces });
  if (manager === "yarn/npm/bun") files["yarn.lock"] = "";
  if (manager === "lerna") files["lerna.json"] = JSON.stringify({ packages: workspaces });
  if (pre) files[".changeset/pre.json"] = JSON.stringify(pre);
  for (const { id, text } of changesets) files[`.changeset/${id}.md`] = text;
  return files;
}

/** What the adapter looks for in a workspace: a CLI of the right major, and its planner. */
function installIn(root: string, one: Case, planner: string): void {
  const cli = join(root, "node_modules", CLI);
  mkdirSync(cli, { recursive: true });
  const version = `${majorOf(one)}.0.0`;
  writeFileSync(join(cli, "package.json"), JSON.stringify({ name: CLI, version }));
  symlinkSync(planner, join(dirname(cli), "assemble-release-plan"), "junction");
}

/** The major of Changesets that the repository required; without one, or with a path, it is older than 3. */
export function majorOf({ cli, engine }: Case): 2 | 3 {
  if (engine !== null) return engine.startsWith("7.") ? 3 : 2;
  try {
    return (minVersion(cli ?? "2")?.major ?? 2) >= 3 ? 3 : 2;
  } catch {
    return 2;
  }
}
