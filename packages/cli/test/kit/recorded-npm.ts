import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { onTestFinished, vi } from "vitest";

/** Records the runs of the real npm until the test ends. Returns the commands so far, such as `view`. */
export function recordedNpm(): () => readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), "recorded-npm-"));
  const path = process.env["PATH"] ?? "";
  const npm = join(folder, "npm");
  writeFileSync(npm, `#!/bin/sh\necho "$1" >> "${folder}/runs"\nPATH="${path}" exec npm "$@"\n`);
  chmodSync(npm, 0o755);
  writeFileSync(join(folder, "runs"), "");
  vi.stubEnv("PATH", [folder, path].join(delimiter));
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });
  return () => readFileSync(join(folder, "runs"), "utf8").split("\n").slice(0, -1);
}
