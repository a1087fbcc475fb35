import { once } from "node:events";
import { closeSync, readSync, writeSync } from "node:fs";
import { decodedName } from "../files/files.ts";
import type { Entry, EntryFilter } from "./commit-tree.ts";
import { GitRefused, type Repository, startGit, tooManyFiles } from "./git.ts";

/** An object of git by name. Without content above the given size. */
interface FoundObject {
  readonly object: string;
  readonly type: string;
  readonly size: number;
  readonly content: Buffer | undefined;
}

interface Request {
  readonly largest: number;
  readonly found: (object: FoundObject | undefined) => void;
  readonly failed: (error: GitRefused) => void;
}

/** In bytes. Of more requests at once, git might write answers that nobody reads, while they wait for git to read them. */
const MOST_UNANSWERED = 4096;

/**
 * Reads objects of a repository through one long-running git process, for many sequential reads. Every read rejects
 * once git has ended.
 */
export class ObjectReader {
  /** Where git runs. */
  readonly repository: Repository;
  readonly #git: ReturnType<typeof startGit> | undefined;
  readonly #descriptor: number | undefined;
  readonly #requests: Request[] = [];
  #answered = 0;
  #unsent: string[] = [];
  #head = "";
  #left: { readonly object: FoundObject; at: number } | undefined;
  #ended = false;

