import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../kit/small-shell.ts";
import type { OddEntry } from "./odd-names.ts";

const git = (cwd: string, args: readonly string[], input?: Buffer | string, env = {}): Buffer =>
  run(cwd, [["git", ...args]], { env, ...(input === undefined ? {} : { input }) });

/** As fast-import wants a path: every byte but the harmless ones in octal. */
const quoted = (path: Buffer): string =>
  `"${[...path]
    .map((byte) =>
      /[\w./-]/.test(String.fromCharCode(byte))
        ? String.fromCharCode(byte)
        : `\\${byte.toString(8).padStart(3, "0")}`,
    )
    .join("")}"`;

const MODULE = "1".repeat(40);

function command({ path, mode, text }: OddEntry): string {
  if (mode === "160000") return `M 160000 ${MODULE} ${quoted(path)}\n`;
  return `M ${mode} inline ${quoted(path)}\ndata ${Buffer.byteLength(text)}\n${text}\n`;
}

/** A commit on top of another with entries that no work tree need be able to hold. Returns its name. */
export function commitOn(cwd: string, base: string, entries: readonly OddEntry[]): string {
  const stream = [
    "commit refs/heads/odd\nmark :1\n",
    "committer Ann <ann@example.com> 1700000000 +0000\ndata 3\nodd\n",
    `from ${base}\n`,
    ...entries.map(command),
    "\nget-mark :1\n",
  ];
  return git(cwd, ["fast-import", "--quiet", "--force"], stream.join("")).toString().trim();
}

/** Checks a commit out into a folder of its own; undefined where git cannot. */
export function checkout(cwd: string, commit: string): string | undefined {
  const root = mkdtempSync(join(tmpdir(), "odd-"));
  try {
    const tree = join(root, "tree");
    mkdirSync(tree);
    const args = [`--git-dir=${join(cwd, ".git")}`, `--work-tree=${tree}`, "checkout", "-qf"];
    git(tree, [...args, commit, "--", "."], undefined, { GIT_INDEX_FILE: join(root, "index") });
    return tree;
  } catch {
    rmSync(root, { recursive: true, force: true });
    return undefined;
  }
}
