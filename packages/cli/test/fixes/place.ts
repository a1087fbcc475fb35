import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Document, parseDocument } from "yaml";
import type { Facts } from "@release-policy/core/types";
import type { ReportedFinding, Report } from "../../src/index.ts";

/** The copy of a workspace in which one fix is made, and the finding that prints it. */
export interface Place {
  readonly root: string;
  readonly finding: ReportedFinding;
  readonly report: Report;
  readonly facts: Facts;
  readonly today: string;
}

/** How a person would carry out words of a fix. Throws where they name what is not there. */
export interface Reading {
  readonly words: RegExp;
  readonly carryOut: (place: Place, ...values: readonly string[]) => unknown;
}

export const textAt = ({ root }: Place, path: string): string =>
  readFileSync(join(root, path), "utf8");

const isThere = ({ root }: Place, path: string): boolean => existsSync(join(root, path));

export function writeAt({ root }: Place, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** Gives a line of a file (from 1) other text, or takes it out. */
export function changeLine(
  place: Place,
  path: string,
  line: number,
  change: (text: string) => string | undefined,
): void {
  const lines = textAt(place, path).split("\n");
  const before = lines[line - 1];
  if (before === undefined) throw new Error(`${path} has no line ${line}`);
  const after = change(before);
  if (after === before) throw new Error(`${path}:${line} is not as the fix says: ${before}`);
  lines.splice(line - 1, 1, ...(after === undefined ? [] : [after]));
  writeAt(place, path, lines.join("\n"));
}

/** Changes a YAML or JSON file, which may be new. */
export function changeData(place: Place, path: string, change: (data: Document) => void): void {
  const data = parseDocument(isThere(place, path) ? textAt(place, path) : "{}");
  const before = data.toString();
  change(data);
  if (data.toString() === before) throw new Error(`nothing to change in ${path}`);
  writeAt(
    place,
    path,
    path.endsWith(".json") ? JSON.stringify(data.toJSON(), null, 2) : data.toString(),
  );
}

/** The policy file of a track. */
export const trackFile = (name: string): string => `policies/${name}.yaml`;

/** A new changeset. */
export const addChangeset = (place: Place, bumps: string, summary = "Say what changed."): void =>
  writeAt(place, ".changeset/added-by-a-fix.md", `---\n${bumps}\n---\n\n${summary}\n`);
