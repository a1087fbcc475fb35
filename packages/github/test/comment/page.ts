import { commentOf, judgedOnce } from "./case.ts";
import { CASES } from "./cases.ts";

const INTRO = `# The comment

One comment on a pull request, edited in place and turned green when everything is fixed. Nothing is written where there is nothing to say. Each text below was made from a real repository by the code
that posts it; \`release-policy check --since origin/main --format markdown\` prints the same without the links.`;

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
