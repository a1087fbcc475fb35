#!/usr/bin/env node
import { enableCompileCache } from "node:module";
import { Output } from "./output.ts";

const args = process.argv.slice(2);
const [out, err] = [new Output(1), new Output(2)];

if (args[0] === "--version" || args[0] === "-v") void printVersion();
else void start();

async function start(): Promise<void> {
  enableCompileCache();
  const { report, run } = await import("./cli.ts");
  try {
    const { output, code } = await run(args, {
      ...out.terminal(process.env),
      progress: (text) => err.overwrite(text),
      interrupted: () => {
        const controller = new AbortController();
        process.once("SIGINT", () => controller.abort());
        return controller.signal;
      },
    });
    out.write(output);
    process.exitCode = code;
  } catch (error) {
    process.exitCode = 2;
    err.write(report(error, err.terminal(process.env)));
  }
}

async function printVersion(): Promise<void> {
  const { version } = await import("./tool-version.ts");
  out.write(`${version()}\n`);
}
