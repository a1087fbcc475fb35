import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { onTestFinished, vi } from "vitest";

/** Records the starts of the real git until the test ends. Returns the commands so far, such as `diff`. */
export function recordedGit(): () => readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), "recorded-git-"));
  const path = process.env["PATH"] ?? "";
  const git = join(folder, "git");
  writeFileSync(git, `#!/bin/sh\necho "$*" >> "${folder}/runs"\nPATH="${path}" exec git "$@"\n`);
  chmodSync(git, 0o755);
  writeFileSync(join(folder, "runs"), "");
  vi.stubEnv("PATH", [folder, path].join(delimiter));
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });
  return () =>
    [...readFileSync(join(folder, "runs"), "utf8").matchAll(COMMAND)].map(
      ([, command]) => command!,
    );
}

/** Behind the options with which each git is started. */
const COMMAND = /^.* --no-optional-locks (\S+)/gm;
