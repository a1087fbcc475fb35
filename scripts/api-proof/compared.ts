import { CannotCompare, compareIn, type Surface } from "../../packages/api/src/compare.ts";
import { Compiler } from "../../packages/api/src/compiler.ts";
import {
  type Difference,
  type PackageManifest,
  entryPoints,
} from "../../packages/api/src/index.ts";
import type { Package } from "./packages.ts";
import type { Declared } from "./places.ts";
import type { Found } from "./table.ts";

/**
 * What the comparison is given of a package: its entry point as `api --write` reads it, with some of its files replaced; the files as
 * they are where it finds another one than TypeScript.
 */
export function surfaceOf(
  { files }: Package,
  { entry, files: declared }: Pick<Declared, "entry" | "files">,
  replaced: Readonly<Record<string, string>> = {},
): Surface {
  const all = new Map([...files, ...Object.entries(replaced)]);
  const manifest = JSON.parse(files.get("package.json")!) as PackageManifest;
  const paths = [...all.keys()];
  const [first] = entryPoints({ manifest, paths, read: (path) => all.get(path)! });
  return first?.surface?.entry === entry
    ? first.surface
    : { entry, files: { ...declared, ...replaced } };
}

const COMPARISONS_OF_A_COMPILER = 24;

/** Compares one pair after the other, with a compiler that starts again now and then. */
export class Comparison {
  #compiler = new Compiler();
  #count = 0;

  compare(
    before: Surface,
    after: Surface,
  ): { readonly found: Found; readonly differences: readonly Difference[] } {
    if (++this.#count % COMPARISONS_OF_A_COMPILER === 0) {
      this.#compiler.close();
      this.#compiler = new Compiler();
    }
    try {
      const differences = compareIn(`/${this.#count}`, this.#compiler, before, after);
      return { found: foundIn(differences), differences };
    } catch (error) {
      if (error instanceof CannotCompare) return { found: "refused", differences: [] };
      throw error;
    }
  }

  close(): void {
    this.#compiler.close();
  }
}

function foundIn(differences: readonly Difference[]): Found {
  const kinds = differences.map(({ kind }) => kind);
  if (kinds.some((kind) => kind === "breaking" || kind === "removed")) return "breaking";
  return kinds.includes("possibly breaking") ? "possible" : "nothing";
}
