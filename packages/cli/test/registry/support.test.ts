import { expect, test } from "vitest";
import { plain } from "../../src/formats/escape.ts";
import { deprecations, verify } from "../../src/index.ts";
import { publish } from "../kit/publish.ts";
import { type Registry, registry } from "../kit/registry.ts";
import { gitIn } from "../kit/run-example.ts";
import { runCli } from "../kit/run-cli.ts";
import { repository, workspace } from "../kit/workspace.ts";
import { runPublish } from "./publishing.ts";

const VERSIONS = ["1.0.0", "2.0.0-beta.0", "2.0.0", "2.1.0", "3.0.0"];

/** `core` 3.0.0, with all its releases published and tagged, and one more line of policy. */
async function released(acmes: Registry, support: string) {
  // With provenance, npm is not asked whether the release before had it.
  const dist = { attestations: {} };
  for (const version of VERSIONS) await publish(acmes, { name: "core", version }, { dist });
  const fixture = await workspace({
    packages: { core: "3.0.0" },
    files: {
      ".npmrc": acmes.npmrc,
      "policies/all.yaml": `packages: ["*"]\nsupport: ${support}\n`,
    },
  });
  repository(fixture);
  for (const version of VERSIONS) gitIn(fixture.path, "tag", `core@${version}`);
  return fixture.path;
}

const messages = async (cwd: string, today?: string): Promise<readonly string[]> =>
  (await verify({ cwd, ...(today === undefined ? {} : { today }) })).findings.map(
    ({ message, help }) => `${plain(message)} / ${plain(help)}`,
  );

test("finds lines past their support that npm does not show as deprecated, until the printed command has run", async () => {
  const acmes = await registry();
  const path = await released(acmes, "{ lines: 2 }");
  const command = "npm deprecate 'core@<2.0.0-0' 'No longer supported: update to 3.x'";
  expect(await messages(path)).toEqual([
    `release line \`1.x\` of \`core\` is no longer supported, but npm shows \`1\` of \`1\` releases without a deprecation / run \`${command}\``,
  ]);
  const { stdout } = await runCli(path, ["deprecations", "--npm"]);
  expect(stdout).toBe(`${command}\n`);
  await runPublish(path, acmes.url, stdout);
  expect(await messages(path)).toEqual([]);
  const { versions } = (await acmes.packument("core"))!;
  const deprecated = Object.keys(versions).filter((one) => versions[one]!["deprecated"]);
  expect(deprecated).toEqual(["1.0.0"]);
});

test("counts the days from the first release of the next line", async () => {
  const path = await released(await registry(), "{ lines: 2, days: 30 }");
  expect(await messages(path)).toEqual([]);
  expect((await deprecations({ cwd: path })).npm).toEqual([]);
  const later = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10);
  expect(await messages(path, later)).toHaveLength(1);
  expect((await deprecations({ cwd: path, today: later })).npm).toMatchObject([
    { versions: "<2.0.0-0" },
  ]);
});
