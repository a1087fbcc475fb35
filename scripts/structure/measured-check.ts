import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

/** What one check of one changeset costs; paths are from the root of the checkout. */
export interface MeasuredCheck {
  readonly modules: readonly string[];
  /** The file of each call of ours on the stack of the planner's `assembleReleasePlan`, innermost first. */
  readonly frames: readonly string[];
}

const WORKSPACE = {
  "package.json": '{ "name": "acme", "private": true }',
  "pnpm-workspace.yaml": "packages: [packages/*]\n",
  "packages/core/package.json": '{ "name": "@acme/core", "version": "1.2.0" }',
  ".changeset/config.json": "{}",
  ".changeset/brave-cats.md": '---\n"@acme/core": minor\n---\n\nAdd a feature.\n',
  "policies/core.yaml": 'packages: ["@acme/*"]\nversions: ">=1.0.0"\n',
};

/** Runs `release-policy check` from the source of a checkout. Throws if it does not pass. */
export function measuredCheck(root: string): MeasuredCheck {
  if (!existsSync(join(root, "node_modules")))
    throw new Error(`${root} has no node_modules: run \`pnpm install\` there`);
  const folder = mkdtempSync(join(tmpdir(), "structure-"));
  try {
    for (const [path, text] of Object.entries(WORKSPACE)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const measured = join(folder, "measured.json");
    const hook = pathToFileURL(join(import.meta.dirname, "hook.ts")).href;
    const main = join(root, "packages/cli/src/main.ts");
    const options = ["--conditions=source", "--stack-trace-limit=1000", `--import=${hook}`];
    const { status, stdout, stderr } = spawnSync(process.execPath, [...options, main, "check"], {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, MEASURED_ROOT: root, MEASURED_FILE: measured },
    });
    if (status !== 0) throw new Error(`check failed in ${root}:\n${stdout}${stderr}`);
    return JSON.parse(readFileSync(measured, "utf8")) as MeasuredCheck;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
