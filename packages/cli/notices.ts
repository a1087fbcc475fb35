import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Plugin } from "rolldown";

/**
 * Writes the licenses of everything inside the bundle beside it, as they ask for. `folders` are those of the packages in
 * the bundles before it in the same folder, to which it adds its own. Throws where one has none.
 */
export function notices(folders = new Set<string>()): Plugin {
  return {
    name: "notices",
    generateBundle(_, bundle) {
      const modules = Object.values(bundle).flatMap((file) =>
        file.type === "chunk" ? file.moduleIds : [],
      );
      for (const id of modules) if (id.includes("node_modules")) folders.add(packageOf(id));
      const source = [...folders].map(noticeOf).toSorted().join("\n\n");
      this.emitFile({ type: "asset", fileName: "THIRD-PARTY-LICENSES.txt", source });
    },
  };
}

function packageOf(path: string): string {
  const folder = dirname(path.replaceAll("\0", "").replace(/\?.*$/, ""));
  const manifest = join(folder, "package.json");
  const isPackage = existsSync(manifest) && readFileSync(manifest, "utf8").includes('"version"');
  return isPackage ? folder : packageOf(folder);
}

function noticeOf(folder: string): string {
  const { name, version, license } = JSON.parse(
    readFileSync(join(folder, "package.json"), "utf8"),
  ) as Record<"name" | "version" | "license", string | undefined>;
  if (license === undefined) throw new Error(`${name} ${version} has no license`);
  const file = readdirSync(folder).find((entry) => /^licen[sc]e(?:\.|$)/i.test(entry));
  const text = file ? `\n\n${readFileSync(join(folder, file), "utf8").trim()}` : "";
  return `${name} ${version} (${license})${text}`;
}
