import { say, type Facts, type Policy, type Sentence } from "@release-policy/core";
import type { Difference } from "./adapters/changes.ts";
import { readPolicyFolder } from "./adapters/policy-files.ts";
import { leavePreMode, PRE_FILE } from "./adapters/pre-state.ts";
import { CannotJudge } from "./errors.ts";
import { load, type LoadOptions } from "./load.ts";
import type { Folders } from "./scratches.ts";

/** The base of a change, written out and loaded only where something asks for it. */
export class Base {
  readonly #difference: Difference;
  readonly #scratches: Folders;
  readonly #options: LoadOptions;
  #root: Promise<string> | undefined;

  constructor(difference: Difference, scratches: Folders, options: LoadOptions) {
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
