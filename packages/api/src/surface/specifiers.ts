import { SyntaxKind } from "typescript/unstable/ast";
import { isTrivia, type Token, tokensOf } from "./tokens.ts";

/** A mention of another file: the quoted text and its position, without the quotes. */
export interface Specifier {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** `/// <reference path="…" />`, whose path needs no `./`. */
  readonly isReference: boolean;
}

/**
 * What a declaration file imports, exports from, augments and references, in order; empty without a mention of a file
 * or of the package's own name. Names with escapes are ignored: no compiler writes one.
 */
export function specifiersOf(text: string, own = ""): readonly Specifier[] {
  const isOwn = own !== "" && (text.includes(`"${own}`) || text.includes(`'${own}`));
  if (!isOwn && !MENTION.test(text)) return [];
  const found: Specifier[] = [];
  let isTop = true;
  let [before, last]: (Token | undefined)[] = [];
  for (const token of tokensOf(text)) {
    if (isTrivia(token)) {
      if (isTop) found.push(...referenceIn(text, token));
      continue;
    }
    isTop = false;
    if (token.kind === SyntaxKind.StringLiteral && isMention(before, last)) {
      const [start, end] = [token.start + 1, token.end - 1];
      const name = text.slice(start, end);
      if (!name.includes("\\")) found.push({ name, start, end, isReference: false });
    }
    [before, last] = [last, token];
  }
  return found;
}

/** Most bundles mention no file, and reading all their tokens takes longer than anything else. */
const MENTION = /["'](?:\.{1,2}[/"']|[#/])|<reference\b/;

/** `from "…"`, `import "…"`, `import("…")`, `require("…")`, `declare module "…"`. */
function isMention(before: Token | undefined, last: Token | undefined): boolean {
  const kind = last?.kind === SyntaxKind.OpenParenToken ? before?.kind : last?.kind;
  if (kind === SyntaxKind.ImportKeyword) return true;
  return last?.kind === SyntaxKind.OpenParenToken
    ? kind === SyntaxKind.RequireKeyword
    : kind === SyntaxKind.FromKeyword || kind === SyntaxKind.ModuleKeyword;
}

function referenceIn(text: string, { start, end, kind }: Token): Specifier[] {
  if (kind !== SyntaxKind.SingleLineCommentTrivia) return [];
  const match = /^(\/\/\/\s*<reference\s+path\s*=\s*["'])([^"']+)["']/.exec(text.slice(start, end));
  if (!match) return [];
  const from = start + match[1]!.length;
  return [{ name: match[2]!, start: from, end: from + match[2]!.length, isReference: true }];
}

/** The text with other words in place of some mentions, which are in order. */
export function withSpecifiers(
  text: string,
  specifiers: readonly Specifier[],
  nameOf: (specifier: Specifier) => string | undefined,
): string {
  let [out, at] = ["", 0];
  for (const specifier of specifiers) {
    const name = nameOf(specifier);
    if (name === undefined) continue;
    out += text.slice(at, specifier.start) + name;
    at = specifier.end;
  }
  return out + text.slice(at);
}
