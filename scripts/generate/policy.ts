import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { PRESETS } from "../../packages/core/src/policy/presets.ts";
import { between } from "./between.ts";

const PAGE = "docs/policy.md";

/** The guide to policy files with every preset, as it would be written out. */
export function policyPage(root: string): Record<string, string> {
  const presets = Object.entries(PRESETS).map(
    ([name, { about, ...keys }]) => `### ${name}\n\n${about}\n\n\`\`\`yaml\n${yaml(keys)}\`\`\``,
  );
  const text = readFileSync(join(root, PAGE), "utf8");
  return { [PAGE]: between(text, "presets", presets.join("\n\n")) };
}

const FLOW = { collectionStyle: "flow", flowCollectionPadding: false } as const;

const yaml = (keys: object): string =>
  Object.entries(keys)
    .map(([key, value]) => `${key}: ${stringify(value, FLOW)}`)
    .join("");
