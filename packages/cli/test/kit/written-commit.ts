import { lstatSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { CannotJudge } from "../../src/errors.ts";

/** Every path of a folder with what is there. */
export const contents = (root: string): string[] =>
  readdirSync(root, { recursive: true })
    .map(String)
    .map((path) => {
      const full = join(root, path);
      const stat = lstatSync(full);
      const text = stat.isFile() ? readFileSync(full, "latin1") : "";
      return `${path}: ${stat.isFile()} ${stat.isDirectory()} ${text}`;
    })
    .toSorted();

/** What is there when a commit was written, or why it was not. */
export async function outcome(write: () => Promise<string> | string): Promise<readonly string[]> {
  try {
    return contents(await write());
  } catch (error) {
    if (error instanceof CannotJudge) return error.obstacles.map(({ message }) => message);
    throw error;
  }
}
