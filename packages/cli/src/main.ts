#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { Output } from "./output.ts";

const args = process.argv.slice(2);
const [out, err] = [new Output(1), new Output(2)];

if (args[0] === "--version" || args[0] === "-v") out.write(`${version()}\n`);
else void start();

async function start(): Promise<void> {
  enableCompileCache();
  const { report, run } = await import("./cli.ts");
  try {
    const { output, code } = await run(args, out.terminal(process.env));
    out.write(output);
    process.exitCode = code;
  } catch (error) {
    process.exitCode = 2;
    err.write(report(error, err.terminal(process.env)));
  }
}

/** Of this package, whether it runs from `src/` or from `dist/`. */
function version(): string {
  const manifest = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}
