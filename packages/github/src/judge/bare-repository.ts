import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What git needs to take a folder for a bare repository (gitrepository-layout): `git init` costs a process. */
export const BARE = {
  HEAD: "ref: refs/heads/main\n",
  config: "[core]\n\trepositoryformatversion = 0\n\tbare = true\n",
} as const;

/** Makes an empty folder a bare repository without a remote. */
export function makeBare(folder: string): void {
  for (const [name, text] of Object.entries(BARE)) writeFileSync(join(folder, name), text);
  for (const name of ["objects", "refs"]) mkdirSync(join(folder, name));
}
