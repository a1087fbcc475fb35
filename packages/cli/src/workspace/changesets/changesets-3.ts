import { posix, relative } from "node:path";
import { validateConfig } from "@changesets/config";
import { MARKS } from "../manifest.ts";

export { validateConfig as validateConfig3 };

export type Packages3 = Parameters<typeof validateConfig>[1];
export type Package3 = Packages3["packages"][number];

interface Lean {
  readonly packages: Packages3;
  /** False if a range may be something else, at which Changesets fails. */
  readonly rangesAreTexts: boolean;
}

const LEAN = new WeakMap<Packages3, Lean>();

/**
 * The packages with only what the validator and the planner of Changesets 3 read, which makes both faster with the same
 * result: dependencies on other packages of the workspace, manifests of one form, and folders only where `workspace:` is
 * followed by a path.
 */
export function withoutUnread(native: Packages3): Lean {
  const known = LEAN.get(native) ?? lean(native);
  LEAN.set(native, known);
  return known;
}

function lean(native: Packages3): Lean {
  const { packages, rootPackage, rootDir } = native;
  const all = rootPackage ? [rootPackage, ...packages] : packages;
  // They look names up in an object, and so also find what every object has.
  const named: Partial<Record<string, Package3>> = {};
  for (const one of all) {
    if (one.packageJson.name in Object.prototype)
      return { packages: native, rangesAreTexts: false };
    named[one.packageJson.name] = one;
  }
  let namesFolder = false;
  let rangesAreTexts = true;
  const edgesIn = (specs: unknown): object | undefined => {
    if (!specs) return undefined;
    let edges: Record<string, unknown> | undefined;
    for (const [key, spec] of Object.entries(specs)) {
      const target = named[key];
      // They fail on a spec that is not a string.
      if (typeof spec !== "string") rangesAreTexts = false;
      else if (!target) continue;
      // Without a prototype it is a dictionary from the start: no two have the same keys.
      edges ??= Object.create(null) as Record<string, unknown>;
      edges[key] = spec;
      namesFolder ||= target !== undefined && namesFolderOf(target, rootDir, spec);
    }
    return edges;
  };
  const manifests = all.map(({ packageJson }) => ({
    name: packageJson.name,
    version: packageJson.version,
    private: packageJson.private,
    dependencies: edgesIn(packageJson.dependencies),
    devDependencies: edgesIn(packageJson.devDependencies),
    peerDependencies: edgesIn(packageJson.peerDependencies),
    optionalDependencies: edgesIn(packageJson.optionalDependencies),
  }));
  const result = all.map(({ dir }, i) => ({
    dir: namesFolder ? dir : "",
    packageJson: manifests[i] as Package3["packageJson"],
  }));
  const leanPackages = {
    ...native,
    rootDir: namesFolder ? rootDir : "",
    packages: rootPackage ? result.slice(1) : result,
    ...(rootPackage ? { rootPackage: result[0]! } : {}),
  };
  return { packages: leanPackages, rangesAreTexts };
}

/** As the planner compares them. */
function namesFolderOf({ dir }: Package3, rootDir: string, spec: unknown): boolean {
  if (typeof spec !== "string" || !spec.startsWith("workspace:")) return false;
  const path = spec.slice("workspace:".length);
  if (MARKS.includes(path) || dir === undefined) return false;
  return posix.normalize(path) === relative(rootDir, dir).replaceAll("\\", "/");
}
