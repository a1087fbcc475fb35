import { fstatSync, writeSync } from "node:fs";
import type { Terminal } from "./commands/command.ts";

/**
 * Standard output or standard error. `process.stdout` takes longer to make than a small check to run, so a
 * file or a pipe, which is what a CI has, is written straight.
 */
export class Output {
  readonly #fd: 1 | 2;

  constructor(fd: 1 | 2) {
    this.#fd = fd;
  }

  terminal(env: NodeJS.ProcessEnv): Terminal {
    const stream = this.#mayBeTerminal() ? this.#stream() : undefined;
    const { NO_COLOR, FORCE_COLOR } = env;
    const wanted = FORCE_COLOR === undefined ? stream?.isTTY === true : FORCE_COLOR !== "0";
    return { color: wanted && !NO_COLOR, width: Math.min(stream?.columns ?? 100, 120) };
  }

  write(text: string): void {
    if (this.#mayBeTerminal()) {
      this.#stream().write(text);
      return;
    }
    let rest = Buffer.from(text);
    try {
      while (rest.length > 0) rest = rest.subarray(writeSync(this.#fd, rest));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EAGAIN") this.#stream().write(rest);
      // Whoever closed the pipe has read enough.
      else if (code !== "EPIPE") throw error;
    }
  }

  /** In a terminal, puts the text in place of the line that is there; elsewhere nothing. */
  overwrite(text: string): void {
    if (this.#mayBeTerminal()) this.#stream().write(`\r\u001B[K${text}`);
  }

  #stream(): NodeJS.WriteStream {
    return this.#fd === 1 ? process.stdout : process.stderr;
  }

  #mayBeTerminal(): boolean {
    return fstatSync(this.#fd).isCharacterDevice();
  }
}
