import { error, setOutput } from "@actions/core";
import type { Ended } from "./ended.ts";
import { log } from "./log.ts";
import { WrongInput } from "./inputs.ts";

/** Sets the outputs: words and numbers of ours, never a stranger's text. Gives the exit code. */
export function finish({ red, ...outputs }: Ended): 0 | 1 {
  for (const [name, value] of Object.entries(outputs)) setOutput(name, value);
  return red ? 1 : 0;
}

/** What went wrong besides the verdict. Gives the exit code. */
export function sayFailure(failure: unknown): 1 {
  if (failure instanceof WrongInput) {
    error(failure.message, { title: "release-policy" });
    return 1;
  }
  // Where it happened, without the message: that may quote what a stranger or a server wrote.
  const name = failure instanceof Error ? failure.name : typeof failure;
  const stack = failure instanceof Error ? (failure.stack ?? "") : "";
  log(
    stack
      .split("\n")
      .filter((line) => /^\s+at /.test(line))
      .join("\n"),
  );
  error(
    `something unforeseen went wrong (${name}); please report it with the lines above: this is a mistake of release-policy, not of yours`,
    {
      title: "release-policy",
    },
  );
  return 1;
}
