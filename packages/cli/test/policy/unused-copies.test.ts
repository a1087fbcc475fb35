import { expect, test } from "vitest";
import { policyCommand } from "../../src/commands/policy/command.ts";
import { workspace } from "../kit/workspace.ts";

test("policy update needs no package for presets, and names the copies that no track uses", async () => {
  const fixture = await workspace({
    policies: {
      core: { packages: ["@acme/core"], extends: "no-major" },
      integrations: { packages: ["@acme/plugin"], extends: "ory/sandbox" },
    },
  });
  const update = async (values: Readonly<Record<string, string>> = {}) => {
    const args = { values: { dir: fixture.path, ...values }, positionals: ["update"], passed: [] };
    return await policyCommand.run(args, { color: false, width: 100 });
  };
  expect(await update()).toEqual({ output: "No track extends a policy of a package.\n", code: 0 });
  const path = "policies/vendor/@acme+old.yaml";
  await fixture.mkdir("policies/vendor");
  await fixture.writeFile(path, "");
  const { output } = await update();
  expect(output).toBe(`${path}: not used by any track; delete it\n`);
  const json = await update({ format: "json" });
  expect(JSON.parse(json.output)).toEqual({ version: 1, copies: [], unused: [path] });
});
