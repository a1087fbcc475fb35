import { spawn } from "node:child_process";
import { once } from "node:events";
import { environment, SAFE } from "./git.ts";

/** What git has under a name. The content of what is larger than asked for is left out. */
export interface FoundObject {
  readonly object: string;
  readonly type: string;
  readonly size: number;
  readonly content: Buffer | undefined;
}

interface Asked {
  readonly largest: number;
  readonly found: (object: FoundObject | undefined) => void;
}

/**
 * Reads objects of a repository through one git process that stays, for work that asks for many, one after the other.
 * Every read rejects once git is gone.
 */
export class ObjectReader {
  readonly #git;
  readonly #asked: Asked[] = [];
  #head = "";
  #left: { readonly object: FoundObject; at: number } | undefined;
  #gone = false;

  constructor(repository: string) {
    const args = [...SAFE, "cat-file", "--batch"];
    this.#git = spawn("git", args, {
      cwd: repository,
      env: environment(),
      stdio: ["pipe", "pipe", "ignore"],
    });
    this.#git.stdout.on("data", (chunk: Buffer) => this.#take(chunk));
    this.#git.stdin.on("error", () => {});
    this.#git.on("error", () => this.#end());
    this.#git.on("close", () => this.#end());
  }

  /** The object of a name, `<commit>:path` too; undefined where there is none. */
  read(name: string, largest = Infinity): Promise<FoundObject | undefined> {
    if (/[\r\n]/.test(name) || this.#gone) return Promise.resolve(undefined);
    return new Promise((found) => {
      this.#asked.push({ largest, found });
      this.#write(name);
    });
  }

  async close(): Promise<void> {
    if (this.#gone) return;
    const closed = once(this.#git, "close");
    this.#git.stdin.end();
    await closed;
  }

  /** What is asked for together goes to git together. */
  #write(name: string): void {
    const { stdin } = this.#git;
    if (stdin.writableCorked === 0) {
      stdin.cork();
      setImmediate(() => stdin.uncork());
    }
    stdin.write(`${name}\n`);
  }

  /** A line that tells type and size, the content, and a line break; of what is missing only the line. */
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
      this.#asked.shift()!.found(undefined);
      return end + 1;
    }
    const size = Number(digits);
    const content = size > this.#asked[0]!.largest ? undefined : Buffer.allocUnsafe(size);
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
    this.#asked.shift()!.found(left.object);
    return end + 1;
  }

  #end(): void {
    this.#gone = true;
    for (const { found } of this.#asked.splice(0)) found(undefined);
  }
}
