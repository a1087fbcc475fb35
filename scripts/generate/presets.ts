import { PRESETS } from "@release-policy/core";
import { policyYaml } from "@release-policy/core/testing";
import { FAMILIES } from "./preset-notes.ts";

const PAGE = "docs/presets.md";

const INTRO = `# Presets

A track can start from a preset: \`extends: dagster/library\`. What the file says itself wins; \`require\` and \`bumps\` are merged key by key, and
a rule that is set to a level alone keeps the preset’s options. Below is each preset as it would be written out, and, where a track is not
enough, what goes into \`workspace.yaml\` beside it, with names to replace. What of each policy is kept, and what cannot be, is in [promises.md](promises.md);
[histories.md](histories.md) judges the projects’ own releases.
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
