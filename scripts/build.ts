import { execFileSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

/**
 * Builds what is published: core as modules, the command line, the Action and the App as bundles with core inside. The bundle's
 * declarations get those of core beside them, so that nothing has to be installed for types either.
 */
const root = join(import.meta.dirname, "..");
const cli = join(root, "packages/cli");
const types = join(cli, "types");
const run = (cwd: string, tool: string, ...args: string[]) =>
  execFileSync(process.execPath, [join(root, "node_modules", tool), ...args], {
    cwd,
    stdio: "inherit",
  });

rmSync(types, { recursive: true, force: true });
run(root, "typescript/bin/tsc", "-b", "--force", "packages/core", "packages/cli");
for (const name of ["cli", "changelog", "github"]) bundle(join(root, "packages", name));
copyTypes(join(cli, ".types"), types);
copyTypes(join(root, "packages/core/dist"), join(types, "core"));
const needed = reachable("index.d.ts");
for (const path of readdirSync(types, { recursive: true, encoding: "utf8" })) {
  if (path.endsWith(".d.ts") && !needed.has(path)) rmSync(join(types, path));
}

function bundle(folder: string): void {
  run(folder, "rolldown/bin/cli.mjs", "-c", "rolldown.config.ts", "--log-level", "silent");
}

function copyTypes(from: string, to: string): void {
  cpSync(from, to, { recursive: true, filter: (path) => !/\.(?:js|tsbuildinfo)$/.test(path) });
}

/** The declarations that a file leads to, their imports rewritten. Throws where one needs a package. */
function reachable(path: string, found = new Set<string>()): Set<string> {
  if (found.has(path)) return found;
  found.add(path);
  const core = relative(dirname(path), join("core", "types.js")).split(sep).join("/");
  const text = readFileSync(join(types, path), "utf8")
    .replaceAll('"@release-policy/core/types"', `"${core.startsWith(".") ? core : `./${core}`}"`)
    .replaceAll(/(from "\.[^"]*)\.ts"/g, '$1.js"');
  writeFileSync(join(types, path), text);
  for (const [, from = ""] of text.matchAll(/from "([^"]+)"/g)) {
    if (from.startsWith(".")) reachable(join(dirname(path), from.replace(/\.js$/, ".d.ts")), found);
    else if (!from.startsWith("node:")) throw new Error(`types/${path} needs the package ${from}`);
  }
  return found;
}
