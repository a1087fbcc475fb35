import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CannotJudge, codeOf } from "../../errors.ts";
import { SIZE_LIMITS } from "../files.ts";
import { memoryFolder } from "./memory-folder.ts";
import type { WrittenFile } from "../release-files.ts";
import { temporaryFailure } from "../temporary-folder.ts";

/** A file that is larger is not written out. */
export const LARGEST = SIZE_LIMITS.manifest;

/**
 * Writes one file, on disk or in memory, and adds its folder to those that are there. What is too large to be read has no
 * content, but a size. Names that this file system cannot keep, or keeps apart from each other, are not a mistake of ours.
 */
export function putFile(
  root: string,
  { path, as }: WrittenFile,
  content: Buffer | number | undefined,
  folders: Set<string>,
  flag: "w" | "wx" = "wx",
): void {
  const memory = memoryFolder(root);
  if (memory) {
    const entry = {
      as: as === "folder" || as === "link" ? as : "file",
      ...(content === undefined ? {} : { content }),
    } as const;
    if (!memory.put(path, entry, flag === "w")) throw unwritable(path);
    return;
  }
  const full = join(root, path);
  const folder = as === "folder" ? path : dirname(path);
  const isSize = typeof content === "number";
  try {
    if (!folders.has(folder)) mkdirSync(join(root, folder), { recursive: true });
    folders.add(folder);
    if (as === "link") putLink(full);
    else if (as !== "folder") writeFileSync(full, isSize ? "" : (content ?? ""), { flag });
    if (isSize) truncateSync(full, content);
  } catch (error) {
    if (!UNWRITABLE.has(codeOf(error) ?? "")) throw temporaryFailure(error);
    throw unwritable(path);
  }
}

const unwritable = (path: string): CannotJudge =>
  new CannotJudge({
    message: `${path.length > 100 ? `${path.slice(0, 100)}…` : path} cannot be written to disk: its name is too long or not unique`,
  });

/** Leads nowhere. Windows lets few make links: a folder is not a file either. */
function putLink(full: string): void {
  try {
    symlinkSync("not-read", full);
  } catch (error) {
    if (codeOf(error) !== "EPERM") throw error;
    mkdirSync(full);
  }
}

const UNWRITABLE = new Set([
  "EEXIST",
  "EILSEQ",
  "EINVAL",
  "EISDIR",
  "ENAMETOOLONG",
  "ENOENT",
  "ENOTDIR",
]);
