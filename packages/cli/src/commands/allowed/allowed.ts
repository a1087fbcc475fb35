import {
  EMPTY_POLICY,
  allowedBumps,
  evidenceForms,
  matchesText,
  selects,
  tracksOf,
} from "@release-policy/core";
import type {
  AllowedBump,
  Bump,
  EvidenceForm,
  Facts,
  Location,
  Package,
  PreMode,
  Track,
} from "@release-policy/core/types";
import { type ReportedApi, reportedApis } from "../../api/reported-api.ts";
import { inWorkspace } from "../../check/check.ts";
import { missingPolicy } from "../../check/judging-policy.ts";
import { load } from "../../check/load.ts";
import type { CheckOptions } from "../../check/options.ts";
import { packageNamed, withBranch } from "../../check/workspace.ts";
import { readPolicyFolder } from "../../policy/policy-files.ts";
import { rules } from "../../policy/rules.ts";

/** What may be declared for a package today. */
export interface Allowed {
  readonly package: string;
  readonly version?: string;
  /** Why the release command leaves it alone. */
  readonly skipped?: NonNullable<Package["skipped"]>;
  readonly track?: Pick<
    Track,
    "name" | "versions" | "prerelease" | "declared" | "received" | "inPreMode" | "breaking"
  >;
  readonly branch?: string;
  /** Patterns of `branches` in the policy that the branch matches, which narrow what a track allows. */
  readonly branchLines: readonly string[];
  readonly freezes: readonly {
    readonly to: string;
    readonly reason: string;
    readonly except: readonly string[];
  }[];
  readonly pre?: Pick<PreMode, "mode" | "tag">;
  /** The packages that it shares its version with: its next version counts from the greatest of theirs. */
  readonly group: readonly string[];
  readonly bumps: readonly AllowedBump[];
  /** What changed in its public API since its last release, and the least bump for that. */
  readonly api?: ReportedApi;
  readonly evidence: readonly EvidenceForm[];
  /** Changesets that name it already. */
  readonly pending: readonly { readonly bump: Bump; readonly at: Location }[];
}

/**
 * What a changeset may declare for a package: each bump with the resulting version. Runs no planner. Throws
 * `CannotJudge` for an unknown package or without a policy.
 */
export function allowed(
  name: string,
  options: Pick<CheckOptions, "cwd" | "ref" | "today" | "branch" | "planner"> = {},
): Promise<Allowed> {
  return inWorkspace(options, async (workspace, scratches) => {
    const { ref, planner } = options;
    const root = ref === undefined ? workspace : await scratches.write(ref);
    const policy = readPolicyFolder(root);
    const loaded = await load(root, policy ?? EMPTY_POLICY, {
      today: options.today ?? new Date().toISOString().slice(0, 10),
      mayRunInstalled: ref === undefined,
      repository: workspace,
      comparesApi: true,
      ...(ref === undefined ? {} : { commit: ref }),
      addDocuments: scratches.addDocuments,
      ...(planner ? { planner } : {}),
    });
    if (!policy) throw await missingPolicy(loaded.facts);
    const facts = await withBranch(loaded.facts, policy, workspace, options);
    const pkg = packageNamed(name, facts);
    const { branch, today, pre } = facts;
    const api = reportedApis(facts, policy).find((one) => one.package === pkg.name);
    const [track] = tracksOf(policy, pkg);
    const matching = policy.branches.filter(
      ({ pattern }) => branch !== undefined && matchesText(pattern, branch),
    );
    return {
      package: pkg.name,
      ...(pkg.version === undefined ? {} : { version: pkg.version }),
      ...(pkg.skipped ? { skipped: pkg.skipped } : {}),
      ...(track ? { track: shownOf(track) } : {}),
      ...(branch === undefined ? {} : { branch }),
      branchLines: matching.map(({ pattern }) => pattern),
      freezes: policy.freezes
        .filter(
          ({ from, to, packages }) =>
            from <= today && today <= to && (!packages || selects(packages, pkg)),
        )
        .map(({ to, reason, except }) => ({ to, reason, except })),
      ...(pre ? { pre: { mode: pre.mode, tag: pre.tag } } : {}),
      group: facts.groups.find(({ members }) => members.includes(name))?.members ?? [],
      bumps: pkg.skipped ? [] : allowedBumps(facts, policy, pkg, rules),
      ...(api ? { api } : {}),
      evidence: track ? evidenceForms(pkg.version ?? "0.0.0", track) : [],
      pending: pendingOf(name, facts),
    };
  });
}

function shownOf(track: Track): NonNullable<Allowed["track"]> {
  const { name, versions, prerelease, declared, received, inPreMode, breaking } = track;
  return {
    name,
    prerelease,
    declared,
    received,
    ...(versions ? { versions } : {}),
    ...(inPreMode ? { inPreMode } : {}),
    ...(breaking ? { breaking } : {}),
  };
}

const pendingOf = (name: string, { changesets }: Facts): Allowed["pending"] =>
  changesets
    .filter(({ consumed }) => !consumed)
    .flatMap(({ bumps }) => bumps.filter((bump) => bump.package === name))
    .map(({ bump, at }) => ({ bump, at }));
