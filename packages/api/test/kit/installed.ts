import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { PackageFiles } from "../../src/index.ts";

/** A package in the node_modules of this workspace. */
export function installedPackage(name: string): PackageFiles {
  const folder = join(import.meta.dirname, "../../../../node_modules", name);
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith("ts") && !path.includes("node_modules/"));
  return {
    manifest: JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Record<
      string,
      unknown
    >,
    paths,
    read: (path) => readFileSync(join(folder, path), "utf8"),
  };
}
