import { SyntaxKind } from "typescript/unstable/ast";
import { isComment, isTrivia, tokensOf } from "../surface/tokens.ts";
import { tagsIn } from "./doc-tags.ts";

/**
 * The text of a declaration file without what no consumer can use: comments, but for the tags that say what is promised,
 * the mark of a class with private members, empty lines, and spaces at the end of lines.
 */
export function declarationText(text: string): string {
  const references: string[] = [];
  let out = "";
  let last: SyntaxKind | undefined;
  let [isBroken, space]: [boolean, string] = [false, ""];
  let doc: { readonly tags: string; isAlone: boolean } | undefined;
  let isMark = false;
  for (const token of tokensOf(text)) {
    const content = text.slice(token.start, token.end);
    if (token.kind === SyntaxKind.NewLineTrivia) {
      [isBroken, space] = [true, ""];
      if (doc) doc.isAlone = true;
    } else if (token.kind === SyntaxKind.WhitespaceTrivia) space = content;
    else if (isComment(token.kind)) readComment(content);
    else if (isTrivia(token)) continue;
    else if (content === "#private" && isStartOfMember(last)) isMark = true;
    else if (isMark && token.kind === SyntaxKind.SemicolonToken) [isMark, doc] = [false, undefined];
    else {
      if (isMark) write("#private");
      write(mayBreak(token.kind) ? unlikeRegion(content) : content);
      [isMark, last] = [false, token.kind];
    }
  }
  return [...references, ...(out === "" ? [] : [out])].map((part) => `${part}\n`).join("");

  function readComment(content: string): void {
    if (out === "" && /^\/\/\/\s*<reference\s/.test(content)) references.push(content.trim());
    // It may have replaced a line break or a space.
    if (/[\r\n]/.test(content)) isBroken = true;
    else space ||= " ";
    // TypeScript reads the last one before a declaration.
    if (!/^\/\*\*(?!\/)/.test(content)) return;
    const tags = tagsIn(content);
    doc = tags === "" ? undefined : { tags: `/** ${tags} */`, isAlone: false };
  }

  function write(content: string): void {
    const gap = isBroken ? `\n${space}` : space;
    if (out !== "") out += gap;
    if (doc) out += doc.tags + (doc.isAlone ? `\n${space}` : " ");
    out += content;
    [isBroken, space, doc] = [false, "", undefined];
  }
}

const isStartOfMember = (last: SyntaxKind | undefined): boolean =>
  last === SyntaxKind.OpenBraceToken ||
  last === SyntaxKind.CloseBraceToken ||
  last === SyntaxKind.SemicolonToken;

const mayBreak = (kind: SyntaxKind): boolean =>
  kind === SyntaxKind.StringLiteral ||
  (kind >= SyntaxKind.FirstTemplateToken && kind <= SyntaxKind.LastTemplateToken);

/** No line of a text in quotes looks like the start or the end of a file in the report. */
const unlikeRegion = (content: string): string =>
  content.replaceAll("\r\n", "\n").replaceAll(/\n\/\/#(?=(?:end)?region)/g, "\n\\x2F/#");
