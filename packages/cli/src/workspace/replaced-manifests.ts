import { isDeepStrictEqual } from "node:util";
import { SIZE_LIMITS } from "../files/files.ts";
import { asKey } from "../files/json.ts";
import { withoutProto } from "./discover.ts";
import { type FoundWorkspace, type Manifest, manifestPathOf } from "./manifest.ts";
import { isObject } from "./workspace-file.ts";

/** What decides in the manifest of the root which folders are packages, and what their ranges mean. */
const DECIDING = ["workspaces", "bolt", "catalog", "catalogs"] as const;

/** As both versions of @manypkg/get-packages have it. */
interface NativeWorkspace {
  readonly packages: readonly object[];
  readonly root?: object;
  readonly rootPackage?: object;
}

/**
 * The workspace as its finder would find it if the manifests at some paths had other contents. Undefined where it might
 * find other packages, or refuse one. Throws `CannotJudge` as `discover` does.
 */
export function withManifests(
  workspace: FoundWorkspace,
  contents: ReadonlyMap<string, Buffer>,
): FoundWorkspace | undefined {
  let isSound = true;
  const replaced = (path: string, manifest: Manifest): Manifest => {
    const content = contents.get(path);
    if (!content) return manifest;
    const other = usualManifest(content);
    isSound &&= other !== undefined && Boolean(other.name) === Boolean(manifest.name);
    return other ?? manifest;
  };
  const rootManifest = replaced("package.json", workspace.rootManifest);
  const packages = workspace.packages.map((found) => ({
    ...found,
    manifest: replaced(manifestPathOf(found.relativeDir), found.manifest),
  }));
  isSound &&= DECIDING.every((field) =>
    isDeepStrictEqual(rootManifest[field], workspace.rootManifest[field]),
  );
  if (!isSound) return undefined;
  const native = workspace.native as NativeWorkspace | undefined;
  const { root, rootPackage } = native ?? {};
  return withoutProto({
    ...workspace,
    rootManifest,
    packages,
    native: native && {
      ...native,
      packages: native.packages.map((one, i) => ({ ...one, packageJson: packages[i]!.manifest })),
      ...(root ? { root: { ...root, packageJson: rootManifest } } : {}),
      ...(rootPackage ? { rootPackage: { ...rootPackage, packageJson: rootManifest } } : {}),
    },
  });
}

/** Undefined for what a finder may refuse. */
function usualManifest(content: Buffer): Manifest | undefined {
  if (content.length > SIZE_LIMITS.manifest) return undefined;
  try {
    const data: unknown = JSON.parse(content.toString("utf8"));
    if (!isObject(data)) return undefined;
    const { name } = data;
    if (typeof name !== "string") return name === undefined ? data : undefined;
    data["name"] = asKey(name);
    return data;
  } catch {
    return undefined;
  }
}
