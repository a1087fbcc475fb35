import { readFileSync } from "node:fs";
import { join } from "node:path";
import { rules } from "@release-policy/core";
import { gitlab } from "../../packages/cli/src/formats/gitlab.ts";
import { junit } from "../../packages/cli/src/formats/junit.ts";
import { sarif } from "../../packages/cli/src/formats/sarif.ts";
import { formatAnnotations } from "../../packages/cli/src/index.ts";
import { readmeExample } from "../../packages/cli/test/readme-example.ts";
import { runExample } from "../../packages/cli/test/run-example.ts";
import { between } from "./between.ts";

const PAGE = "docs/formats.md";

/** The page of the formats with what each prints of the README's workspace. */
export async function formatsPage(root: string): Promise<Record<string, string>> {
  const report = await runExample(readmeExample());
  const log = JSON.parse(sarif(report, { version: "", rules, prefix: "" })) as {
    runs: { results: unknown[] }[];
  };
  const shown = {
    github: block("", formatAnnotations(report)),
    sarif: block("json", `${JSON.stringify(log.runs[0]!.results[0], null, 2)}\n`),
    gitlab: block("json", gitlab(report, "")),
    junit: block("xml", junit(report)),
  };
  const text = Object.entries(shown).reduce(
    (page, [name, content]) => between(page, name, content),
    readFileSync(join(root, PAGE), "utf8"),
  );
  return { [PAGE]: text };
}

const block = (language: string, content: string): string => `\`\`\`${language}\n${content}\`\`\``;
