import { SyntaxKind } from "typescript/unstable/ast";
import { createScanner } from "typescript/unstable/ast/scanner";

/** A token of a declaration file, or the text between two: spaces, line breaks, comments. */
export interface Token {
  readonly kind: SyntaxKind;
  readonly start: number;
  readonly end: number;
}

/** The tokens of a text, as TypeScript reads them. Together they are the text. */
export function* tokensOf(text: string): Generator<Token> {
  const scanner = createScanner(false, undefined, text);
  // For each template literal that is open, the braces that are open in its expression.
  const templates: number[] = [];
  for (;;) {
    let kind = scanner.scan();
    if (kind === SyntaxKind.EndOfFile) return;
    if (kind === SyntaxKind.TemplateHead) templates.push(0);
    else if (templates.length > 0) {
      const top = templates.length - 1;
      if (kind === SyntaxKind.OpenBraceToken) templates[top]!++;
      else if (kind === SyntaxKind.CloseBraceToken && templates[top]!-- === 0) {
        kind = scanner.reScanTemplateToken(false);
        if (kind === SyntaxKind.TemplateTail) templates.pop();
        else templates[top] = 0;
      }
    }
    yield { kind, start: scanner.getTokenStart(), end: scanner.getTokenEnd() };
  }
}

/** Text without meaning for types: spaces, line breaks and comments. */
export const isTrivia = ({ kind }: Token): boolean =>
  kind === SyntaxKind.WhitespaceTrivia ||
  kind === SyntaxKind.NewLineTrivia ||
  isComment(kind) ||
  kind === SyntaxKind.ConflictMarkerTrivia;

export const isComment = (kind: SyntaxKind): boolean =>
  kind === SyntaxKind.SingleLineCommentTrivia || kind === SyntaxKind.MultiLineCommentTrivia;
