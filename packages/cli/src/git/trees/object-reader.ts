import { once } from "node:events";
import { closeSync, readSync, writeSync } from "node:fs";
import { GitRefused, type Repository, startGit } from "../git.ts";

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
    this.#head += chunk.toString("utf8", from, end === -1 ? chunk.length : end);
    if (end === -1) return chunk.length;
    const answer = /^([0-9a-f]{40,64}) ([a-z]+) (\d+)$/.exec(this.#head);
    this.#head = "";
    if (!answer) {
      this.#next().found(undefined);
      return end + 1;
    }
    const [, object = "", type = "", digits] = answer;
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
