import { execFile } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Package, packageAt } from "./packages.ts";

/**
 * Successive releases of packages that this repository depends on, each with its changelog's verdict as read by a
 * person: `break` if it names something of the API as removed, changed or breaking, otherwise `none`. Undefined
 * without a changelog in its repository (tinybench and octokit: the commits of the release).
 */
export const RELEASES: readonly (readonly [
  name: string,
  from: string,
  to: string,
  changelog?: "break" | "none",
])[] = [
  ["@clack/core", "0.3.4", "0.3.5", "none"],
  ["@clack/core", "0.3.5", "0.4.0", "none"],
  ["@clack/core", "0.4.0", "0.4.1", "none"],
  ["@clack/prompts", "0.7.0", "0.8.1", "none"],
  ["@clack/prompts", "0.8.2", "0.9.0", "none"],
  ["@octokit/request-error", "5.0.1", "5.1.0", "none"],
  ["@octokit/request-error", "6.0.2", "6.1.0", "none"],
  ["cac", "6.7.13", "6.7.14"],
  ["commander", "10.0.1", "11.0.0", "none"],
  ["commander", "11.0.0", "11.1.0", "none"],
  ["commander", "11.1.0", "12.0.0", "break"],
  ["commander", "12.0.0", "12.1.0", "break"],
  ["commander", "12.1.0", "13.0.0", "break"],
  ["commander", "13.0.0", "13.1.0", "none"],
  ["commander", "13.1.0", "14.0.0", "none"],
  ["jsonc-parser", "3.0.0", "3.1.0", "none"],
  ["jsonc-parser", "3.1.0", "3.2.0", "none"],
  ["jsonc-parser", "3.2.0", "3.2.1", "none"],
  ["jsonc-parser", "3.2.1", "3.3.0", "none"],
  ["magic-string", "0.29.0", "0.30.0", "none"],
  ["magic-string", "0.30.0", "0.30.1", "none"],
  ["magic-string", "0.30.4", "0.30.5", "none"],
  ["magic-string", "0.30.8", "0.30.9", "none"],
  ["p-limit", "4.0.0", "5.0.0"],
  ["p-limit", "5.0.0", "6.0.0"],
  ["p-limit", "6.0.0", "6.1.0"],
  ["p-limit", "6.1.0", "6.2.0"],
  ["postcss", "8.4.31", "8.4.32", "none"],
  ["postcss", "8.4.49", "8.5.0", "none"],
  ["prom-client", "14.1.1", "14.2.0", "none"],
  ["prom-client", "14.2.0", "15.0.0", "none"],
  ["prom-client", "15.0.0", "15.1.0", "none"],
  ["smol-toml", "1.1.4", "1.2.0"],
  ["smol-toml", "1.2.2", "1.3.0"],
  ["tinybench", "2.5.1", "2.6.0", "none"],
  ["tinybench", "2.6.0", "2.7.0", "none"],
  ["tinybench", "2.9.0", "3.0.0", "break"],
  ["tinyexec", "0.3.0", "0.3.1"],
  ["yaml", "2.3.4", "2.4.0"],
  ["yaml", "2.5.1", "2.6.0"],
];

/** Downloads a release with npm, which checks its integrity, and unpacks it into `folder`. Throws if it fails. */
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
