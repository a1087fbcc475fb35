import { PRESETS, plain } from "@release-policy/core";
import { expect, test } from "vitest";
import { check } from "../../src/index.ts";
import { workspace } from "../kit/workspace.ts";

/** The library is released with the range, under what the preset says of policies/workspace.yaml. */
async function messages(range: string, field = "dependencies"): Promise<string[]> {
  const { workspace: snippet } = PRESETS["dagster/library"]!;
  const fixture = await workspace({
    packages: {
      "@acme/core": "1.8.0",
      "@acme/library-aws": { version: "0.24.0", [field]: { "@acme/core": range } },
    },
    changesets: { fix: { "@acme/library-aws": "patch" } },
    policies: {
      core: { extends: "dagster/core", packages: ["@acme/core"] },
      library: { extends: "dagster/library", packages: ["@acme/library-*"] },
      workspace: { ...snippet, rules: { train: "off" } },
    },
  });
  const { findings } = await check({ cwd: fixture.path });
  return findings.map(({ rule, message }) => `${rule}: ${plain(message)}`);
}

test.each([
  ["^1.4.0", "dependencies", "^1.4.0"],
  ["workspace:^", "dependencies", "^1.8.0"],
  ["workspace:^", "peerDependencies", "^1.8.0"],
])(
  "a library of Dagster's policy with %s in %s is not compatible with all of 1.x",
  async (range, field, published) => {
    expect(await messages(range, field)).toEqual([
      `core-compat-range: \`@acme/library-aws\` \`0.24.1\` would be published with the range \`${published}\` on \`@acme/core\`, but the policy requires \`>=1.0.0 <2.0.0-0\` (\`@acme/core\` is at \`1.8.0\`)`,
    ]);
  },
);

test.each(["^1.0.0", "workspace:^1.0.0", ">=1.0.0 <2.0.0"])("%s is", async (range) => {
  expect(await messages(range)).toEqual([]);
});
