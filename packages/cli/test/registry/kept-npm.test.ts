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

test("the npm that stays loaded answers as one that is started", async () => {
  const acmes = await registry();
  await publish(acmes, { name: "core", version: "1.0.0", bin: "./cli.js" });
  const { path } = await folder({ ".npmrc": acmes.npmrc });
  const pack = ["pack", "core@1.0.0", "--ignore-scripts", "--json"];
  for (const args of [["view", "gone", "--json"], pack]) {
    const kept = await run(path, "npm", args);
    const tarball = args === pack ? readFileSync(`${path}/core-1.0.0.tgz`) : undefined;
    expect(kept).toEqual(await run(path, process.execPath, [NPM_CLI!, ...args]));
    if (tarball) expect(tarball).toEqual(readFileSync(`${path}/core-1.0.0.tgz`));
    else expect(kept).toMatchObject({ code: 1, errors: expect.stringContaining("E404") });
  }
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
