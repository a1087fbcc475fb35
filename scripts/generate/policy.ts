import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PRESETS } from "@release-policy/core";
import { between } from "./between.ts";

const PAGE = "docs/policy.md";

/** The guide to policy files with the name of every preset. */
export function policyPage(root: string): Record<string, string> {
  const rows = Object.entries(PRESETS).map(
    ([name, { about }]) => `| [${name}](presets.md#${name.replaceAll("/", "")}) | ${about} |`,
  );
  const table = ["| Preset | A track that extends it |", "| --- | --- |", ...rows].join("\n");
  const text = readFileSync(join(root, PAGE), "utf8");
  return { [PAGE]: between(text, "presets", table) };
}
