import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readPolicyFolder } from "../../src/policy/policy-files.ts";
import { folder } from "../kit/workspace.ts";

test("every policy file that the guide shows is one", async () => {
  const guide = readFileSync(join(import.meta.dirname, "../../../../docs/policy.md"), "utf8");
  const shown = [...guide.matchAll(/^```yaml\n# (policies\/\S+)\n([^]*?)^```$/gm)];
  expect(shown.map(([, path]) => path)).toEqual([
    "policies/integrations.yaml",
    "policies/workspace.yaml",
    "policies/deprecations.yaml",
    "policies/waivers.yaml",
  ]);
  const { path } = await folder({
    "policies/core.yaml": 'packages: ["@acme/core"]\n',
    ...Object.fromEntries(shown.map(([, file, yaml]) => [file!, yaml!])),
  });
  expect(readPolicyFolder(path)?.tracks.map(({ name }) => name)).toEqual(["core", "integrations"]);
});
