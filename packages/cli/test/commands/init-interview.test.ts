import { existsSync } from "node:fs";
import { PassThrough } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { initInterview } from "../../src/commands/init/interview.ts";
import { workspace } from "../kit/workspace.ts";

const [ENTER, DOWN, CANCEL] = ["\r", "\u001B[B", "\u0003"];

/** Answers with keys, each once the question before it stands there. */
async function answer(cwd: string, keys: readonly string[]) {
  const [input, output] = [new PassThrough(), new PassThrough()];
  let shown = "";
  output.on("data", (chunk: Buffer) => (shown += chunk.toString()));
  const interview = initInterview({ cwd }, { color: false, width: 100 }, { input, output });
  let seen = 0;
  for (const key of keys) {
    // Until something new is shown, and then until nothing more comes.
    for (let [i, last] = [0, -1]; i < 200 && (shown.length === seen || shown.length > last); i++) {
      last = shown.length;
      await setTimeout(20);
    }
    seen = shown.length;
    input.write(key);
  }
  return { ...(await interview), shown };
}

const GIVEN = { packages: { "@acme/core": "1.2.0", "@acme/plugin": "0.3.0" }, policies: {} };

test("shows the tracks, asks for the track of new packages, and writes the files after confirmation", async () => {
  const fixture = await workspace(GIVEN);
  const keys = [ENTER, DOWN, ENTER, ENTER];
  const { code, output, shown } = await answer(fixture.path, keys);
  expect(shown).toMatch(/2 tracks fit your versions.*core +Stable.*@acme\/core 1\.2\.0/s);
  expect(shown).toContain("New packages start on");
  expect(shown).toContain("Write these 3 files, and the script release:check");
  expect(shown).not.toContain("yaml-language-server");
  expect([code, output.includes("policies/core.yaml")]).toEqual([0, true]);
  expect(await fixture.readFile("policies/workspace.yaml", "utf8")).toContain("newPackages: core");
  expect(await fixture.readFile("policies/core.yaml", "utf8")).toContain('versions: ">=1.0.0"');
});

test("offers presets for each track, with their requirements", async () => {
  const fixture = await workspace(GIVEN);
  const keys = [DOWN, ENTER, ENTER, DOWN, ENTER, ENTER, ENTER];
  const { code, shown } = await answer(fixture.path, keys);
  expect(shown).toContain("No majors, whether declared or received");
  expect(code).toBe(0);
  expect(await fixture.readFile("policies/core.yaml", "utf8")).toContain('versions: ">=1.0.0"');
  expect(await fixture.readFile("policies/integrations.yaml", "utf8")).toContain(
    "extends: no-major",
  );
});

test("shows the files on request before writing", async () => {
  const fixture = await workspace(GIVEN);
  const { code, shown } = await answer(fixture.path, [ENTER, ENTER, DOWN, ENTER, ENTER]);
  expect(shown).toMatch(/policies\/core\.yaml.*yaml-language-server.*versions: ">=1\.0\.0"/s);
  expect(code).toBe(0);
  expect(existsSync(fixture.getPath("policies/core.yaml"))).toBe(true);
});

test.each([
  ["no is the answer", [ENTER, ENTER, DOWN, DOWN, ENTER]],
  ["somebody leaves", [CANCEL]],
  ["somebody leaves where presets are chosen", [DOWN, ENTER, CANCEL]],
  ["somebody leaves where new packages are asked about", [ENTER, CANCEL]],
  ["somebody leaves at the end", [ENTER, ENTER, CANCEL]],
])("writes nothing if %s", async (_, keys) => {
  const fixture = await workspace(GIVEN);
  expect(await answer(fixture.path, keys)).toMatchObject({
    code: 2,
    output: "Nothing was written.\n",
  });
  expect(existsSync(fixture.getPath("policies"))).toBe(false);
});

test("asks whether packages with experimental names go on a less mature track", async () => {
  const packages = { "@acme/core": "1.2.0", "@acme/labs-ai": "1.0.0", "@acme/available": "1.0.0" };
  const fixture = await workspace({ packages, policies: {} });
  const { code, shown } = await answer(fixture.path, ["y", ENTER, ENTER, ENTER]);
  expect(shown).toContain("@acme/labs-ai looks like an experiment");
  expect(code).toBe(0);
  expect(await fixture.readFile("policies/experimental.yaml", "utf8")).toContain(
    'packages: ["@acme/labs-ai"]',
  );
  const core = await fixture.readFile("policies/core.yaml", "utf8");
  expect(core).toContain('packages: ["@acme/available", "@acme/core"]');
  expect(core).toContain("bumps: { received: [patch, minor] }");
});
