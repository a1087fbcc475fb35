import {
  type Document,
  EMPTY_POLICY,
  type Facts,
  type Policy,
  type Verdict,
  type View,
  judge,
  viewOf,
} from "@release-policy/core";
import { copyWorkspace } from "../check/fixes/scratch-copy.ts";
import { missingPolicy } from "../check/judging-policy.ts";
import { type LoadOptions, type Loaded, evidenceOf, load } from "../check/load.ts";
import type { CheckOptions } from "../check/options.ts";
import type { ReportedFinding } from "../check/report.ts";
import { Sources } from "../check/source-locations.ts";
import { withBranch } from "../check/workspace.ts";
import { type PackageManager, packageManagerOf } from "../files/package-manager.ts";
import type { ChangedFile } from "../files/writing/changed-files.ts";
import { readPolicyFolder } from "../policy/policy-files.ts";
import { rules } from "../policy/rules.ts";

/** A verdict with its facts. */
export interface Tried {
  readonly view: View;
  readonly policy: Policy;
  readonly verdict: Verdict;
  /** With their places in the files as they would be. */
  readonly findings: readonly ReportedFinding[];
}

/** Judges a workspace as it is, and as it would be with changes: nothing of it is written. */
export class Trial {
  readonly workspace: string;
  readonly #options: CheckOptions;
  readonly #loading: LoadOptions;
  readonly #manager: PackageManager;
  #head: Loaded | undefined;

  constructor(workspace: string, options: CheckOptions) {
    this.workspace = workspace;
    this.#options = options;
    this.#manager = packageManagerOf(workspace);
    this.#loading = {
      today: options.today ?? new Date().toISOString().slice(0, 10),
      mayRunInstalled: true,
      repository: workspace,
      comparesApi: true,
      ...(options.planner ? { planner: options.planner } : {}),
    };
  }

  /** Throws `CannotJudge` where no verdict can be made. */
  async judge(changed: readonly ChangedFile[] = []): Promise<Tried> {
    if (!this.#head) {
      const policy = readPolicyFolder(this.workspace);
      this.#head = await load(this.workspace, policy ?? EMPTY_POLICY, this.#loading);
      if (!policy) throw await missingPolicy(this.#head.facts);
      if (changed.length === 0)
        return await this.#verdict(
          this.#head.facts,
          policy,
          new Sources(this.#manager, this.workspace),
        );
    }
    const { choice, facts: known } = this.#head;
    const dirs = known.packages.map(({ dir }) => dir);
    const { root, dispose } = copyWorkspace(this.workspace, dirs, changed);
    try {
      const policy = readPolicyFolder(root) ?? EMPTY_POLICY;
      // The copy has no reports: they are compared where the workspace is.
      const { comparesApi: _, ...reading } = this.#loading;
      const { facts } = await load(root, policy, { ...reading, like: choice });
      const evidence = await evidenceOf(this.workspace, policy, facts, this.#loading);
      const whole = withChanged({ ...facts, ...evidence.facts }, changed);
      return await this.#verdict(whole, policy, new Sources(this.#manager, root, this.workspace));
    } finally {
      dispose();
    }
  }

  async #verdict(facts: Facts, policy: Policy, sources: Sources): Promise<Tried> {
    const whole = await withBranch(facts, policy, this.workspace, this.#options);
    const verdict = judge(whole, policy, rules, { strict: this.#options.strict ?? false });
    return {
      view: viewOf(whole, policy),
      policy,
      verdict,
      findings: verdict.findings.map((finding) => sources.place(finding)),
    };
  }
}

/** The documents with what is changed in them: they are read where the workspace is. */
function withChanged(facts: Facts, changed: readonly ChangedFile[]): Facts {
  const { documents } = facts;
  if (!documents) return facts;
  const page = documents.map((one): Document => {
    const text = changed.find(({ path }) => path === one.path)?.after;
    return text === undefined ? one : { ...one, text };
  });
  const known = new Set(documents.map(({ path }) => path));
  const added = changed.flatMap(({ path, after }) =>
    after === undefined || known.has(path) || /^(?:\.changeset|policies)\//.test(path)
      ? []
      : [{ path, text: after, headings: [] }],
  );
  return {
    ...facts,
    documents: [...page, ...added],
  };
}
