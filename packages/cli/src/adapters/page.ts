import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CannotJudge } from "../errors.ts";
import { isReachable, LARGEST_DOCUMENT } from "./documents.ts";
import { readText } from "./files.ts";

/**
 * The page of the policy with every byte of its text, undefined where there is none. Throws `CannotJudge` on a link,
 * also in a folder above it, and on what is too large.
 */
export function readPage(root: string, path: string): string | undefined {
  mustBeReachable(root, path);
  const text = readText(root, path, LARGEST_DOCUMENT);
  return text === undefined ? undefined : readFileSync(join(root, path), "utf8");
}

/** Writes the page. What `readPage` refuses is not written either. */
export function writePage(root: string, path: string, text: string): void {
  readPage(root, path);
  writeFileSync(join(root, path), text);
}

function mustBeReachable(root: string, path: string): void {
  if (isReachable(root, path)) return;
  throw new CannotJudge({
    message: `${path} is not in a folder of the workspace`,
    help: "make the folder: links are not followed",
    at: { path, line: 1, column: 1 },
  });
}
