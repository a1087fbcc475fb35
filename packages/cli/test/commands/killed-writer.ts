import { spawnSync } from "node:child_process";
import { expect } from "vitest";

const module = (path: string): string =>
  JSON.stringify(new URL(`../../src/${path}`, import.meta.url).href);

/** Runs a writer that is killed, as by `kill -9`, where its work says `die()`. */
export function killedWriter(cwd: string, work: string, command = "fix"): void {
  const code = `
    import { writeFileSync, mkdirSync } from "node:fs";
    import { inWritableWorkspace } from ${module("commands/writer.ts")};
    import { Snapshot } from ${module("files/writing/snapshot.ts")};
    import { sha256, temporaryPath, writeDurably } from ${module("files/writing/durable-file.ts")};
    const die = () => process.kill(process.pid, "SIGKILL");
    await inWritableWorkspace(${JSON.stringify(command)}, {}, async (root, _, writer) => { ${work} });`;
  const { signal, stderr } = spawnSync(
    process.execPath,
    ["--conditions=source", "--input-type=module", "-e", code],
    { cwd, encoding: "utf8" },
  );
  expect([signal, stderr]).toEqual(["SIGKILL", ""]);
}
