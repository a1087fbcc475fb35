import { PRESETS } from "@release-policy/core";
import { policyYaml } from "@release-policy/core/testing";
import { FAMILIES } from "./preset-notes.ts";

const PAGE = "docs/presets.md";

const INTRO = `# Presets

A track can start from a preset:

\`\`\`yaml
# policies/libraries.yaml
extends: dagster/library
packages: ["@acme/*"]
\`\`\`

The keys of the file win. \`require\` and \`bumps\` are merged key by key, and a rule that is set to a level alone keeps the
options of the preset. \`release-policy init --eject dagster/library\` prints a preset as a track of its own.

Below is each preset written out. Some also need lines in \`workspace.yaml\`, with names to replace. [Promises](promises.md)
shows which sentences of each policy a preset keeps, and [Histories](histories.md) judges the projects’ own releases.
`;

/** The page of all presets, family by family. */
export function presetsPage(): Record<string, string> {
  const left = new Set(Object.keys(PRESETS));
  const parts = FAMILIES.map(({ title, of, notes }) => {
    const own = [...left].filter(of);
    for (const name of own) left.delete(name);
    return [`## ${title}`, notes.join("\n\n"), ...own.map(block)].join("\n\n");
  });
  return { [PAGE]: `${INTRO}\n${parts.join("\n\n")}\n` };
}

function block(name: string): string {
  const { about, workspace, ...keys } = PRESETS[name]!;
  const file = workspace ? `\n\n\`\`\`yaml\n# workspace.yaml\n${policyYaml(workspace)}\`\`\`` : "";
  return `### ${name}\n\n${about}\n\n\`\`\`yaml\n${policyYaml(keys)}\`\`\`${file}`;
}
