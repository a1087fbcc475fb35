import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { onTestFinished } from "vitest";

/** Text, or an entry of another mode: `120000` is a symlink, `160000` a submodule. `null` removes the file. */
export type Files = Readonly<
  Record<string, string | { readonly mode: string; readonly data: string } | null>
>;

/**
 * A real bare repository, as a forge keeps one: branches, and `refs/pull/<n>/head` that follows the pushes to the
 * branch of a pull request, whether that branch is here or in a fork.
 */
export interface Origin {
  /** The bare repository itself. */
  readonly path: string;
  /** For `git fetch`. */
  readonly url: string;
  /** What stands for `https://github.com`: `<server>/<owner>/<name>` and `….git` can be fetched. */
  readonly server: string;
  /**
   * Commits the files on a branch (`main`, `contrib:fix` for a branch of a fork), made from objects: nothing is checked
   * out. A new branch starts at `from`, another branch or commit. Answers the commit.
   */
  push(branch: string, files: Files, from?: string): string;
  /** The branch forgets its commits and has these. */
  force(branch: string, commit: string): void;
  /** Makes `refs/pull/<number>/head` follow the branch. */
  open(number: number, branch: string): void;
  /** The commit of a branch, of `refs/…`, or undefined. */
  commit(ref: string): string | undefined;
  /** All references, with what they lead to. */
  references(): Readonly<Record<string, string>>;
  git(...args: string[]): string;
}

/** The repositories that tests have begun with, by their files: each is made once. */
const begun = new Map<string, string>();

export function createOrigin(files: Files = {}, owner = "acme", name = "mono"): Origin {
  const root = mkdtempSync(join(tmpdir(), "origin-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const path = join(root, owner, `${name}.git`);
  const run = (args: readonly string[], input?: string) =>
    execFileSync("git", ["-C", path, ...args], {
      encoding: "utf8",
      input: input ?? "",
      env: { ...process.env, GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null" },
      stdio: ["pipe", "pipe", "pipe"],
    }).trim();
  const commit = (ref: string): string | undefined => {
    // Where no ref is packed, its file says it without a process.
    if (!/^[\da-f]{40}$/.test(ref) && !existsSync(join(path, "packed-refs"))) {
      const file = join(path, refOf(ref));
      const text = existsSync(file) ? readFileSync(file, "utf8").trim() : undefined;
      return text?.startsWith("ref: ") ? commit(text.slice(5)) : text;
    }
    try {
      return run(["rev-parse", "--verify", "-q", "--end-of-options", `${refOf(ref)}^{commit}`]);
    } catch {
      return undefined;
    }
  };
  const origin: Origin = {
    path,
    url: pathToFileURL(path).href,
    server: pathToFileURL(root).href,
    commit,
    git: (...args) => run(args),
    references: () =>
      Object.fromEntries(
        readdirSync(join(path, "refs"), { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name))
          .map((file) => [file.slice(path.length), readFileSync(file, "utf8")]),
      ),
    push(branch, changed, from) {
      const parent = commit(branch) ?? (from === undefined ? undefined : commit(from));
      run(
        ["fast-import", "--quiet", "--force", "--date-format=raw"],
        stream(refOf(branch), changed, parent),
      );
      return commit(branch) as string;
    },
    force: (branch, to) => point(refOf(branch), to),
    open: (number, branch) => point(`refs/pull/${number}/head`, `ref: ${refOf(branch)}`),
  };
  /** A reference is a file, which needs no process. */
  const point = (ref: string, to: string): void => {
    mkdirSync(dirname(join(path, ref)), { recursive: true });
    writeFileSync(join(path, ref), `${to}\n`);
  };
  const content = JSON.stringify(files);
  const first = begun.get(content);
  if (first) {
    cpSync(first, path, { recursive: true });
    return origin;
  }
  mkdirSync(path, { recursive: true });
  run(["init", "-q", "--bare", "--template=", "-b", "main"]);
  // As a forge allows it: a partial clone, and a commit by its name.
  const allowed = ["allowFilter", "allowAnySHA1InWant"].map((key) => `\t${key} = true\n`);
  appendFileSync(join(path, "config"), `[uploadpack]\n${allowed.join("")}`);
  origin.push("main", files);
  begun.set(content, kept(path));
  return origin;
}

/** A copy of a repository that stays until the last test has ended. */
function kept(path: string): string {
  const folder = mkdtempSync(join(process.env["RELEASE_POLICY_TESTS"] ?? tmpdir(), "origin-"));
  cpSync(path, folder, { recursive: true });
  return folder;
}

/** A branch of a fork lies where no fetch of branches finds it, as on a forge. */
function refOf(branch: string): string {
  if (branch.startsWith("refs/") || /^[\da-f]{40}$/.test(branch)) return branch;
  const [, fork, name] = /^([^:]+):(.+)$/.exec(branch) ?? [];
  return fork === undefined ? `refs/heads/${branch}` : `refs/forks/${fork}/${name}`;
}

function stream(ref: string, files: Files, parent: string | undefined): string {
  const changes = Object.entries(files).map(([path, file]) => {
    const name = JSON.stringify(path);
    if (file === null) return `D ${name}\n`;
    const { mode, data } = typeof file === "string" ? { mode: "100644", data: file } : file;
    if (mode === "160000") return `M 160000 ${data} ${name}\n`;
    return `M ${mode} inline ${name}\ndata ${Buffer.byteLength(data)}\n${data}\n`;
  });
  const from = parent === undefined ? "" : `from ${parent}\n`;
  // The same files on the same branch are the same commit in every test.
  return `commit ${ref}\ncommitter Somebody <somebody@example.com> 1760000000 +0000\ndata ${Buffer.byteLength(ref)}\n${ref}\n${from}${changes.join("")}\n`;
}
