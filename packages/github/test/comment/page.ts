import { commentOf, judgedOnce } from "./case.ts";
import { CASES } from "./cases.ts";

const INTRO = `# The comment

What the comment on a pull request says in each situation. There is one comment, which is edited in place and turns green
when everything is fixed. If there is nothing to say, there is no comment. To print it without its links:

\`\`\`sh
npx release-policy check --since origin/main --format markdown
\`\`\`

The code that posts the comment made each text below from a real repository.`;

/** `docs/comment.md`: the comment of every case, as a reader sees it. */
export async function commentPage(): Promise<string> {
  const parts: string[] = [INTRO];
  for (const one of CASES) {
    const text = commentOf(await judgedOnce(one));
    if (text === undefined) throw new Error(`${one.title}: nothing is said`);
    parts.push(`## ${one.title}`, one.about, quoted(shortened(text)));
  }
  return `${parts.join("\n\n")}\n`;
}

const quoted = (text: string): string =>
  text
    .trimEnd()
    .replaceAll(/^/gm, "> ")
    .replaceAll(/ +$/gm, (end) => (end === "  " ? end : ""));

/** A page does not need every row of a long table. */
const shortened = (text: string): string =>
  text.replaceAll(/((?:^\|.*\|\n){12})(?:^\|.*\|\n){20,}/gm, "$1| … |\n");
