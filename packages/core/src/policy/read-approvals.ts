import { isApprovable, type KnownRule } from "./settings.ts";
import type { PolicyFile } from "./file.ts";
import type { Mistake } from "./mistakes.ts";
import { unknownNames } from "./names.ts";
import { lineAt } from "./parts.ts";
import type { Approvals } from "./policy.ts";
import type { WorkspaceFile } from "./schema/workspace.ts";

/** Which findings may be approved. A rule that is unknown, or whose findings are of no release, is a mistake. */
export function readApprovals(
  file: PolicyFile,
  written: NonNullable<WorkspaceFile["approvals"]>,
  rules: readonly KnownRule[],
  mistakes: Mistake[],
): Approvals {
  const { rules: named, permission = "write", label, comment = true, byAnother = true } = written;
  if (named !== "all") {
    for (const [i, name] of named.entries()) {
      mistakes.push(...mistaken(name, rules, file, i));
    }
  }
  return {
    rules: named,
    permission,
    ...(label === undefined ? {} : { label }),
    comment,
    byAnother,
    line: lineAt(file, ["approvals"]),
  };
}

function mistaken(
  name: string,
  rules: readonly KnownRule[],
  file: PolicyFile,
  index: number,
): Mistake[] {
  const path = ["approvals", "rules", index];
  const rule = rules.find(({ id }) => id === name);
  if (!rule) {
    const ids = rules.filter(isApprovable).map(({ id }) => id);
    return unknownNames("rule", [name], ids, lineAt(file, path));
  }
  if (isApprovable(rule)) return [];
  return [
    {
      at: file.at(path),
      message: `\`${name}\` cannot be approved: it is about the ${rule.workspaceOnly && rule.family !== "policy" ? "workspace" : "policy"}, not about a release`,
      help: "take it out of the list",
    },
  ];
}
