import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Document, type YAMLSeq, isSeq, parseDocument } from "yaml";
import { CannotJudge } from "../../errors.ts";
import { writeDurably } from "../../files/writing/durable-file.ts";
import { GitRefused, git } from "../../git/git.ts";
import { isGuard } from "../../workspace/workspace-file.ts";

const FILE = "pnpm-workspace.yaml";

export const hasGuard = (root: string): boolean => guardsIn(root) !== undefined;

/** Takes the guard out of pnpm-workspace.yaml. The caller puts the bytes back. */
export function liftGuard(root: string): void {
  const found = guardsIn(root);
  if (!found) return;
  found.epics.items = found.kept;
  writeDurably(join(root, FILE), found.doc.toString());
}

function guardsIn(
  root: string,
): { doc: Document; epics: YAMLSeq; kept: YAMLSeq["items"] } | undefined {
  const doc = parseDocument(readFileSync(join(root, FILE), "utf8"));
  const epics = doc.getIn(["versioning", "epics"]);
  if (!isSeq(epics)) return undefined;
  const data = epics.toJSON();
  const kept = epics.items.filter((_, i) => !isGuard(data[i]));
  return kept.length < data.length ? { doc, epics, kept } : undefined;
}

/** As pnpm checks before versioning; a folder without git is clean. */
export function isDirty(root: string): boolean {
  try {
    return git(root, ["status", "--porcelain"]).length > 0;
  } catch (error) {
    if (error instanceof GitRefused || error instanceof CannotJudge) return false;
    throw error;
  }
}
