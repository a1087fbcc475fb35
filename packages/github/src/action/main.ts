import { contextOf } from "./context.ts";
import { finish, sayFailure } from "./finish.ts";
import { run } from "./run.ts";

void start();

/** The only place that ends the process: green, or red with a sentence that says why. */
async function start(): Promise<void> {
  try {
    process.exitCode = finish(await run(contextOf(process.env)));
  } catch (error) {
    process.exitCode = sayFailure(error);
  }
}
