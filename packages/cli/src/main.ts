#!/usr/bin/env node
import { enableCompileCache } from "node:module";
import { run } from "./cli.ts";
import type { Terminal } from "./commands/command.ts";
import { CannotJudge } from "./errors.ts";

enableCompileCache();

const terminal = (stream: NodeJS.WriteStream): Terminal => ({
  color: wantsColor(stream),
  width: Math.min(stream.columns ?? 100, 120),
});

function wantsColor(stream: NodeJS.WriteStream): boolean {
  const { NO_COLOR, FORCE_COLOR } = process.env;
  if (NO_COLOR) return false;
  return FORCE_COLOR === undefined ? stream.isTTY : FORCE_COLOR !== "0";
}

try {
  const args = process.argv.slice(2);
  const { output, code } = await run(args, terminal(process.stdout));
  process.stdout.write(output);
  process.exitCode = code;
} catch (error) {
  process.exitCode = 2;
  if (!(error instanceof CannotJudge)) throw error;
  const { obstacleText } = await import("./reporters/obstacles.ts");
  process.stderr.write(obstacleText(error.obstacles, terminal(process.stderr)));
}
