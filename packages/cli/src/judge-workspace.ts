import {
  distance,
  EMPTY_POLICY,
  judge,
  outcomeOf,
  rules,
  say,
  splitIntroduced,
  tracksOf,
  type Facts,
  type Policy,
  type Sentence,
  type Verdict,
} from "@release-policy/core";
import { differenceSince, type Difference } from "./adapters/changes.ts";
import { POLICY_FOLDER, readPolicyFolder } from "./adapters/policy-files.ts";
import { detectBranch } from "./branch.ts";
import type { CheckOptions, WriteScratch } from "./check.ts";
import { CannotJudge } from "./errors.ts";
import { load, type Loaded, type LoadOptions } from "./load.ts";
import type { Report, ReportedRelease, Since } from "./report.ts";
import { movementOf, withChanges } from "./since.ts";
import { Sources } from "./sources.ts";

/** The walk of one check: read, compare with the base where there is one, judge, split, place. */
export async function judgeWorkspace(
  workspace: string,
  scratch: WriteScratch,
  options: CheckOptions,
): Promise<Report> {
  const { ref, since } = options;
  // git compares while the files are read.
  const comparing = since === undefined ? undefined : differenceSince(workspace, since, ref);
  comparing?.catch(() => {});
  const root = ref === undefined ? workspace : scratch(ref).root;
  const headPolicy = readPolicyFolder(root);
  const branch = options.branch ?? detectBranch(workspace, process.env);
  const loading: LoadOptions = {
    today: options.today ?? new Date().toISOString().slice(0, 10),
    mayRunInstalled: ref === undefined,
    ...(branch === undefined ? {} : { branch }),
    ...(options.planner ? { planner: options.planner } : {}),
  };
  const head = await load(root, headPolicy ?? EMPTY_POLICY, loading);
  const difference = await comparing;
  const base = difference && new Base(difference.base, scratch, { ...loading, like: head.choice });
  const { policy, judgedBy } = await choosePolicy(headPolicy, difference, base, head);
  if (branch === undefined && policy.branches.length > 0) throw unknownBranch();
  const movement = difference && movementOf(workspace, difference, head.facts);
  const facts =
    difference && movement
      ? await withChanges(
          head,
          difference,
          movement,
          movement.moved.length > 0 ? await base?.facts(policy) : undefined,
        )
      : head.facts;
  const strict = options.strict ?? false;
  const verdict = judge(facts, policy, rules, { strict });
  const versionCommit = movement?.versionCommit ?? false;
  const whole = options.all === true || versionCommit || verdict.findings.length === 0;
  const baseFacts = whole ? undefined : await base?.facts(policy);
  const { introduced, pending } = splitIntroduced(
    verdict.findings,
    baseFacts ? judge(baseFacts, policy, rules, { strict }).findings : [],
  );
  const sources = new Sources(root, ...(base?.roots() ?? []));
  return {
    outcome: outcomeOf(introduced),
    planner: facts.planner,
    releases: facts.releases.map((release) => reported(release, policy)),
    findings: introduced.map((finding) => sources.place(finding)),
    pending: pending.map((finding) => sources.place(finding)),
    waived: verdict.waived.map(sources.placeWaived),
    ...(since !== undefined && difference
      ? { since: { ref: since, base: difference.base, judgedBy, versionCommit } satisfies Since }
      : {}),
    notes: notesOf(facts, verdict, headPolicy, policy),
  };
}

/** The base of a change, written out and loaded only where something asks for it. */
class Base {
  readonly #commit: string;
  readonly #scratch: WriteScratch;
  readonly #options: LoadOptions;
  #root: string | undefined;
  #facts: Promise<Facts> | undefined;

  constructor(commit: string, scratch: WriteScratch, options: LoadOptions) {
    this.#commit = commit;
    this.#scratch = scratch;
    this.#options = options;
  }

  root(): string {
    return (this.#root ??= this.#scratch(this.#commit).root);
  }

  roots(): readonly string[] {
    return this.#root === undefined ? [] : [this.#root];
  }

  /** Undefined where the base itself cannot be judged: then everything counts as introduced. */
  async facts(policy: Policy): Promise<Facts | undefined> {
    this.#facts ??= load(this.root(), policy, this.#options).then(({ facts }) => facts);
    try {
      return await this.#facts;
    } catch (error) {
      if (error instanceof CannotJudge) return undefined;
      throw error;
    }
  }
}

/** The policy of the base judges, unless that policy itself says otherwise: nobody legalises his own change. */
async function choosePolicy(
  own: Policy | undefined,
  difference: Difference | undefined,
  base: Base | undefined,
  { facts }: Loaded,
): Promise<{ policy: Policy; judgedBy: Since["judgedBy"] }> {
  const changes = difference?.files.some(({ path }) => path.startsWith(`${POLICY_FOLDER}/`));
  const before = base && changes ? readPolicyFolder(base.root()) : undefined;
  if (before && before.judgedBy === "base") return { policy: before, judgedBy: "base" };
  if (own) return { policy: own, judgedBy: changes ? "head" : "base" };
  const { missingPolicy } = await import("./suggest-policy.ts");
  throw missingPolicy(facts.packages);
}

const unknownBranch = (): CannotJudge =>
  new CannotJudge({
    message: "the policy has rules for branches, and no branch is checked out",
    help: "name it with --branch",
  });

function reported(release: Facts["releases"][number], policy: Policy): ReportedRelease {
  const { name, dir, from, to, causes, written } = release;
  const track = tracksOf(policy, release)[0]?.name;
  const bump = distance(from, to);
  return { name, dir, ...(track === undefined ? {} : { track }), from, to, bump, causes, written };
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
    say`this change edits ${POLICY_FOLDER}: the policy of the base has judged it, with ${verdict.findings.length} findings; its own would have ${after}`,
  ];
}
