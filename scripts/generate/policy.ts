import { readFileSync } from "node:fs";
import { join } from "node:path";
import { policyYaml } from "@release-policy/core/testing";
import { PRESETS } from "../../packages/core/src/policy/presets.ts";
import { between } from "./between.ts";

const PAGE = "docs/policy.md";

/** The guide to policy files with every preset, as it would be written out. */
export function policyPage(root: string): Record<string, string> {
  const presets = Object.entries(PRESETS).map(
    ([name, { about, ...keys }]) =>
      `### ${name}\n\n${about}\n\n\`\`\`yaml\n${policyYaml(keys)}\`\`\``,
  );
  const text = readFileSync(join(root, PAGE), "utf8");
  return { [PAGE]: between(text, "presets", presets.join("\n\n")) };
}
