import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { between } from "./generate/between.ts";

/**
 * The App under load: four webhooks for each of 50 pull requests (or the given number), failures of GitHub, the App
 * killed halfway. Takes minutes, because the App respects GitHub's rate. `--write` puts the CPU time of one webhook, from the
 * least of the runs to the most, into docs/speed.md.
 * usage: node scripts/app-load.ts [pull requests] [--packages 100] [--runs 1] [--write]
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    packages: { type: "string", default: "100" },
    runs: { type: "string", default: "1" },
    write: { type: "boolean", default: false },
  },
});
const [pullRequests = "50"] = positionals;
const PAGE = join(import.meta.dirname, "../docs/speed.md");
const CORES = 4;

/** Milliseconds of CPU time for one evaluated webhook: in the processes that fetch and judge, and in the App. */
type Figures = Readonly<Record<"judgedByTheSecondApp" | "cpuOfOne" | "cpuOfOneInTheApp", number>>;

const all = Array.from({ length: Number(values.runs) }, () => run());
if (values.write) writeFileSync(PAGE, between(readFileSync(PAGE, "utf8"), "app", sentence(all)));

/** Throws where the test fails. */
function run(): Figures {
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
  const [figures] = /^\{"pullRequests".*\}$/m.exec(stdout) ?? [];
  if (status !== 0 || figures === undefined) throw new Error("the App failed under load");
  return JSON.parse(figures) as Figures;
}

function sentence(runs: readonly Figures[]): string {
  const webhooks = runs.reduce((sum, { judgedByTheSecondApp }) => sum + judgedByTheSecondApp, 0);
  const range = (of: (one: Figures) => number): string => {
    const sorted = runs.map((one) => Math.round(of(one))).toSorted((a, b) => a - b);
    const [least, most] = [sorted[0]!, sorted.at(-1)!];
    return least === most ? `${least}` : `${least} to ${most}`;
  };
  const whole = ({ cpuOfOne, cpuOfOneInTheApp }: Figures) => cpuOfOne + cpuOfOneInTheApp;
  return `In ${runs.length} runs with ${webhooks} evaluated webhooks at ${values.packages} packages, one took ${range(whole)} ms of CPU time:
${range((one) => one.cpuOfOne)} ms in the processes that fetch and judge, and ${range((one) => one.cpuOfOneInTheApp)} ms in the App, which reads the webhook and
talks to GitHub. By this account, ${CORES} cores evaluate ${range((one) => (CORES * 1000) / whole(one))} a second (goal: 10).`;
}
