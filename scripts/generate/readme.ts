import { readFileSync } from "node:fs";
import { join } from "node:path";
import { terminalText } from "../../packages/cli/src/formats/terminal.ts";
import { readmeExample } from "../../packages/cli/test/kit/readme-example.ts";
import { runExample } from "../../packages/cli/test/kit/run-example.ts";
import { between } from "./between.ts";
import { ruleTable } from "./rule-pages.ts";

/** The README with its terminal and its table of rules between their markers. */
export async function readme(root: string): Promise<Record<string, string>> {
  const report = await runExample(readmeExample());
  const output = terminalText(report, { color: false, width: 100 });
  const text = readFileSync(join(root, "README.md"), "utf8");
  const shown = between(text, "terminal", `\`\`\`console\n$ pnpm release:check\n${output}\`\`\``);
  return { "README.md": between(shown, "rules", ruleTable("docs/rules/")) };
}
