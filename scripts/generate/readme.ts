import { readFileSync } from "node:fs";
import { join } from "node:path";
import { exampleFiles } from "@release-policy/core/testing";
import { createFixture } from "fs-fixture";
import { terminalText } from "../../packages/cli/src/formats/terminal/terminal.ts";
import { readmeExample } from "../../packages/cli/test/kit/readme-example.ts";
import { runCli } from "../../packages/cli/test/kit/run-cli.ts";
import { gitIn, runExample } from "../../packages/cli/test/kit/run-example.ts";
import { between } from "./between.ts";

/** The README with the first run of `init`, the tracks that it writes, and a check by them that fails. */
export async function readme(root: string): Promise<Record<string, string>> {
  const { output, files } = await firstInit();
  const report = await runExample({ ...readmeExample(), files });
  const check = terminalText(report, { color: false, width: 100 });
  const tracks = Object.entries(files).map(
    ([path, text]) => `\`\`\`yaml\n# ${path}\n${text}\`\`\``,
  );
  const parts = {
    terminal: `\`\`\`console\n$ npx release-policy check\n${check}\`\`\``,
    init: `\`\`\`console\n$ npx release-policy init\n${output}\`\`\``,
    tracks: tracks.join("\n\n"),
  };
  const text = Object.entries(parts).reduce(
    (before, [name, content]) => between(before, name, content),
    readFileSync(join(root, "README.md"), "utf8"),
  );
  return { "README.md": text };
}

/** What `init` prints in the README's workspace, with npm workspaces, and the tracks that it writes, without comments. */
async function firstInit(): Promise<{ output: string; files: Record<string, string> }> {
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
    const track = (name: string): [string, string] => {
      const path = `policies/${name}.yaml`;
      return [path, readFileSync(join(fixture.path, path), "utf8").replaceAll(/^(?:#.*)?\n/gm, "")];
    };
    return { output: stdout, files: Object.fromEntries(["core", "integrations"].map(track)) };
  } finally {
    await fixture.rm();
  }
}
