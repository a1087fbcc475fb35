#!/usr/bin/env node
import { appWith } from "./create-app.ts";
import { errorFields } from "./failures.ts";
import { startServer } from "./server.ts";
import { BadSettings } from "./settings.ts";

// A face's main: the one place of the App that writes, and that ends the process.
/* oxlint-disable unicorn/no-process-exit */

try {
  const { app, log, settings } = appWith();
  for (const event of ["uncaughtException", "unhandledRejection"]) {
    process.on(event, (error: unknown) => {
      log("crashed", errorFields(error));
      process.exit(1);
    });
  }
  const started = await startServer(app, settings, log);
  const stop = () => void started.stop().then(() => process.exit(0));
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
} catch (error) {
  process.stderr.write(startProblems(error));
  process.exitCode = 2;
}

function startProblems(error: unknown): string {
  const problems = error instanceof BadSettings ? error.problems : [listenProblem(error)];
  return `release-policy-app cannot start:\n${problems.map((problem) => `  - ${problem}\n`).join("")}`;
}

function listenProblem(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
  return `cannot listen on HOST:PORT (${code}): set PORT or HOST to a free address`;
}
