import type { Location as SarifLocation } from "sarif";
import type { Location, ReportedFinding } from "../report.ts";
import { printable } from "./escape.ts";

/** A place as SARIF has it: the path relative to the repository's root, as a reference that any name can be in. */
export const place = ({ path, line, column, length }: Location, prefix: string): SarifLocation => ({
  physicalLocation: {
    artifactLocation: { uri: reference(`${prefix}${path}`) },
    region: {
      startLine: line,
      startColumn: column,
      ...(length === undefined ? {} : { endColumn: column + length }),
    },
  },
});

/** Where else a reader should look: the policy's line, which is number 1, and the changeset that started the chain. */
export function relatedOf(
  { at, because, chain }: ReportedFinding,
  prefix: string,
): SarifLocation[] {
  const cause = chain.at(-1)?.cause;
  const start = cause && "at" in cause && !isSame(cause.at, at) ? cause.at : undefined;
  return [
    ...(because
      ? [{ id: 1, ...place(because.at, prefix), message: { text: linkless(because.text) } }]
      : []),
    ...(start
      ? [{ id: 2, ...place(start, prefix), message: { text: "The chain begins here." } }]
      : []),
  ];
}

const isSame = (a: Location, b: Location): boolean => a.path === b.path && a.line === b.line;

/** A link within a message to one of the related locations. */
export const pathLink = ({ path, line }: Location, id: number): string =>
  `[${printable(path).replaceAll(/[\\[\]]/g, String.raw`\$&`)}:${line}](${id})`;

/** Text that a viewer takes for no link. */
export const linkless = (text: string): string =>
  printable(text).replaceAll("](", String.raw`]\u{28}`);

const reference = (path: string): string =>
  path.toWellFormed().split("/").map(encodeURIComponent).join("/");
