import { readFileSync } from "node:fs";
import { join } from "node:path";
import { exampleFiles } from "@release-policy/core/testing";
import { createFixture } from "fs-fixture";
import { terminalText } from "../../packages/cli/src/formats/terminal/terminal.ts";
import { readmeExample } from "../../packages/cli/test/kit/readme-example.ts";
import { runCli } from "../../packages/cli/test/kit/run-cli.ts";
import { gitIn, runExample } from "../../packages/cli/test/kit/run-example.ts";
import { between } from "./between.ts";

/** The README with a failing check and the first run of `init` between their markers. */
export async function readme(root: string): Promise<Record<string, string>> {
  const report = await runExample(readmeExample());
  const output = terminalText(report, { color: false, width: 100 });
  const text = readFileSync(join(root, "README.md"), "utf8");
  const shown = between(
    text,
    "terminal",
    `\`\`\`console\n$ npx release-policy check\n${output}\`\`\``,
  );
  return { "README.md": between(shown, "init", await firstInit()) };
}

/** What `init` prints in the README's workspace before it has a policy, with npm workspaces. */
async function firstInit(): Promise<string> {
  const manifest = { name: "acme", private: true, workspaces: ["packages/*"] };
  const devDependencies = { "@changesets/cli": "^3.0.3" };
  const { "pnpm-workspace.yaml": _, ...files } = exampleFiles({ ...readmeExample(), files: {} });
  const fixture = await createFixture({
    ...files,
    ".changeset/config.json": "{}\n",
    "package-lock.json": "{}\n",
    "package.json": JSON.stringify({ ...manifest, devDependencies }),
  });
  try {
    gitIn(fixture.path, "init", "--quiet", "--initial-branch", "main");
    const { code, stdout, stderr } = await runCli(fixture.path, ["init"]);
    if (code !== 0) throw new Error(`init ended with ${code}: ${stderr}`);
    return `\`\`\`console\n$ npx release-policy init\n${stdout}\`\`\``;
  } finally {
    await fixture.rm();
  }
}
