import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { entryAt, listFolder } from "../../files/files.ts";
import { SETTINGS, nameFault } from "../../files/release-files.ts";
import { removeEntry, temporaryFailure, temporaryFolder } from "../../files/temporary-folder.ts";
import type { ChangedFile } from "../../files/writing/changed-files.ts";

const MANIFESTS = ["package.json", "package.yaml", "package.json5"];
const LOCKS = ["yarn.lock", "package-lock.json", "bun.lock", "bun.lockb", "pnpm-lock.yaml"];
const FOLDERS = [".changeset", ".changeset/pre", "policies"];

/** A copy of a release's inputs with changes applied, so that a change is checked before it is written. */
export function copyWorkspace(
  workspace: string,
  dirs: readonly string[],
  changed: readonly ChangedFile[],
): { readonly root: string; readonly dispose: () => void } {
  const root = temporaryFolder();
  const dispose = () => removeEntry(root);
  try {
    // A folder outside the workspace is not copied, and nothing outside the copy is touched.
    const inside = dirs.filter((dir) => dir === "." || nameFault(dir) === undefined);
    const manifests = [".", ...inside].flatMap((dir) => MANIFESTS.map((name) => join(dir, name)));
    for (const path of new Set([...manifests, ...SETTINGS])) copy(workspace, root, path);
    // Package discovery only checks whether they exist.
    for (const path of LOCKS)
      if (entryAt(join(workspace, path)) === "file") writeFileSync(join(root, path), "");
    for (const folder of FOLDERS) copyFolder(workspace, root, folder);
    for (const { path, after } of changed) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      if (after === undefined) rmSync(join(root, path), { force: true });
      else writeFileSync(join(root, path), after);
    }
  } catch (error) {
    dispose();
    throw temporaryFailure(error);
  }
  return { root, dispose };
}

function copyFolder(workspace: string, root: string, folder: string): void {
  if (entryAt(join(workspace, folder)) !== "folder") return;
  mkdirSync(join(root, folder), { recursive: true });
  for (const entry of listFolder(workspace, folder)) {
    const path = `${folder}/${entry.name}`;
    if (entry.isFile()) copy(workspace, root, path);
    // A link or device becomes a folder, so the copy is refused as the workspace is.
    else mkdirSync(join(root, path), { recursive: true });
  }
}

function copy(workspace: string, root: string, path: string): void {
  if (entryAt(join(workspace, path)) !== "file") return;
  mkdirSync(dirname(join(root, path)), { recursive: true });
  copyFileSync(join(workspace, path), join(root, path));
}
