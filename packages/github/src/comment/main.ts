#!/usr/bin/env node
import { log } from "../log.ts";
import { commentForJob } from "./comment.ts";

void runComment();

async function runComment(): Promise<void> {
  const { output, code } = await commentForJob(process.env);
  log(output.trimEnd());
  process.exitCode = code;
}
