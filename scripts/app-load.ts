import { spawnSync } from "node:child_process";

/**
 * The App under load: four webhooks for each of 50 pull requests (or the given number), failures of GitHub, the App
 * killed halfway. Takes minutes, because the App respects GitHub's rate.
 */
const [pullRequests = "50"] = process.argv.slice(2);
const { status } = spawnSync("vitest", ["run", "packages/github/test/app/load.test.ts"], {
  stdio: "inherit",
  env: { ...process.env, RELEASE_POLICY_LOAD: pullRequests },
});
process.exitCode = status ?? 1;
