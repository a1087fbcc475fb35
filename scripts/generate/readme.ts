import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ruleTable } from "./rule-pages.ts";

const START = "<!-- rules:start -->";
const END = "<!-- rules:end -->";

/** The README with the table of rules between its markers. */
export function readmeTable(root: string): Record<string, string> {
  const text = readFileSync(join(root, "README.md"), "utf8");
  const [before, rest] = text.split(START);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined)
    throw new Error("README.md has no markers for the table of rules");
  return { "README.md": `${before}${START}\n\n${ruleTable("docs/rules/")}\n\n${END}${after}` };
}