  /** `descriptor` is a socket of a git that was started for this reader; without it, one is started. */
  constructor(repository: Repository, descriptor?: number) {
    this.repository = repository;
    this.#descriptor = descriptor;
    if (descriptor !== undefined) return;
    // Without a buffer, git writes each object in three pieces, and each piece may wake this process.
    const git = startGit(repository, ["cat-file", "--batch-command", "--buffer"]);
    git.stdout.on("data", (chunk: Buffer) => this.#take(chunk));
    git.stdin.on("error", () => {});
    git.on("error", () => this.#end());
    git.on("close", () => this.#end());
    this.#git = git;
  }

  /** The object of a name, such as `<commit>:path`; undefined if there is none. Git only looks it up if `largest` is 0. */
  read(name: string, largest = Infinity): Promise<FoundObject | undefined> {
    if (/[\r\n]/.test(name)) return Promise.resolve(undefined);
    if (this.#ended) return Promise.reject(new GitRefused(ENDED));
    return new Promise((found, failed) => {
      this.#requests.push({ largest, found, failed });
      this.#write(`${largest === 0 ? "info" : "contents"} ${name}`);
    });
  }

  async close(): Promise<void> {
    if (this.#ended) return;
    if (!this.#git) {
      this.#end();
      closeSync(this.#descriptor!);
      return;
    }
    const closed = once(this.#git, "close");
    this.#git.stdin.end(this.#unsent.join(""));
    this.#unsent = [];
    await closed;
  }

  /** Sends all requests of a turn at once: each write costs more than the request. */
  #write(command: string): void {
    if (this.#unsent.length === 0) setImmediate(() => this.#send());
    this.#unsent.push(`${command}\n`);
  }

  #send(): void {
    const commands = this.#unsent.splice(0);
    // Closing has sent them.
    if (commands.length === 0 || this.#ended) return;
    if (this.#git) this.#git.stdin.write(`${commands.join("")}flush\n`);
    else this.#exchange(commands);
  }

  /** Waits for git, which takes less time than being called back. */
  #exchange(commands: readonly string[]): void {
    const chunk = Buffer.allocUnsafe(65_536);
    try {
      for (let next = 0; next < commands.length;) {
        let text = "";
        let unanswered = 0;
        do [text, unanswered] = [text + commands[next++]!, unanswered + 1];
        while (next < commands.length && text.length + commands[next]!.length < MOST_UNANSWERED);
        const left = this.#requests.length - this.#answered - unanswered;
        writeAll(this.#descriptor!, `${text}flush\n`);
        while (this.#requests.length - this.#answered > left) {
          const bytes = readSync(this.#descriptor!, chunk);
          if (bytes === 0) return this.#end();
          this.#take(chunk.subarray(0, bytes));
        }
      }
    } catch {
      this.#end();
    }
  }

  /** A line with type and size, the content, and a line break; only the line without content, or for a missing object. */
  #take(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) at = this.#left ? this.#content(chunk, at) : this.#line(chunk, at);
  }

  #line(chunk: Buffer, from: number): number {
    const end = chunk.indexOf(10, from);
    this.#head += chunk.toString("utf8", from, end < 0 ? chunk.length : end);
    if (end < 0) return chunk.length;
    const [, object, type, digits] = /^([0-9a-f]{40,64}) ([a-z]+) (\d+)$/.exec(this.#head) ?? [];
    this.#head = "";
    if (object === undefined || type === undefined) {
      this.#next().found(undefined);
      return end + 1;
    }
    const size = Number(digits);
    const { largest } = this.#requests[this.#answered]!;
    if (largest === 0) {
      this.#next().found({ object, type, size, content: undefined });
      return end + 1;
    }
    const content = size > largest ? undefined : Buffer.allocUnsafe(size);
    this.#left = { object: { object, type, size, content }, at: 0 };
    return end + 1;
  }

  #content(chunk: Buffer, from: number): number {
    const left = this.#left!;
    const { size, content } = left.object;
    const part = Math.min(size - left.at, chunk.length - from);
    content?.set(chunk.subarray(from, from + part), left.at);
    left.at += part;
    const end = from + part;
    // The line break after it may come in another piece.
    if (left.at < size || end >= chunk.length) return end;
    this.#left = undefined;
    this.#next().found(left.object);
    return end + 1;
  }

  /** The request that an answer is for. Each `shift` would move all others, of which there are many thousands. */
  #next(): Request {
    const request = this.#requests[this.#answered++]!;
    if (this.#answered * 2 >= this.#requests.length) {
      this.#requests.splice(0, this.#answered);
      this.#answered = 0;
    }
    return request;
  }

  #end(): void {
    this.#ended = true;
    for (const { failed } of this.#requests.splice(this.#answered)) failed(new GitRefused(ENDED));
  }
}

function writeAll(descriptor: number, text: string): void {
  let rest = Buffer.from(text);
  while (rest.length > 0) rest = rest.subarray(writeSync(descriptor, rest));
}

const ENDED = "git ended before it had answered";

/** Folders may contain each other many times: a few objects then stand for more paths than can be listed. */
const MOST = { folders: 200_000, files: 3_000_000 } as const;

/** Commits whose trees are remembered together. */
const GENERATION = 16;

/**
 * The selected files of commits, found through their trees. Folder contents are only read if the folder differs from
 * the previous commit's: adjacent commits share nearly all of them.
 */
export class CommitTrees {
  readonly #reader: ObjectReader;
  readonly #isIncluded: EntryFilter;
  #known = new Map<string, Promise<readonly Entry[]>>();
  /** Of the commits before these: what none of them shares is forgotten, or a long history fills the memory. */
  #before = new Map<string, Promise<readonly Entry[]>>();
  #count = 0;
  #folders = 0;
  #files = 0;

  readonly #most: Readonly<Record<keyof typeof MOST, number>>;

  /** Whether to read a file only depends on its path and mode. */
  constructor(
    reader: ObjectReader,
    isIncluded: EntryFilter,
    most: Readonly<Record<keyof typeof MOST, number>> = MOST,
  ) {
    this.#reader = reader;
    this.#isIncluded = isIncluded;
    this.#most = most;
  }

  /**
   * `folder` is that of the workspace in the repository, `""` or `apps/web`. Throws `GitRefused` without the commit, and
   * `CannotJudge` where it has too many files.
   */
  filesOf(commit: string, folder: string): Promise<readonly Entry[]> {
    this.#count += 1;
    this.#folders = this.#files = 0;
    if (this.#count % GENERATION === 0) [this.#before, this.#known] = [this.#known, new Map()];
    return this.#below(`${commit}:${folder}`, "");
  }

  /** Different files may be selected in the same folder at another path. */
  #below(tree: string, path: string): Promise<readonly Entry[]> {
    const key = `${tree} ${path}`;
    const found = this.#known.get(key) ?? this.#before.get(key) ?? this.#look(tree, path);
    this.#known.set(key, found);
    return found;
  }

  async #look(tree: string, path: string): Promise<readonly Entry[]> {
    const found = await this.#reader.read(tree);
    // A commit need not have the folder of the workspace; below it, a tree that is missing would hide its files.
    if (!found && path === "" && (await this.#reader.read(tree.split(":", 1)[0]!))) return [];
    if (found?.type !== "tree" || !found.content) throw new GitRefused("a tree is missing");
    const entries = treeEntries(found.content, found.object.length / 2);
    this.#folders += 1;
    this.#files += entries.length;
    if (this.#folders > this.#most.folders || this.#files > this.#most.files) throw tooManyFiles();
    const fullOf = ({ name }: TreeEntry): string => (path === "" ? name : `${path}/${name}`);
    const folders = entries.filter(({ mode }) => mode === "40000");
    const below = await Promise.all(
      folders.map((folder) => this.#below(folder.object, fullOf(folder))),
    );
    let folder = 0;
    return entries.flatMap((entry): readonly Entry[] => {
      const { mode, object, undecodable } = entry;
      if (mode === "40000") {
        const inside = below[folder++]!;
        return undecodable ? inside.map((one) => ({ ...one, undecodable })) : inside;
      }
      const full = fullOf(entry);
      if (!this.#isIncluded(full, mode)) return [];
      return [{ path: full, mode, object, ...(undecodable ? { undecodable } : {}) }];
    });
  }
}

interface TreeEntry extends Pick<Entry, "mode" | "object" | "undecodable"> {
  readonly name: string;
}

/** `<mode> <name>`, a NUL, and the bytes of the object's name. */
function treeEntries(content: Buffer, bytes: number): TreeEntry[] {
  const entries: TreeEntry[] = [];
  for (let at = 0; at < content.length;) {
    const end = content.indexOf(0, at);
    const space = content.indexOf(32, at);
    const mode = canonicalMode(content.toString("latin1", at, space));
    const { name, undecodable } = decodedName(content.subarray(space + 1, end));
    at = end + 1 + bytes;
    const object = content.toString("hex", end + 1, at);
    entries.push({ name, mode, object, ...(undecodable ? { undecodable } : {}) });
  }
  return entries;
}

/** As `git ls-tree` prints it: the first releases of git wrote other permissions, and some tools a zero before it. */
function canonicalMode(written: string): string {
  const mode = Number.parseInt(written, 8);
  switch (mode & 0o170000) {
    case 0o040000:
      return "40000";
    case 0o100000:
      return mode & 0o100 ? "100755" : "100644";
    case 0o120000:
      return "120000";
    default:
      return "160000";
  }
}
