import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "rolldown";

/**
 * Bundles the extension for VS Code and packs it to `editors/vscode/dist/release-policy.vsix` with the tool of VS Code,
 * which is downloaded for that. Nothing is published. Throws where something is missing in it, or should not be there.
 */
const VSCE = "@vscode/vsce@4.1.0";
const EXPECTED = ["LICENSE.txt", "dist/extension.cjs", "package.json", "readme.md"];
const folder = join(import.meta.dirname, "../editors/vscode");
const vsix = join(folder, "dist/release-policy.vsix");

await build({
  cwd: folder,
  input: "src/extension.ts",
  platform: "node",
  external: ["vscode"],
  output: {
    dir: join(folder, "dist"),
    format: "cjs",
    cleanDir: true,
    entryFileNames: "extension.cjs",
    minify: true,
  },
});
// The tool takes no `catalog:` for a version.
const { devDependencies: _, ...manifest } = JSON.parse(
  readFileSync(join(folder, "package.json"), "utf8"),
) as Record<string, unknown>;
const staging = mkdtempSync(join(tmpdir(), "vsix-"));
writeFileSync(join(staging, "package.json"), JSON.stringify(manifest, null, 2));
for (const path of ["README.md", "LICENSE", "dist"])
  cpSync(join(folder, path), join(staging, path), { recursive: true });
const pnpm = join(import.meta.dirname, "../node_modules/pnpm/bin/pnpm.mjs");
const args = ["package", "--no-dependencies", "--allow-missing-repository", "--out", vsix];
execFileSync(process.execPath, [pnpm, "dlx", VSCE, ...args], { cwd: staging, stdio: "inherit" });
rmSync(staging, { recursive: true, force: true });
const listed = execFileSync("unzip", ["-Z1", vsix], { encoding: "utf8" }).split("\n");
const files = listed.filter((path) => path.startsWith("extension/")).map((path) => path.slice(10));
if (files.toSorted().join() !== EXPECTED.join())
  throw new Error(`${vsix} has ${files.join(", ")} (expected: ${EXPECTED.join(", ")})`);
console.log(`${vsix}: ${Math.round(statSync(vsix).size / 1000)} kB`);
