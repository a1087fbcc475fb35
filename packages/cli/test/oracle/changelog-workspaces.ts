import fc from "fast-check";
import type { ChangelogGenerator } from "./changelogs.ts";
import { type Generated, filesOf, workspaces } from "./generate.ts";

/** A workspace for the preview of changelogs: a plan, and texts that generators and formatters treat specially. */
export interface ChangelogWorkspace {
  readonly plan: Generated;
  readonly texts: readonly string[];
  /** What stands in the changelogs already; none where undefined. */
  readonly changelog: string | undefined;
  readonly formats: boolean;
}

const LINES = [
  "Say what changed.",
  "Fix #12 and [#13](https://example.com/13), see GH-7.",
  "",
  "* a list\n* with two items",
  "1. one\n2. two\n   - deep",
  "```sh\nnpm install   \n```",
  "```ts\nconst a = {b:1}\n```",
  "Trailing spaces   \nand *emphasis* __strong__ `code`.",
  "### Heading\n\nText",
  "pr: #34",
  "commit: 0123456789abcdef0123456789abcdef01234567",
  "author: @ann\nauthor: bob",
  "BREAKING CHANGE: `load` is async",
  "Deprecates: open use load until 3.0.0",
  "| a | b |\n| - | - |\n| 1 | 2 |",
  "<details>\n<summary>More</summary>\n\ntext\n\n</details>",
  "\ttabbed",
  "Text with a hard\\\nbreak & <b>html</b> 日本語 text",
  "---",
  "## 9.9.9",
];

export const changelogWorkspaces: fc.Arbitrary<ChangelogWorkspace> = fc.record({
  plan: workspaces,
  texts: fc.array(
    fc
      .array(fc.constantFrom(...LINES), { minLength: 1, maxLength: 5 })
      .map((lines) => lines.join("\n")),
    { minLength: 4, maxLength: 4 },
  ),
  changelog: fc.constantFrom(
    undefined,
    undefined,
    "# @acme/a\n\n## 0.0.1\n\n### Patch Changes\n\n- First.\n",
    "# Changes\n\nAll of them.\n\n## 0.0.1\n\n- First.\n",
    "",
  ),
  formats: fc.boolean(),
});

/** The files, for one major and generator. */
export function changelogFilesOf(
  { plan, texts, changelog, formats }: ChangelogWorkspace,
  major: 2 | 3,
  generator: ChangelogGenerator,
): Record<string, string> {
  const files = filesOf(plan, major);
  const options = {
    repo: "acme/acme",
    ...(texts[0]!.length % 2 === 0 ? { disableThanks: true } : {}),
  };
  const config = JSON.parse(files[".changeset/config.json"]!) as object;
  const written =
    generator === "@changesets/changelog-github"
      ? [generator, options]
      : generator === "@release-policy/changelog" && texts[1]!.length % 2 === 0
        ? [generator, { generator: "@changesets/cli/changelog" }]
        : generator;
  files[".changeset/config.json"] = JSON.stringify({
    ...config,
    changelog: written,
    ...(major === 2 && !formats ? { prettier: false } : {}),
    ...(major === 3 ? { format: false } : {}),
  });
  let i = 0;
  for (const [path, text] of Object.entries(files)) {
    if (path.endsWith(".md"))
      files[path] = text.replace("Say what changed.", () => texts[i++ % texts.length]!);
  }
  for (const { name } of plan.packages)
    if (changelog !== undefined) files[`packages/${name.slice(6)}/CHANGELOG.md`] = changelog;
  files["policies/all.yaml"] = JSON.stringify({ packages: plan.packages.map(({ name }) => name) });
  return files;
}
