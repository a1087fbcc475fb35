import {
  type Package,
  type Policy,
  type Verdict,
  idsOf,
  judge,
  splitIntroduced,
} from "@release-policy/core";
import { mayBeReport } from "../api/report-files.ts";
import { CannotJudge } from "../errors.ts";
import { type Difference, differenceSince } from "../git/changes.ts";
import type { Folders } from "../git/commit-workspaces.ts";
import { POLICY_FOLDER, readPolicyFolder } from "../policy/policy-files.ts";
import { rules } from "../policy/rules.ts";
import { Base } from "./base/base.ts";
import {
  type Judges,
  choosePolicy,
  notesOf,
  policyEffect,
  withPolicyChange,
} from "./judging-policy.ts";
import { type LoadOptions, type Loaded, evidenceOf } from "./load.ts";
import type { JudgeOptions, Judgement } from "./options.ts";
import {
  type Movement,
  additionsAndTable,
  movementOf,
  plansBetween,
  withChanges,
} from "./since.ts";
import { factsAsWritten, withWritten } from "./written-releases.ts";

/** A change against its base, being compared. */
interface Change {
  /** Whether the policy of the base trusts a committed planner: a change cannot trust its own. */
  readonly trustsCommitted: (own: Policy | undefined) => Promise<boolean>;
  readonly judge: (
    head: Loaded,
    own: Policy | undefined,
    loading: LoadOptions,
    options: JudgeOptions,
  ) => Promise<Judgement>;
}

/** Starts the comparison with the base if it is not `given`; `judge` waits for it. */
export function startChange(
  since: string,
  ref: string | undefined,
  scratches: Folders,
  given?: Difference,
): Change {
  const { repository } = scratches;
  const compare = async (): Promise<Difference> =>
    differenceSince(repository, since, ref, scratches);
  const comparing = given ? Promise.resolve(given) : compare();
  // Handled where awaited; this avoids an unhandled rejection.
  comparing.catch(() => {});
  return {
    async trustsCommitted(own) {
      const { base, files } = await comparing;
      const isEdited = files.some(({ path }) => path.startsWith(`${POLICY_FOLDER}/`));
      const policy = isEdited ? await policyAt(base, scratches) : own;
      return policy?.committedPlanner === "trusted";
    },
    async judge(head, written, loading, options) {
      const difference = await comparing;
      const starting = { ...loading, like: head.choice };
      const base = new Base(difference, scratches, starting, head);
      const judges: Judges = options.policy
        ? {
            own: written,
            policy: options.policy,
            judgedBy: "head",
            edited: false,
            approvals: options.policy.approvals,
          }
        : await choosePolicy(written, difference, base, head.facts, options.policyAt);
      const { own, policy, judgedBy, old, edited, approvals, notes = [] } = judges;
      // A walk over the history judges each version commit against the commit before it.
      const movement = await movementOf(scratches, difference, ref, head.facts, async () =>
        given
          ? []
          : (await import("../git/version-commits.ts")).versionStarts(repository, difference, ref),
      );
      const compared = movement.moved.length > 0 || movement.removed.length > 0;
      const before = compared ? await base.facts(policy) : undefined;
      // The head was read for its own policy; the one that applies may need more.
      const headFacts =
        policy === own
          ? head.facts
          : { ...head.facts, ...(await evidenceOf(head.root, policy, head.facts, loading)).facts };
      const more = await additionsAndTable(repository, difference, headFacts.packages, policy, own);
      const plans = before
        ? await plansBetween(movement.starts, difference, before, scratches, policy, starting)
        : [];
      const api = await apiReportsOf(policy, difference, movement, scratches, ref);
      const changed = await withChanges(
        { ...head, facts: headFacts },
        api?.others ?? difference,
        movement,
        before,
        plans,
        more,
        scratches.blobs,
      );
      const packages = (await api?.compared(changed.packages)) ?? changed.packages;
      const { notes: registryNotes, ...onRegistry } = options.online
        ? await (
            await import("../planners/publishing/on-registry.ts")
          ).withRegistry(head.root, { ...changed, packages })
        : { packages, notes: [] };
      const tracked = withPolicyChange({ ...changed, ...onRegistry }, old, written);
      const tagged = tracked.publishScript
        ? // What a version commit has written is a release only now.
          (await import("../planners/publishing/dist-tags.ts")).withDistTags(
            head.root,
            tracked,
            policy,
            tracked.history,
          ).facts
        : {};
      const known = { ...tracked, ...tagged };
      const read =
        policy.branches.length > 0
          ? await (await import("./workspace.ts")).withBranch(known, policy, repository, options)
          : known;
      const { moved, versionCommit } = movement;
      const asWritten = versionCommit ? factsAsWritten(read, moved, before, plans) : undefined;
      // What a past release left pending was not part of it.
      const facts = given ? (asWritten ?? read) : read;
      const verdict = withWritten(
        judge(facts, policy, rules, options),
        asWritten && !given ? judge(asWritten, policy, rules, options) : undefined,
        moved,
      );
      const { counted, pending } =
        options.all || versionCommit
          ? { counted: verdict.findings, pending: [] }
          : await split(verdict, difference, policy, base);
      return {
        facts,
        policy,
        approvals,
        verdict,
        counted,
        pending,
        since: {
          ref: since,
          base: difference.base,
          judgedBy,
          versionCommit,
          ...(edited && policy !== own ? { policyChanged: true as const } : {}),
          ...policyEffect(facts, verdict, judges),
        },
        notes: [
          ...notes,
          ...registryNotes,
          ...(edited ? notesOf(facts, verdict, own, policy) : []),
        ],
      };
    },
  };
}

/** API reports that the change edits; undefined if there are none, so that nothing is loaded for them. */
async function apiReportsOf(
  policy: Policy,
  difference: Difference,
  { before }: Movement,
  { blobs, repository }: Folders,
  ref: string | undefined,
) {
  const isNamed = (policy.api?.reports ?? []).length > 0;
  if (!isNamed && !difference.files.some(({ path }) => mayBeReport(path))) return undefined;
  const { withApiSinceBase, withoutReports } = await import("../api/reports-since-base.ts");
  const root = ref === undefined && typeof repository === "string" ? repository : undefined;
  const sides = { difference, before, blobs, root };
  return {
    others: await withoutReports(policy, sides),
    compared: (packages: readonly Package[]) => withApiSinceBase(packages, policy, sides),
  };
}

/** Undefined if there is none, or it cannot be read. */
async function policyAt(commit: string, scratches: Folders): Promise<Policy | undefined> {
  try {
    return readPolicyFolder(await scratches.write(commit, undefined, "memory"));
  } catch (error) {
    if (error instanceof CannotJudge) return undefined;
    throw error;
  }
}

const COMPARING = idsOf(rules, ({ comparesBase }) => comparesBase);

/** The base is only loaded and checked if it could have one of the findings. */
async function split(
  { findings }: Verdict,
  { files }: Difference,
  policy: Policy,
  base: Base,
): Promise<Pick<Judgement, "counted" | "pending">> {
  const added = new Set(files.filter(({ status }) => status === "A").map(({ path }) => path));
  const older = findings.some(({ rule, at }) => !COMPARING.has(rule) && !added.has(at.path));
  const facts = older ? await base.facts(policy) : undefined;
  if (!facts) return { counted: findings, pending: [] };
  // A finding of another rule is the same as none of these.
  const onlyRules = new Set(findings.map(({ rule }) => rule));
  const known = judge(facts, policy, rules, { onlyRules }).findings;
  const { introduced, pending } = splitIntroduced(findings, known);
  return { counted: introduced, pending };
}
