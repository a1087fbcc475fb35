import { readFileSync } from "node:fs";
import { join } from "node:path";
import { rules } from "@release-policy/core";
import { gitlabText } from "../../packages/cli/src/formats/gitlab.ts";
import { junitText } from "../../packages/cli/src/formats/junit.ts";
import { sarifText } from "../../packages/cli/src/formats/sarif.ts";
import { formatAnnotations } from "../../packages/cli/src/index.ts";
import { readmeExample } from "../../packages/cli/test/kit/readme-example.ts";
import { runExample } from "../../packages/cli/test/kit/run-example.ts";
import { between } from "./between.ts";

const PAGE = "docs/formats.md";

/** The page of the formats with what each prints of the README's workspace. */
export async function formatsPage(root: string): Promise<Record<string, string>> {
  const report = await runExample(readmeExample());
  const log = JSON.parse(sarifText(report, { version: "", rules, prefix: "" })) as {
    runs: { results: unknown[] }[];
  };
  const shown = {
    github: block("", formatAnnotations(report)),
    sarif: block("json", `${JSON.stringify(log.runs[0]!.results[0], null, 2)}\n`),
    gitlab: block("json", gitlabText(report, "")),
    junit: block("xml", junitText(report)),
  };
  const text = Object.entries(shown).reduce(
    (page, [name, content]) => between(page, name, content),
    readFileSync(join(root, PAGE), "utf8"),
  );
  return { [PAGE]: text };
}

const block = (language: string, content: string): string => `\`\`\`${language}\n${content}\`\`\``;
