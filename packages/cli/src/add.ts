import { splitIntroduced, type Package } from "@release-policy/core";
import type { AllowedBump, Bump, Sentence } from "@release-policy/core/types";
import { changesetOf, recordChangeset } from "./adapters/recorded-changesets.ts";
import type { CheckOptions } from "./check.ts";
import { CannotJudge } from "./errors.ts";
import { movesOf } from "./graduation-moves.ts";
import { inWorkspace } from "./in-workspace.ts";
import { packageNamed } from "./package-named.ts";
import type { ReportedFinding } from "./report.ts";
import { Trial } from "./trial.ts";

/** No changeset has it: the planner's command finds a name of its own. */
const NEW = ".changeset/new changeset.md";

type AddContext = Pick<CheckOptions, "cwd" | "branch" | "today" | "planner" | "strict">;

export interface AddOptions extends AddContext {
  /** What is declared for which package. */
  readonly bumps: Readonly<Record<string, AllowedBump["bump"]>>;
  /** The text of the changeset, declarations and all. */
  readonly message: string;
  /** Judge it and write nothing. */
  readonly dryRun?: boolean;
}

export interface Added {
  /** The text as it was judged; the planner's own formatting may differ. */
  readonly text: string;
  /** What the policy has against it that it has not against the workspace already. With an error, nothing is written. */
  readonly findings: readonly ReportedFinding[];
  /** The releases that are in the plan only now, or make another version. */
  readonly moves: readonly { readonly name: string; readonly from: string; readonly to: string }[];
  /** What the planner's command wrote. */
  readonly files: readonly string[];
  /** Why the command failed. */
  readonly failure?: Sentence;
}

/**
 * Judges a changeset before it is there, and lets the planner's own command write it: `changeset add`, or `pnpm change`.
 * Throws `CannotJudge` on an unknown package, a package that is not released, an empty text, and where no verdict can be
 * made; then nothing is written.
 */
export function add(options: AddOptions): Promise<Added> {
  return inWorkspace(options, async (workspace) => {
    const { message, dryRun = false } = options;
    const bumps = new Map<string, Bump>(Object.entries(options.bumps));
    if (bumps.size === 0 || message.trim() === "") {
      throw new CannotJudge({
        message: bumps.size === 0 ? "no package is named" : "the changeset has no text",
        help: "such as `release-policy add --patch @acme/core --message 'Fix the cache.'`",
      });
    }
    const trial = new Trial(workspace, options);
    const start = await trial.judge();
    for (const name of bumps.keys()) refuseSkipped(packageNamed(name, start.view));
    const text = changesetOf(bumps, message.trim());
    const after = await trial.judge([{ path: NEW, after: text }]);
    const { introduced } = splitIntroduced(after.verdict.findings, start.verdict.findings);
    const isNew = new Set(introduced);
    const findings = after.findings.filter((_, i) => isNew.has(after.verdict.findings[i]!));
    const judged = { text, findings, moves: movesOf(start, after), files: [] };
    if (dryRun || findings.some(({ level }) => level === "error")) return judged;
    const { id } = start.view.planner;
    return { ...judged, ...(await recordChangeset(workspace, id, bumps, message.trim())) };
  });
}

function refuseSkipped({ name, skipped }: Package): void {
  if (skipped === undefined) return;
  throw new CannotJudge({
    message: `${name} is ${skipped}: the release command leaves it alone`,
    help: "leave it out, or let the planner release it first",
  });
}
