import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readPolicyFolder } from "../../src/policy/policy-files.ts";
import { folder } from "../kit/workspace.ts";

test("every policy file in the guide is valid", async () => {
  const guide = readFileSync(join(import.meta.dirname, "../../../../docs/policy.md"), "utf8");
  const shown = [...guide.matchAll(/^```yaml\n# (policies\/\S+)\n([^]*?)^```$/gm)];
  expect(new Set(shown.map(([, path]) => path))).toEqual(
    new Set([
      "policies/integrations.yaml",
      "policies/workspace.yaml",
      "policies/deprecations.yaml",
      "policies/waivers.yaml",
      "policies/baseline.yaml",
    ]),
  );
  const { path } = await folder({ "policies/core.yaml": 'packages: ["@acme/core"]\n' });
  for (const [, file = "", yaml = ""] of shown) {
    writeFileSync(join(path, file), yaml);
    const names = readPolicyFolder(path)?.tracks.map(({ name }) => name);
    expect(names, yaml).toEqual(["core", "integrations"]);
  }
});
