import { memoryFolder } from "./memory-folder.ts";
import { removeEntry, temporaryFolder } from "../temporary-folder.ts";
import { putFile } from "./put-file.ts";

/**
 * The folder itself, or a folder on disk with the files of one in memory: for finders of packages and files that are not
 * ours. It is removed with the other. Throws `CannotJudge` if it cannot be written.
 */
export function onDisk(root: string): string {
  const memory = memoryFolder(root);
  if (!memory || memory.copy !== undefined) return memory?.copy ?? root;
  const folder = temporaryFolder();
  memory.keepCopy(folder, () => removeEntry(folder));
  const written = new Set<string>();
  for (const [path, entry] of memory.all()) {
    const as = entry.isFile() ? "text" : entry.isDirectory() ? "folder" : "link";
    putFile(folder, { path, as }, entry.content ?? entry.size, written);
  }
  return folder;
}
