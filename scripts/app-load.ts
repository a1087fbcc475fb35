import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { between } from "./generate/between.ts";

/**
 * The App under load: four webhooks for each of 50 pull requests (or the given number), failures of GitHub, the App
 * killed halfway. Takes minutes, because the App respects GitHub's rate. `--write` puts the CPU time of one webhook into
 * docs/speed.md.
 * usage: node scripts/app-load.ts [pull requests] [--packages 100] [--write]
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    packages: { type: "string", default: "100" },
    write: { type: "boolean", default: false },
  },
});
const [pullRequests = "50"] = positionals;
const PAGE = join(import.meta.dirname, "../docs/speed.md");
const CORES = 4;

const { status, stdout } = spawnSync("vitest", ["run", "packages/github/test/app/load.test.ts"], {
  stdio: ["ignore", "pipe", "inherit"],
  encoding: "utf8",
  env: {
    ...process.env,
    RELEASE_POLICY_LOAD: pullRequests,
    RELEASE_POLICY_MORE_PACKAGES: String(Number(values.packages) - 2),
  },
});
process.stdout.write(stdout);
process.exitCode = status ?? 1;
const [figures] = /^\{"pullRequests".*\}$/m.exec(stdout) ?? [];
if (values.write && status === 0 && figures !== undefined)
  writeFileSync(PAGE, between(readFileSync(PAGE, "utf8"), "app", sentence(figures)));

function sentence(line: string): string {
  const { judgedByTheSecondApp, cpuOfOne, cpuOfOneInTheApp } = JSON.parse(line) as Readonly<
    Record<"judgedByTheSecondApp" | "cpuOfOne" | "cpuOfOneInTheApp", number>
  >;
  const all = cpuOfOne + cpuOfOneInTheApp;
  return `One of ${judgedByTheSecondApp} evaluated webhooks at ${values.packages} packages took ${all} ms of CPU time: ${cpuOfOne} ms in the processes
that fetch and judge, and ${cpuOfOneInTheApp} ms in the App, which reads the webhook and talks to GitHub. ${CORES} cores evaluate up to
${((CORES * 1000) / all).toFixed(0)} a second.`;
}
