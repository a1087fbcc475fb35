import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { NPM_CLI } from "../kit/kept-npm.ts";
import { publish } from "../kit/publish.ts";
import { registry } from "../kit/registry.ts";
import { folder } from "../kit/workspace.ts";

interface Ran {
  readonly code: unknown;
  readonly output: string;
  readonly errors: string;
}

const run = (cwd: string, file: string, args: readonly string[]): Promise<Ran> =>
  new Promise((resolve) => {
    execFile(file, args, { cwd }, (error, output, errors) =>
      resolve({
        code: error?.code ?? 0,
        output,
        errors: errors.replace(/A complete log of this run.*/, ""),
      }),
    );
  });

const HAS_CLI = NPM_CLI !== undefined;
const started = (cwd: string, args: readonly string[]) =>
  run(cwd, process.execPath, [NPM_CLI!, ...args]);

test.runIf(HAS_CLI)("the npm that stays loaded fails as one that is started", async () => {
  const { npmrc } = await registry();
  const { path } = await folder({ ".npmrc": npmrc });
  const args = ["view", "gone", "--json"];
  const kept = await run(path, "npm", args);
  expect(kept).toMatchObject({ code: 1, errors: expect.stringContaining("E404") });
  expect(kept).toEqual(await started(path, args));
});

test.runIf(HAS_CLI)("the npm that stays loaded packs as one that is started", async () => {
  const acmes = await registry();
  await publish(acmes, { name: "core", version: "1.0.0", bin: "./cli.js" });
  const { path } = await folder({ ".npmrc": acmes.npmrc });
  const args = ["pack", "core@1.0.0", "--ignore-scripts", "--json"];
  const kept = [await run(path, "npm", args), readFileSync(`${path}/core-1.0.0.tgz`)];
  expect(kept).toEqual([await started(path, args), readFileSync(`${path}/core-1.0.0.tgz`)]);
});

test("the npm that stays loaded has the settings of each run", async () => {
  const { npmrc, npmrcOf } = await registry();
  for (const [user, settings] of [
    ["ann", npmrc],
    ["bob", await npmrcOf("bob")],
  ] as const) {
    const { path } = await folder({ ".npmrc": settings });
    expect(await run(path, "npm", ["whoami"])).toMatchObject({ code: 0, output: `${user}\n` });
  }
});

test.runIf(HAS_CLI)("the npm that stays loaded publishes as one that is started", async () => {
  const { npmrc, url } = await registry();
  const core = { name: "core", version: "1.0.0" };
  const { path } = await folder({ ".npmrc": npmrc, "package.json": JSON.stringify(core) });
  expect(await run(path, "npm", ["publish", "--json"])).toMatchObject({ code: 0 });
  expect(await (await fetch(`${url}core/1.0.0`)).json()).toMatchObject(core);
  // It is already there.
  const kept = await run(path, "npm", ["publish", "--json"]);
  expect(kept.code).toBe(1);
  expect(kept).toEqual(await started(path, ["publish", "--json"]));
});

test("shows what the scripts of a package print before it is published", async () => {
  const { npmrc } = await registry();
  const scripts = { prepublishOnly: "node -p 40+2" };
  const manifest = JSON.stringify({ name: "core", version: "1.0.0", scripts });
  const { path } = await folder({ ".npmrc": npmrc, "package.json": manifest });
  const { code, output } = await run(path, "npm", ["publish"]);
  expect([code, output]).toEqual([0, expect.stringMatching(/^42$/m)]);
});
