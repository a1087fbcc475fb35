import {
  BUMPS,
  EMPTY_POLICY,
  type Policy,
  chainOf,
  closest,
  judge,
  tracksOf,
} from "@release-policy/core";
import type {
  Facts,
  Finding,
  Link,
  Package,
  Planner,
  Release,
  Track,
} from "@release-policy/core/types";
import { inWorkspace } from "../../check/check.ts";
import { load } from "../../check/load.ts";
import type { CheckOptions } from "../../check/options.ts";
import type { ReportedFinding } from "../../check/report.ts";
import { packageManagerOf } from "../../files/package-manager.ts";
import { Sources } from "../../check/source-locations.ts";
import { detectBranch } from "../../check/workspace.ts";
import { CannotJudge } from "../../errors.ts";
import { readPolicyFolder } from "../../policy/policy-files.ts";
import { rules } from "../../policy/rules.ts";
import {
  type ChangesetExplanation,
  changesetExplanationOf,
  namesChangeset,
} from "./explain-changeset.ts";

/** Everything about one package: its track, its release with the reasons, and the consequences. */
export interface Explanation {
  readonly package: Package;
  readonly planner: Planner;
  readonly track?: Pick<
    Track,
    "name" | "declared" | "received" | "inPreMode" | "versions" | "prerelease" | "breaking"
  >;
  readonly release?: Release;
  /** For every cause, largest bump first, the chain back to its changeset. */
  readonly chains: readonly (readonly Link[])[];
  /** What the policy has against it. */
  readonly findings: readonly ReportedFinding[];
  /** Packages that are released because this one is. */
  readonly dependents: readonly Release[];
}

export type ExplainOptions = Pick<CheckOptions, "cwd" | "ref" | "today" | "planner">;

/** Explains a package of the workspace. Throws `CannotJudge` if it is unknown. */
export const explain = (name: string, options: ExplainOptions = {}): Promise<Explanation> =>
  withFacts(options, (judged) => explanationOf(name, judged));

/** Explains a changeset, by its id or path. Throws `CannotJudge` if it is unknown or unreadable. */
export const explainChangeset = (
  name: string,
  options: ExplainOptions = {},
): Promise<ChangesetExplanation> =>
  withFacts(options, ({ facts, findings }) => changesetExplanationOf(name, facts, findings));

/** A package of that name, else a changeset. */
export const explainAny = (
  name: string,
  options: ExplainOptions,
): Promise<Explanation | ChangesetExplanation> =>
  withFacts(options, (judged) => {
    const { facts, findings } = judged;
    const isPackage = facts.packages.some((pkg) => pkg.name === name);
    const isChangeset = !isPackage && namesChangeset(name, facts);
    return isChangeset
      ? changesetExplanationOf(name, facts, findings)
      : explanationOf(name, judged);
  });

interface JudgedFacts {
  readonly facts: Facts;
  readonly policy: Policy;
  readonly findings: readonly Finding[];
}

/** The explanation with its findings as a check shows them: in place, and with fixes that were tried. */
function withFacts<T extends { readonly findings: readonly Finding[] }>(
  options: ExplainOptions,
  work: (judged: JudgedFacts) => T,
): Promise<T & { readonly findings: readonly ReportedFinding[] }> {
  return inWorkspace(options, async (workspace, scratches) => {
    const root = options.ref === undefined ? workspace : await scratches.write(options.ref);
    const policy = readPolicyFolder(root) ?? EMPTY_POLICY;
    const loading = {
      today: options.today ?? new Date().toISOString().slice(0, 10),
      mayRunInstalled: options.ref === undefined,
      repository: workspace,
      addDocuments: scratches.addDocuments,
      ...(options.planner ? { planner: options.planner } : {}),
    };
    const loaded = await load(root, policy, loading);
    const branch = detectBranch(workspace, process.env);
    const facts = branch === undefined ? loaded.facts : { ...loaded.facts, branch };
    const verdict = judge(facts, policy, rules);
    const explained = work({ facts, policy, findings: verdict.findings });
    const judgement = {
      facts,
      policy,
      verdict,
      counted: explained.findings,
      pending: [],
      notes: [],
    };
    const { withTriedFixes } =
      explained.findings.length > 0 ? await import("../../check/fixes/tried-fixes.ts") : {};
    const { counted } = withTriedFixes
      ? await withTriedFixes(root, judgement, loaded, loading, {})
      : judgement;
    const sources = new Sources(packageManagerOf(root), root);
    return { ...explained, findings: counted.map((one) => sources.place(one)) };
  });
}

function explanationOf(name: string, { facts, policy, findings }: JudgedFacts) {
  const pkg = facts.packages.find((candidate) => candidate.name === name);
  if (!pkg) throw noSuchPackage(name, facts);
  const releases = new Map(facts.releases.map((release) => [release.name, release]));
  const releaseOf = (of: string) => releases.get(of);
  const release = releases.get(name);
  const [track] = tracksOf(policy, pkg);
  return {
    package: pkg,
    planner: facts.planner,
    ...(track ? { track } : {}),
    ...(release ? { release } : {}),
    chains: (release?.causes ?? [])
      .toSorted((a, b) => BUMPS.indexOf(b.bump) - BUMPS.indexOf(a.bump))
      .map((cause) => chainOf({ ...release!, causes: [cause] }, releaseOf)),
    findings: findings.filter((finding) => finding.package === name),
    dependents: facts.releases.filter(({ causes }) =>
      causes.some((cause) => cause.kind === "dependency" && cause.on === name),
    ),
  };
}

function noSuchPackage(name: string, facts: Facts): CannotJudge {
  const suggestion = closest(name, [
    ...facts.packages.map((pkg) => pkg.name),
    ...facts.changesets.map(({ id }) => id),
  ]);
  return new CannotJudge({
    message: `${name} is not a package, changeset or rule of this workspace`,
    help: suggestion
      ? `did you mean ${suggestion}?`
      : "run release-policy tracks to list the packages",
  });
}
