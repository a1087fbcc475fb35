#!/usr/bin/env node
import { log } from "../log.ts";
import { commentFrom } from "./comment.ts";

void start();

async function start(): Promise<void> {
  const { output, code } = await commentFrom(process.env);
  log(output.trimEnd());
  process.exitCode = code;
}
