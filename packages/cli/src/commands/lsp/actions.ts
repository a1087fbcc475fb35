import { type Edit, sayEdits } from "@release-policy/core";
import {
  type CodeAction,
  CodeActionKind,
  type CreateFile,
  type DeleteFile,
  type Range,
  type TextDocumentEdit,
  type TextEdit,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { ChangeSheet } from "../../check/fixes/change-sheet.ts";
import { plain, printable } from "../../formats/escape.ts";
import type { ChangedFile } from "../../files/writing/changed-files.ts";
import { diagnosticOf } from "./diagnostics.ts";
import type { Answer } from "./judging.ts";

/** The fixes that answer findings in a range of a file: each was tried, and no other error came. */
export function actionsIn(
  { root, judged }: Answer,
  path: string,
  range: Range,
  uriOf: (path: string) => string,
): CodeAction[] {
  if (!judged) return [];
  const { report, fixes } = judged;
  return report.findings.flatMap((finding, i): CodeAction[] => {
    const line = finding.at.line - 1;
    const edits = fixes[i];
    if (!edits || finding.at.path !== path || line < range.start.line || line > range.end.line)
      return [];
    const changes = editedFiles(root, edits);
    const title = sayEdits(edits);
    if (!changes || !title) return [];
    return [
      {
        title: sentenceCase(printable(plain(title))),
        kind: CodeActionKind.QuickFix,
        diagnostics: [diagnosticOf(finding)],
        isPreferred: true,
        edit: { documentChanges: changes.flatMap((change) => documentChanges(change, uriOf)) },
      },
    ];
  });
}

const sentenceCase = (text: string): string => `${text[0]?.toUpperCase() ?? ""}${text.slice(1)}`;

/** The maturity table is not one of these edits: it does not belong to the plan. */
function editedFiles(root: string, edits: readonly Edit[]): readonly ChangedFile[] | undefined {
  const sheet = new ChangeSheet(root, () => "").with(edits);
  return typeof sheet === "string" ? undefined : sheet.files;
}

function documentChanges(
  { path, before, after }: ChangedFile,
  uriOf: (path: string) => string,
): (CreateFile | DeleteFile | TextDocumentEdit)[] {
  const uri = uriOf(path);
  const document = { uri, version: null };
  if (after === undefined) return [{ kind: "delete", uri }];
  return before === undefined
    ? [
        { kind: "create", uri, options: { ignoreIfExists: true } },
        { textDocument: document, edits: [insertion(after)] },
      ]
    : [{ textDocument: document, edits: [difference(before, after)] }];
}

const START = { line: 0, character: 0 };
const insertion = (newText: string): TextEdit => ({ range: { start: START, end: START }, newText });

/** The one place that differs, so that cursors and marks elsewhere stay. */
export function difference(before: string, after: string): TextEdit {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let end = 0;
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const document = TextDocument.create("", "", 0, before);
  const range = {
    start: document.positionAt(start),
    end: document.positionAt(before.length - end),
  };
  return { range, newText: after.slice(start, after.length - end) };
}
