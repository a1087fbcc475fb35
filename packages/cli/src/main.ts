#!/usr/bin/env node
import { fstatSync, statSync, writeSync } from "node:fs";
import type Module from "node:module";
import type { Terminal } from "./commands/command.ts";
import { isNodeTooOld, laterOptimization, steadyNewSpace } from "./node-version.ts";

const args = process.argv.slice(2);

/**
 * Standard output or standard error. `process.stdout` takes longer to make than a small check to run, so a
 * file or a pipe, which is what a CI has, is written straight.
 */
class Output {
  /** False once a stream may have something left to write. */
  isWritten = true;
  readonly #fd: 1 | 2;

  constructor(fd: 1 | 2) {
    this.#fd = fd;
  }

  terminal(env: NodeJS.ProcessEnv): Terminal {
    const stream = this.#mayBeTerminal() ? this.#stream() : undefined;
    const { NO_COLOR, FORCE_COLOR } = env;
    const usesColor = FORCE_COLOR === undefined ? stream?.isTTY === true : FORCE_COLOR !== "0";
    return {
      color: usesColor && !NO_COLOR,
      width: Math.min(stream?.columns || 100, 120),
      isTerminal: stream?.isTTY === true,
    };
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

  /** In a terminal, puts the text in place of the current line; elsewhere nothing. */
  overwrite(text: string): void {
    if (!this.#mayBeTerminal()) return;
    const stream = this.#stream();
    // A text that fills the line would wrap, and the next one would not replace all of it.
    stream.write(`\r\u001B[K${text.slice(0, (stream.columns || 80) - 1)}`);
  }

  #stream(): NodeJS.WriteStream {
    this.isWritten = false;
    return this.#fd === 1 ? process.stdout : process.stderr;
  }

  #mayBeTerminal(): boolean {
    const stat = fstatSync(this.#fd);
    return stat.isCharacterDevice() && stat.rdev !== nullDevice();
  }
}

/** Where a script discards output: a device, but not a terminal. */
const nullDevice = (): number | undefined => statSync("/dev/null", { throwIfNoEntry: false })?.rdev;

const [out, err] = [new Output(1), new Output(2)];

if (isNodeTooOld(process.versions.node)) {
  process.exitCode = 2;
  err.write(
    `error: release-policy needs Node 20.19 or later, but this is ${process.versions.node}\n`,
  );
} else if (args[0] === "--version" || args[0] === "-v") void printVersion();
else void start();

async function start(): Promise<void> {
  // A CI throws it away, and writing it takes longer than it saves. Node has it from 22.1 on.
  if (!process.env["CI"]) {
    const module: Partial<typeof Module> = process.getBuiltinModule("node:module");
    module.enableCompileCache?.();
  }
  if (!("groupBy" in Map)) (await import("./older-node.ts")).supportOlderNode();
  const { run } = await import("./cli.ts");
  try {
    const { output, code } = await run(args, {
      ...out.terminal(process.env),
      progress: (text) => err.overwrite(text),
      optimizeLater,
      // Loading `node:v8` costs more than it saves in a small check.
      onDiscovered: (packages) => {
        if (packages >= 300) optimizeLater();
        // With fewer, that space is still so small that V8 would collect too often.
        if (packages >= 2000) setFlags(steadyNewSpace());
      },
      note: (text) => err.write(text),
      interrupted: () => {
        const controller = new AbortController();
        process.once("SIGINT", () => controller.abort());
        return controller.signal;
      },
    });
    out.write(output);
    process.exitCode = code;
    // Otherwise Node collects what is left of a large heap, and takes it apart.
    if (args[0] === "check" && out.isWritten && err.isWritten) process.exit();
  } catch (error) {
    process.exitCode = 2;
    const { report } = await import("./help.ts");
    err.write(report(error, err.terminal(process.env)));
  }
}

function optimizeLater(): void {
  setFlags(laterOptimization());
}

function setFlags(flags: readonly string[]): void {
  process.getBuiltinModule("node:v8").setFlagsFromString(flags.join(" "));
}

async function printVersion(): Promise<void> {
  const { toolVersion } = await import("./tool-version.ts");
  out.write(`${toolVersion()}\n`);
}
