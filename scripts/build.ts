import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "rolldown";
import { dts } from "rolldown-plugin-dts";

/**
 * Builds what is published: core and the comparison of APIs as modules; the command line, the changelog functions, the Action and the App as bundles.
 * Each entry of a bundle gets one file of types that needs no other package, in the module format of the bundle.
 * `node scripts/build.ts cli` builds that bundle and what it needs.
 */
const root = join(import.meta.dirname, "..");
const packages = join(root, "packages");
const BUNDLES = [
  { name: "cli", types: { index: "index.d.ts", internal: "internal.d.ts" }, extension: "d.cts" },
  { name: "changelog", types: { index: "index.d.ts" }, extension: "d.cts" },
  { name: "github", types: { "app-api": "app.d.ts" }, extension: "d.mts" },
];
const names = process.argv.slice(2);
const bundles = BUNDLES.filter(({ name }) => names.length === 0 || names.includes(name));

for (const path of ["core/dist", "api/dist", ...bundles.map(({ name }) => `${name}/.types`)])
  rmSync(join(packages, path), { recursive: true, force: true });
run(
  root,
  "typescript/bin/tsc",
  "-b",
  "--force",
  ...["core", "api", ...bundles.map(({ name }) => name)].map((name) => join("packages", name)),
);
for (const { name, types, extension } of bundles) {
  const folder = join(packages, name);
  run(folder, "rolldown/bin/cli.mjs", "-c", "rolldown.config.ts", "--log-level", "silent");
  const { output } = await build({
    input: Object.fromEntries(
      Object.entries(types).map(([entry, path]) => [entry, join(folder, ".types", path)]),
    ),
    resolve: {
      alias: {
        "@release-policy/core/internal": join(packages, "core/dist/internal.d.ts"),
        "@release-policy/core/types": join(packages, "core/dist/types.d.ts"),
        "@release-policy/core": join(packages, "core/dist/index.d.ts"),
        "release-policy/internal": join(packages, "cli/.types/internal.d.ts"),
      },
    },
    external: (id) =>
      !/^[./]|^@release-policy\/core(?:\/(?:internal|types))?$|^release-policy\/internal$/.test(id),
    plugins: [dts({ dtsOnly: true, generator: "oxc" })],
    output: {
      dir: join(folder, "types"),
      cleanDir: true,
      entryFileNames: `[name].${extension}`,
      chunkFileNames: `[name].${extension}`,
    },
  });
  for (const file of output) {
    const text = file.type === "chunk" ? file.code : "";
    for (const [, id = ""] of text.matchAll(/(?:from |import(?: |\())"([^"]+)"/g))
      if (!/^(?:node:|\.\/)/.test(id))
        throw new Error(`${name}/types/${file.fileName} needs ${id}`);
  }
}

function run(cwd: string, tool: string, ...args: string[]): void {
  execFileSync(process.execPath, [join(root, "node_modules", tool), ...args], {
    cwd,
    stdio: "inherit",
  });
}
