import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Consumer } from "./consumers.ts";
import { configure } from "./packages.ts";

const TSC = fileURLToPath(new URL("../../node_modules/typescript/bin/tsc", import.meta.url));
const MOST_MILLISECONDS = 240_000;

/** One program of the oracle: consumers that import `specifier`, compiled in `folder`, which contains that package. */
export interface Program {
  readonly folder: string;
  readonly specifier: string;
  readonly consumers: readonly Consumer[];
}

/**
 * The consumers that do not compile, with the errors of `tsc`, for each program: all in one process. Throws if it
 * does not finish in time.
 */
export async function refusals(
  folder: string,
  programs: readonly Program[],
): Promise<readonly ReadonlyMap<Consumer, string>[]> {
  const files = programs.map(({ folder: of }) => join(of, "consumer.ts"));
  programs.forEach(({ specifier, consumers }, i) => {
    const lines = consumers.map(({ line }) => `void (async () => { ${line} });`);
    writeFileSync(
      files[i]!,
      [`import * as p from ${JSON.stringify(specifier)};`, "export {};", ...lines].join("\n"),
    );
  });
  const output = await compiled(configure(folder, "consumers.json", files));
  const refused = programs.map(() => new Map<Consumer, string>());
  const index = new Map(files.map((file, i) => [file.slice(folder.length + 1), i]));
  for (const line of output.split("\n")) {
    const match = /^(.+?)\((\d+),\d+\): error (TS\d+: .*)$/.exec(line);
    const i = match && index.get(match[1]!);
    if (typeof i !== "number") continue;
    const consumer = programs[i]!.consumers[Number(match![2]) - 3];
    // The import itself: the package has no declarations any more.
    if (!consumer) for (const one of programs[i]!.consumers) refused[i]!.set(one, match![3]!);
    else refused[i]!.set(consumer, match![3]!);
  }
  return refused;
}

function compiled(config: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [TSC, "-p", config, "--pretty", "false", "--checkers", "1"],
      { cwd: join(config, ".."), maxBuffer: 1 << 28, timeout: MOST_MILLISECONDS },
      (error, stdout, stderr) => {
        if (error?.killed || stderr !== "")
          reject(new Error(`tsc did not end: ${stderr || error?.message}`));
        else resolve(stdout);
      },
    );
  });
}
