import { allowedBumps, evidenceForms, rules, type Facts } from "@release-policy/core";
import type { AllowedBump, EvidenceForm } from "@release-policy/core/types";
import type { CheckOptions } from "./check.ts";
import { CannotJudge } from "./errors.ts";
import { inWorkspace } from "./in-workspace.ts";
import { Trial } from "./trial.ts";

/** A package that a changeset can name, and what it may say of it. */
export interface Addable {
  readonly package: string;
  readonly version: string;
  readonly track?: string;
  /** True where files of it differ from the base. */
  readonly changed: boolean;
  readonly bumps: readonly AllowedBump[];
  readonly evidence: readonly EvidenceForm[];
}

/**
 * The packages that can be released, those first that changed since `since` (default: the base branch of Changesets, or
 * main, where git knows one). Throws `CannotJudge` where there is no policy, or no such reference.
 */
export function addable(
  options: Pick<CheckOptions, "cwd" | "branch" | "today" | "planner" | "since"> = {},
): Promise<readonly Addable[]> {
  return inWorkspace(options, async (workspace) => {
    const { view, policy } = await new Trial(workspace, options).judge();
    const changed = await changedSince(workspace, options.since, view);
    const all = view.packages
      .filter((pkg) => pkg.skipped === undefined && view.isJudged(pkg))
      .map((pkg): Addable => {
        const track = view.trackOf(pkg.name);
        const { name, version = "0.0.0" } = pkg;
        return {
          package: name,
          version,
          ...(track ? { track: track.name } : {}),
          changed: changed.has(name),
          bumps: allowedBumps(view, policy, pkg, rules),
          evidence: track ? evidenceForms(version, track) : [],
        };
      });
    return all.toSorted((a, b) => Number(b.changed) - Number(a.changed));
  });
}

const BASES = ["origin/main", "main", "origin/master", "master"];

async function changedSince(
  workspace: string,
  since: string | undefined,
  { packages }: Pick<Facts, "packages">,
): Promise<ReadonlySet<string>> {
  const { changedPackages, differenceSince } = await import("./adapters/changes.ts");
  for (const ref of since === undefined ? BASES : [since]) {
    try {
      const difference = await differenceSince(workspace, ref);
      const changed = await changedPackages(packages, difference, ["**"]);
      return new Set(changed.map(({ name }) => name));
    } catch (error) {
      // Which packages changed is a kindness; only who names a reference is told that there is none.
      if (!(error instanceof CannotJudge) || since !== undefined) throw error;
    }
  }
  return new Set();
}
