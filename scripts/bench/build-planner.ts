import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "rolldown";
import { bundling } from "../../packages/cli/bundling.ts";
import { eagerFunctions } from "../../packages/cli/eager-functions.ts";
import { writeWorkspace } from "./workspace.ts";

const MODULES = join(import.meta.dirname, "../../packages/cli/node_modules");
const FILE = "planner.cjs";

/** Bundles the planner alone as the command line is, from the same releases; returns the file. */
export async function buildPlanner(): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), "bench-planner-"));
  const { resolve, plugins, ...shared } = bundling("cjs");
  await build({
    ...shared,
    logLevel: "silent",
    input: join(import.meta.dirname, "planner.mjs"),
    resolve: {
      ...resolve,
      modules: [MODULES, "node_modules"],
      alias: { ...resolve.alias, "js-yaml": join(MODULES, "js-yaml/lib/loader.js") },
    },
    plugins: [
      // Only a check loads them.
      ...plugins.filter(({ name }) => name !== "parts-on-demand"),
      eagerFunctions(FILE, planSmallWorkspace),
    ],
    output: { dir, entryFileNames: FILE, format: "cjs", minify: true, codeSplitting: false },
  });
  return join(dir, FILE);
}

function planSmallWorkspace(dist: string, env: NodeJS.ProcessEnv): void {
  const cwd = writeWorkspace({ packages: 10, changesets: 5 });
  execFileSync(process.execPath, [join(dist, FILE)], { cwd, env, stdio: "inherit" });
  rmSync(cwd, { recursive: true });
}
