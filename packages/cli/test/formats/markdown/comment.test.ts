import { expect, test } from "vitest";
import { runCli } from "../../kit/run-cli.ts";
import { changeset, workspace } from "../../kit/workspace.ts";

test("check prints the text of the comment, with the exit code of the verdict", async () => {
  const { path } = await workspace({
    changesets: { cats: changeset({ "@acme/core": "minor", "@acme/plugin": "major" }) },
  });
  const { code, stdout, stderr } = await runCli(path, ["check", "--format", "markdown"]);
  expect(stderr).toBe("");
  expect(code).toBe(1);
  expect(stdout).toBe(`### ❌ Release policy: 1 of 2 releases not allowed (1 error)

❌ \`@acme/plugin\` would go from \`0.3.0\` to \`1.0.0\`, but track \`integrations\` only allows \`0.y.z\` · accidental-graduation
- **Fix:** write \`minor\` instead of \`major\` in \`.changeset/cats.md:3\`; if \`1.0.0\` is intended, run \`release-policy graduate @acme/plugin --to core\`${"  "}
  Edit \`.changeset/cats.md\`, line 3 becomes
  \`\`\`yaml
  "@acme/plugin": minor
  \`\`\`
- **Policy:** \`policies/integrations.yaml:2\` \`versions: "0.y.z"\`
- **Chain:** \`@acme/plugin 1.0.0\` ← \`major in .changeset/cats.md:3\`

<details><summary>1 release allowed</summary>

| Package | Version | Bump | Track |
| --- | --- | --- | --- |
| \`@acme/core\` | \`1.2.0\`\u00A0→\u00A0\`1.3.0\` | minor | \`core\` |

</details>

<sub>Judged by \`policies/\` · planned by \`@changesets/assemble-release-plan 7.0.0\` · try it: \`pnpm release-policy check\`</sub>
`);
});

test("an error has the same form", async () => {
  const { path } = await workspace({ policies: { core: { package: ["@acme/core"] } } });
  const { code, stdout } = await runCli(path, ["check", "--format", "markdown"]);
  expect(code).toBe(2);
  expect(stdout).toContain("### ⚠️ Release policy could not be evaluated\n");
  expect(stdout).toContain(" --> policies/core.yaml:1:1\n");
});
