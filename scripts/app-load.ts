import { spawnSync } from "node:child_process";

/**
 * The App under a burst: four webhooks for each of 50 pull requests (or as many as are asked for), GitHub in trouble, the
 * App killed in the middle. Takes minutes, because the App keeps the pace that GitHub asks for.
 */
const [pullRequests = "50"] = process.argv.slice(2);
const { status } = spawnSync("vitest", ["run", "packages/github/test/app/load.test.ts"], {
  stdio: "inherit",
  env: { ...process.env, RELEASE_POLICY_LOAD: pullRequests },
});
process.exitCode = status ?? 1;
