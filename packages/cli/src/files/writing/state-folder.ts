import { existsSync, readFileSync, realpathSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { entryAt, upwards } from "../files.ts";

/** Where the lock and the journal of a workspace are. Nothing of it is in the working tree. */
export interface StateFolder {
  readonly folder: string;
  /** There while files of the workspace are being written: by a process that runs, or by one that was killed. */
  readonly journal: string;
  /** What the journal becomes when all files are written. */
  readonly finished: string;
}

/**
 * In the git folder of the working tree: linked worktrees have other files, so each has its own lock. Without git in
 * node_modules, where other tools keep their caches. Found without running git, because every check looks there.
 */
export function stateFolderOf(root: string): StateFolder {
  const real = realPath(root);
  for (const top of upwards(real)) {
    const git = gitFolderIn(top);
    if (git !== undefined) {
      const prefix = relative(top, real).split(sep).join("/");
      return stateIn(join(git, "release-policy"), prefix);
    }
  }
  return stateIn(join(real, "node_modules/.cache/release-policy"), "");
}

/** Workspaces of one repository share the lock; each has its own journal. */
function stateIn(folder: string, prefix: string): StateFolder {
  const suffix = prefix === "" ? "" : `-${encodeURIComponent(prefix).slice(-200)}`;
  return {
    folder,
    journal: join(folder, `journal${suffix}`),
    finished: join(folder, `finished${suffix}`),
  };
}

function gitFolderIn(top: string): string | undefined {
  const path = join(top, ".git");
  const entry = entryAt(path);
  if (entry === "missing") return undefined;
  // A linked worktree and a submodule have a file that names the folder.
  const named = entry === "file" ? /^gitdir: (.+)/.exec(readFileSync(path, "utf8"))?.[1] : ".git";
  const folder = named === undefined ? undefined : resolve(top, named.trimEnd());
  return folder !== undefined && existsSync(join(folder, "HEAD")) ? folder : undefined;
}

function realPath(root: string): string {
  try {
    return realpathSync(root);
  } catch {
    return resolve(root);
  }
}

/** Whether files of the workspace are being written, or were left half-written. */
export const hasJournal = (root: string): boolean =>
  entryAt(stateFolderOf(root).journal) !== "missing";
