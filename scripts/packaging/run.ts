import { spawnSync } from "node:child_process";
import { delimiter, join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");
/** The variables that indicate CI: the smoke tests run without them. */
const CI = /^(?:CI|GITHUB|GITLAB|RELEASE_POLICY)(?:_|$)/;

export interface Ran {
  readonly code: number | null;
  readonly output: string;
}

/** Runs a shell command with the tools of this repository and, for pnpm, without a network. */
export function run(cwd: string, command: string): Ran {
  const kept = Object.entries(process.env).filter(([name]) => !CI.test(name));
  const bins = [
    join(cwd, "node_modules/.bin"),
    join(ROOT, "node_modules/.bin"),
    process.env["PATH"],
  ];
  const { status, stdout, stderr } = spawnSync(command, {
    cwd,
    encoding: "utf8",
    shell: true,
    env: {
      ...Object.fromEntries(kept),
      PATH: bins.join(delimiter),
      NO_COLOR: "1",
      npm_config_offline: "true",
    },
  });
  return { code: status, output: `${stdout}${stderr}` };
}
