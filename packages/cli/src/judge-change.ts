import {
  EMPTY_POLICY,
  judge,
  rules,
  say,
  splitIntroduced,
  type Approvals,
  type Facts,
  type Policy,
  type Sentence,
  type Verdict,
} from "@release-policy/core";
import { differenceSince, type Difference } from "./adapters/changes.ts";
import { POLICY_FOLDER, readPolicyFolder } from "./adapters/policy-files.ts";
import { leavePreMode, PRE_FILE } from "./adapters/pre-state.ts";
import { CannotJudge } from "./errors.ts";
import { missingPolicy, withBranch, type Judgement, type JudgeOptions } from "./judge-workspace.ts";
import { evidenceOf, load, type Loaded, type LoadOptions } from "./load.ts";
import type { Since } from "./report.ts";
import type { Scratches } from "./scratches.ts";
import { askedOf, movementOf, withChanges, withTracks } from "./since.ts";

/** A change against its base, being compared. */
export interface Change {
  readonly judge: (
    head: Loaded,
    own: Policy | undefined,
    loading: LoadOptions,
    options: JudgeOptions,
  ) => Promise<Judgement>;
}

/** Starts the comparison with the base; `judge` waits for it. */
export function startChange(since: string, ref: string | undefined, scratches: Scratches): Change {
  const { repository } = scratches;
  const comparing = differenceSince(repository, since, ref);
  // Whoever judges hears of a failure; until then it is nobody's.
  comparing.catch(() => {});
  return {
    async judge(head, own, loading, options) {
      const difference = await comparing;
      const base = new Base(difference, scratches, { ...loading, like: head.choice });
      const {
        policy,
        judgedBy,
        old,
        edited,
        approvals,
        notes = [],
      }: Judges = options.policy
        ? {
            policy: options.policy,
            judgedBy: "head",
            edited: false,
            approvals: options.policy.approvals,
          }
        : await choosePolicy(own, difference, base, head.facts, options.policyAt);
      const movement = movementOf(repository, difference, head.facts);
      const compared = movement.moved.length > 0 || movement.removed.length > 0;
      const before = compared ? await base.facts(policy) : undefined;
      // The head was read for its own policy; another that judges may ask for more.
      const asked =
        policy === own
          ? head.facts
          : { ...head.facts, ...(await evidenceOf(head.root, policy, head.facts, loading)).facts };
      const more = await askedOf(repository, difference, asked.packages, policy, own);
      const known = { ...head, facts: asked };
      const changed = await withChanges(known, difference, movement, before, more);
      const facts = await withBranch(withTracks(changed, old, own), policy, repository, options);
      const verdict = judge(facts, policy, rules, { strict: options.strict ?? false });
      const { versionCommit } = movement;
      const { counted, pending } =
        options.all || versionCommit
          ? { counted: verdict.findings, pending: [] }
          : await split(verdict, difference, policy, base, options);
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
          ...(policy === own ? {} : { policyChanged: true as const }),
        },
        notes: [...notes, ...(edited ? notesOf(facts, verdict, own, policy) : [])],
      };
    },
  };
}

const COMPARING: ReadonlySet<string> = new Set(
  rules.filter(({ comparesBase }) => comparesBase).map(({ id }) => id),
);

/** The base is loaded and judged only where it could have one of the findings. */
async function split(
  { findings }: Verdict,
  { files }: Difference,
  policy: Policy,
  base: Base,
  { strict = false }: JudgeOptions,
): Promise<Pick<Judgement, "counted" | "pending">> {
  const added = new Set(files.filter(({ status }) => status === "A").map(({ path }) => path));
  const older = findings.some(({ rule, at }) => !COMPARING.has(rule) && !added.has(at.path));
  const facts = older ? await base.facts(policy) : undefined;
  if (!facts) return { counted: findings, pending: [] };
  const { introduced, pending } = splitIntroduced(
    findings,
    judge(facts, policy, rules, { strict }).findings,
  );
  return { counted: introduced, pending };
}

/** The base of a change, written out and loaded only where something asks for it. */
class Base {
  readonly #difference: Difference;
  readonly #scratches: Scratches;
  readonly #options: LoadOptions;
  #root: Promise<string> | undefined;

  constructor(difference: Difference, scratches: Scratches, options: LoadOptions) {
    this.#difference = difference;
    this.#scratches = scratches;
    this.#options = options;
  }

  root(): Promise<string> {
    this.#root ??= this.#write();
    return this.#root;
  }

  async #write(): Promise<string> {
    const { base, files } = this.#difference;
    const root = await this.#scratches.write(base);
    if (files.some(({ path, status }) => path === PRE_FILE && status === "D")) leavePreMode(root);
    return root;
  }

  /**
   * The policy that was there before, of the base or of a commit after it. One that nobody can read judges nothing:
   * a change that puts it right is judged by its own.
   */
  async policy(
    commit: string | undefined,
    own: Policy | undefined,
  ): Promise<{ readonly before?: Policy | undefined; readonly notes?: readonly Sentence[] }> {
    const root = commit === undefined ? await this.root() : await this.#scratches.write(commit);
    try {
      return { before: readPolicyFolder(root) };
    } catch (error) {
      if (!(error instanceof CannotJudge) || !own) throw error;
      return {
        notes: [say`the policy of the base cannot be read: this change is judged by its own`],
      };
    }
  }

  /** Undefined where the base itself cannot be judged: then everything counts as introduced. */
  async facts(policy: Policy): Promise<Facts | undefined> {
    try {
      return (await load(await this.root(), policy, this.#options)).facts;
    } catch (error) {
      if (error instanceof CannotJudge) return undefined;
      throw error;
    }
  }
}

interface Judges {
  /** Whether the change edits the policy. */
  readonly edited: boolean;
  readonly notes?: readonly Sentence[];
  readonly policy: Policy;
  readonly judgedBy: Since["judgedBy"];
  readonly old?: Policy | undefined;
  /** Of the base, even where it lets the head's policy judge. */
  readonly approvals: Approvals | undefined;
}

/** The policy of the base judges, unless that policy itself says otherwise: nobody legalises his own change. */
async function choosePolicy(
  own: Policy | undefined,
  { files }: Difference,
  base: Base,
  facts: Facts,
  policyAt: string | undefined,
): Promise<Judges> {
  const edited = files.some(({ path }) => path.startsWith(`${POLICY_FOLDER}/`));
  const { before, notes } =
    edited || policyAt !== undefined ? await base.policy(policyAt, own) : {};
  const { approvals } = (edited || policyAt !== undefined ? before : own) ?? EMPTY_POLICY;
  if (before?.judgedBy === "base")
    return {
      edited,
      policy: before,
      judgedBy: "base",
      approvals,
      ...(edited ? { old: before } : {}),
    };
  if (own) {
    const judgedBy = edited ? "head" : "base";
    return { edited, policy: own, judgedBy, old: before, approvals, ...(notes ? { notes } : {}) };
  }
  throw await missingPolicy(facts);
}

/** A change of the policy is judged by both: by the old one for the verdict, by the new one for information. */
function notesOf(
  facts: Facts,
  verdict: Verdict,
  own: Policy | undefined,
  judged: Policy,
): Sentence[] {
  if (own === judged) return [];
  if (!own) return [say`this change takes the policy away; the policy of the base has judged it`];
  const after = judge(facts, own, rules).findings.length;
  return [
    say`this change edits ${POLICY_FOLDER}: it is judged by the policy of the base, which finds ${verdict.findings.length}; its own would find ${after}`,
  ];
}
