import { existsSync, lstatSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { upwards } from "../../files/files.ts";
import { GitRefused, type Repository, gitAside, splitNul } from "../git.ts";

/**
 * Settings that keep git from running the filters that the repository's own configuration defines. git runs them on files
 * of the working tree to compare them; what an archive or another user left in `.git/config` must not run here. Filters
 * of the user, such as Git LFS, stay: without them every file of theirs would look changed.
 */
export async function withoutOwnFilters(
  repository: Repository,
): Promise<Readonly<Record<string, string>>> {
  const names = new Set<string>();
  if (typeof repository === "string" && definesNone(repository)) return {};
  // A scope, then a key, each with a NUL behind it.
  const parts = splitNul(await filterSettings(repository));
  for (let i = 0; i + 1 < parts.length; i += 2) {
    const [scope = "", key = ""] = [parts[i], parts[i + 1]];
    if (scope === "local" || scope === "worktree") names.add(key.slice(0, key.lastIndexOf(".")));
  }
  const settings = [...names].flatMap((name) => [
    [`${name}.clean`, ""],
    [`${name}.process`, ""],
    [`${name}.required`, "false"],
  ]);
  // Settings that the user passes in the same way stay before ours.
  const first = Number(process.env["GIT_CONFIG_COUNT"] ?? 0) || 0;
  return Object.fromEntries([
    ["GIT_CONFIG_COUNT", String(first + settings.length)],
    ...settings.flatMap(([key = "", value = ""], i) => [
      [`GIT_CONFIG_KEY_${first + i}`, key],
      [`GIT_CONFIG_VALUE_${first + i}`, value],
    ]),
  ]);
}

/**
 * Whether the repository's own configuration surely defines no filter: most do not, and starting git takes longer than
 * reading the file. Every repository around the folder is looked at, as git decides which of them it is.
 */
function definesNone(folder: string): boolean {
  try {
    for (const above of upwards(realpathSync(folder))) {
      const own = join(above, ".git");
      const stat = lstatSync(own, { throwIfNoEntry: false });
      if (!stat) continue;
      // A worktree or a submodule: its configuration is elsewhere.
      if (!stat.isDirectory() || existsSync(join(own, "commondir"))) return false;
      const text = readFileSync(join(own, "config"), "latin1");
      // A section begins with its name in any case, another file is included, or belongs to this worktree alone.
      if (/filter|include|worktreeconfig/i.test(text)) return false;
    }
    return true;
  } catch {
    return false;
  }
}

async function filterSettings(repository: Repository): Promise<Buffer> {
  const args = [
    "config",
    "-z",
    "--show-scope",
    "--name-only",
    "--get-regexp",
    String.raw`^filter\.`,
  ];
  try {
    return await gitAside(repository, args);
  } catch (error) {
    // It does not exist.
    if (error instanceof GitRefused) return Buffer.alloc(0);
    throw error;
  }
}
