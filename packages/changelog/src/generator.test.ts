import { createFixture } from "fs-fixture";
import { expect, onTestFinished, test, vi } from "vitest";
import { optionsOf } from "release-policy/internal";
import { generatorOf } from "./generator.ts";

const FUNCTIONS = "{ getReleaseLine: () => 'line', getDependencyReleaseLine: () => '' }";

/** The functions of a module beside the configuration of Changesets. */
async function generatorIn(name: string, text: string) {
  const fixture = await createFixture({ [`.changeset/${name}`]: text });
  vi.spyOn(process, "cwd").mockReturnValue(fixture.path);
  onTestFinished(async () => {
    vi.restoreAllMocks();
    await fixture.rm();
  });
  return await generatorOf({ generator: `./${name}` });
}

test.each([
  ["plain.cjs", `module.exports = ${FUNCTIONS};`],
  ["transpiled.cjs", `module.exports = { default: ${FUNCTIONS} };`],
  ["named.mjs", "export const getReleaseLine = () => 'line', getDependencyReleaseLine = () => '';"],
  ["module.mjs", `export default ${FUNCTIONS};`],
])("uses the changelog functions of %s", async (name, text) => {
  const { getReleaseLine } = await generatorIn(name, text);
  expect((getReleaseLine as () => string)()).toBe("line");
});

test.each([
  ["no-functions.cjs", "module.exports = {};"],
  ["half.cjs", "module.exports = { getReleaseLine: () => 'line' };"],
  ["other-half.cjs", "module.exports = { getDependencyReleaseLine: () => 'line' };"],
])("refuses %s as a generator", async (name, text) => {
  await expect(generatorIn(name, text)).rejects.toThrow("is not a changelog generator");
});

test("false writes nothing", async () => {
  const { getReleaseLine, getDependencyReleaseLine } = await generatorOf({ generator: false });
  const lines = [getReleaseLine, getDependencyReleaseLine].map((line) => (line as () => string)());
  expect(lines).toEqual(["", ""]);
});

test.each([null, undefined, {}])("%j is a configuration without options", (given) => {
  expect(optionsOf(given)).toEqual({});
});
