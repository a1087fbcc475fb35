import { execFile } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Package, packageAt } from "./packages.ts";

/** Successive releases of packages that this repository depends on. */
export const RELEASES: readonly (readonly [name: string, from: string, to: string])[] = [
  ["@clack/core", "0.3.4", "0.3.5"],
  ["@clack/core", "0.3.5", "0.4.0"],
  ["@clack/core", "0.4.0", "0.4.1"],
  ["@clack/prompts", "0.7.0", "0.8.1"],
  ["@clack/prompts", "0.8.2", "0.9.0"],
  ["@octokit/request-error", "5.0.1", "5.1.0"],
  ["@octokit/request-error", "6.0.2", "6.1.0"],
  ["cac", "6.7.13", "6.7.14"],
  ["commander", "10.0.1", "11.0.0"],
  ["commander", "11.0.0", "11.1.0"],
  ["commander", "11.1.0", "12.0.0"],
  ["commander", "12.0.0", "12.1.0"],
  ["commander", "12.1.0", "13.0.0"],
  ["commander", "13.0.0", "13.1.0"],
  ["commander", "13.1.0", "14.0.0"],
  ["jsonc-parser", "3.0.0", "3.1.0"],
  ["jsonc-parser", "3.1.0", "3.2.0"],
  ["jsonc-parser", "3.2.0", "3.2.1"],
  ["jsonc-parser", "3.2.1", "3.3.0"],
  ["magic-string", "0.29.0", "0.30.0"],
  ["magic-string", "0.30.0", "0.30.1"],
  ["magic-string", "0.30.4", "0.30.5"],
  ["magic-string", "0.30.8", "0.30.9"],
  ["p-limit", "4.0.0", "5.0.0"],
  ["p-limit", "5.0.0", "6.0.0"],
  ["p-limit", "6.0.0", "6.1.0"],
  ["p-limit", "6.1.0", "6.2.0"],
  ["postcss", "8.4.31", "8.4.32"],
  ["postcss", "8.4.49", "8.5.0"],
  ["prom-client", "14.1.1", "14.2.0"],
  ["prom-client", "14.2.0", "15.0.0"],
  ["prom-client", "15.0.0", "15.1.0"],
  ["smol-toml", "1.1.4", "1.2.0"],
  ["smol-toml", "1.2.2", "1.3.0"],
  ["tinybench", "2.5.1", "2.6.0"],
  ["tinybench", "2.6.0", "2.7.0"],
  ["tinybench", "2.9.0", "3.0.0"],
  ["tinyexec", "0.3.0", "0.3.1"],
  ["yaml", "2.3.4", "2.4.0"],
  ["yaml", "2.5.1", "2.6.0"],
];

/** Has npm download a release, which checks its integrity, and unpacks it into `folder`. Throws where it cannot. */
export async function downloaded(folder: string, name: string, version: string): Promise<Package> {
  const spec = `${name}@${version}`;
  const modules = join(folder, spec.replace("/", "+"), "node_modules");
  const root = join(modules, name);
  mkdirSync(root, { recursive: true });
  const args = ["pack", spec, "--json", "--ignore-scripts", "--pack-destination", folder];
  const { stdout } = await promisify(execFile)("npm", args);
  const [{ filename }] = JSON.parse(stdout) as [{ readonly filename: string }];
  const tarball = join(folder, filename.replace("@", "").replace("/", "-"));
  await promisify(execFile)("tar", [
    "-xzf",
    tarball,
    "-C",
    root,
    "--strip-components=1",
    "--no-same-owner",
  ]);
  return packageAt(modules, name);
}
