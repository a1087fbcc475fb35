import { type Diagnostic, DiagnosticSeverity, type Range } from "vscode-languageserver/node";
import type { Location } from "@release-policy/core/types";
import type { ReportedFinding } from "../../check/report.ts";
import { printable } from "../../formats/escape.ts";
import { sentenceText } from "../../formats/json/json.ts";
import type { Answer } from "./judging.ts";

const SOURCE = "release-policy";
/** Where an obstacle is shown that is in no file. */
const NOWHERE: Location = { path: "package.json", line: 1, column: 1 };

/** The findings of an answer, or what keeps it from a verdict, by path. */
export function diagnosticsOf({ judged, obstacles }: Answer): ReadonlyMap<string, Diagnostic[]> {
  const all = [
    ...(judged?.report.findings ?? []).map(
      (finding) => [finding.at, diagnosticOf(finding)] as const,
    ),
    ...obstacles.map(({ message, help, at = NOWHERE }) => {
      const words = help === undefined ? message : `${message}\nhelp: ${help}`;
      const place = { range: rangeOf(at), severity: DiagnosticSeverity.Error, source: SOURCE };
      return [at, { ...place, message: words.split("\n").map(printable).join("\n") }] as const;
    }),
  ];
  return new Map(
    [...Map.groupBy(all, ([{ path }]) => path)].map(([path, of]) => [
      path,
      of.map(([, one]) => one),
    ]),
  );
}

export const diagnosticOf = ({ rule, level, message, at }: ReportedFinding): Diagnostic => ({
  range: rangeOf(at),
  severity: level === "error" ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
  code: rule,
  source: SOURCE,
  message: printable(sentenceText(message)),
});

/** Positions count from 0. Without a length, it is the rest of the line: editors cut what goes beyond. */
function rangeOf({ line, column, length = 1000 }: Location): Range {
  const start = { line: line - 1, character: column - 1 };
  return { start, end: { line: line - 1, character: start.character + length } };
}
