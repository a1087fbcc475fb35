import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { entryAt, listFolder, memoryEntry } from "../../files/files.ts";
import { MemoryFolder, memoryFolder } from "../../files/writing/memory-folder.ts";
import { SETTINGS, nameFault } from "../../files/release-files.ts";
import { removeEntry, temporaryFailure, temporaryFolder } from "../../files/temporary-folder.ts";
import type { ChangedFile } from "../../files/writing/changed-files.ts";

const MANIFESTS = ["package.json", "package.yaml", "package.json5"];
const LOCKS = ["yarn.lock", "package-lock.json", "bun.lock", "bun.lockb", "pnpm-lock.yaml"];
const FOLDERS = [".changeset", ".changeset/pre", "policies"];

/** Where a copy goes: paths in it. */
interface Copy {
  readonly root: string;
  readonly folder: (path: string) => void;
  /** From the same path of the workspace. */
  readonly file: (path: string) => void;
  readonly write: (path: string, text: string) => void;
  readonly remove: (path: string) => void;
  readonly dispose: () => void;
}

/**
 * A copy of a release's inputs with changes applied, so that a change is checked before it is written: on disk, or in memory
 * if the workspace is.
 */
export function copyWorkspace(
  workspace: string,
  dirs: readonly string[],
  changed: readonly ChangedFile[],
): Pick<Copy, "root" | "dispose"> {
  const copy = memoryFolder(workspace) ? copyInMemory(workspace) : copyOnDisk(workspace);
  try {
    // A folder outside the workspace is not copied, and nothing outside the copy is touched.
    const inside = dirs.filter((dir) => dir === "." || nameFault(dir) === undefined);
    const manifests = [".", ...inside].flatMap((dir) =>
      MANIFESTS.map((name) => (dir === "." ? name : `${dir}/${name}`)),
    );
    for (const path of new Set([...manifests, ...SETTINGS])) copyFile(workspace, copy, path);
    // Package discovery only checks whether they exist.
    for (const path of LOCKS) if (entryAt(join(workspace, path)) === "file") copy.write(path, "");
    for (const folder of FOLDERS) copyFolder(workspace, copy, folder);
    for (const { path, after } of changed) {
      if (after === undefined) copy.remove(path);
      else copy.write(path, after);
    }
  } catch (error) {
    copy.dispose();
    throw temporaryFailure(error);
  }
  return copy;
}

function copyOnDisk(workspace: string): Copy {
  const root = temporaryFolder();
  const folder = (path: string): void => void mkdirSync(join(root, path), { recursive: true });
  return {
    root,
    folder,
    file(path) {
      folder(dirname(path));
      copyFileSync(join(workspace, path), join(root, path));
    },
    write(path, text) {
      folder(dirname(path));
      writeFileSync(join(root, path), text);
    },
    remove: (path) => rmSync(join(root, path), { force: true }),
    dispose: () => removeEntry(root),
  };
}

function copyInMemory(workspace: string): Copy {
  const memory = new MemoryFolder(tmpdir());
  const write = (path: string, content: Buffer | number): void =>
    void memory.put(path, { content }, true);
  return {
    root: memory.root,
    folder: (path) => void memory.put(path, { as: "folder" }),
    file(path) {
      const { content, size } = memoryEntry(join(workspace, path))!;
      write(path, content ?? size);
    },
    write: (path, text) => write(path, Buffer.from(text)),
    remove: (path) => memory.remove(path),
    dispose: () => memory.dispose(),
  };
}

function copyFolder(workspace: string, copy: Copy, folder: string): void {
  if (entryAt(join(workspace, folder)) !== "folder") return;
  copy.folder(folder);
  for (const entry of listFolder(workspace, folder)) {
    const path = `${folder}/${entry.name}`;
    if (entry.isFile()) copyFile(workspace, copy, path);
    // A link or device becomes a folder, so the copy is refused as the workspace is.
    else copy.folder(path);
  }
}

function copyFile(workspace: string, copy: Copy, path: string): void {
  if (entryAt(join(workspace, path)) === "file") copy.file(path);
}
