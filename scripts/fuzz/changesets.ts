import fc from "fast-check";
import { name, pick, soup, yamlSoup } from "./words.ts";

const bump = fc.oneof(
  { weight: 8, arbitrary: pick("major", "minor", "patch", "none") },
  pick("path", "", "Major", "null", "[patch]", "&a patch", "*a", "1"),
);
const entry = fc
  .tuple(
    pick('"', "'", ""),
    name,
    pick(": ", ":", " : ", ":  "),
    bump,
    pick("\n", "\r\n", " # c\n"),
  )
  .map(([quote, key, colon, value, end]) => `${quote}${key}${quote}${colon}${value}${end}`);
const frontMatter = fc.oneof(
  { weight: 6, arbitrary: fc.array(entry, { maxLength: 4 }).map((lines) => lines.join("")) },
  yamlSoup,
);
// oxfmt-ignore
export const TEXT_WORDS = [
  "BREAKING", "BREAKING CHANGE", ": ", "\n", "\n\n", "# ", "### ", "Breaking Changes", "Deprecations", "- ", "> ", "1. ",
  "Deprecates: ", "Removes: ", "Security: ", "CVE-2026-1234", "Upgrade-guide: docs/upgrade.md", "Migration: ", "`api`",
  "use ", "until ", "**", "_", "```\n", "<!--", "-->", "[a](b)", "x", " ", "é", "\r\n", "feat!: ", "---\n", "\t", "|",
];
export const changesetText = fc
  .tuple(
    pick(
      "---\n",
      "---\n",
      "---\n",
      "---\n",
      "--- \n",
      " ---\n",
      "\n---\n",
      "---\r\n",
      "",
      "text\n---\n",
    ),
    frontMatter,
    pick("---\n", "---\n", "---\n", "---\n", "--- \n", "\n  ---\n", "---", "----\n", "---x\n", ""),
    soup(TEXT_WORDS, 16),
  )
  .map((parts) => parts.join(""));
// oxfmt-ignore
export const changesetFile = pick(
  "one.md", "two.md", "three.md", "README.md", "readme.md", ".hidden.md", "AGENTS.md", "Ünï.md", "a b.md", "-x.md",
  "x.MD", "x.mdx", "pre/four.md", "a.b.md", "#.md", "%41.md", "'.md", "deep/x.md",
);
