import { type Facts, type Policy, type Sentence, say } from "@release-policy/core";
import { CannotJudge } from "../../errors.ts";
import type { Difference } from "../../git/changes.ts";
import type { Folders } from "../../git/commit-workspaces.ts";
import { PRE_FILE } from "../../planners/changesets/pre-state.ts";
import { readPolicyFolder } from "../../policy/policy-files.ts";
import { type LoadOptions, type Loaded, load } from "../load.ts";
import { leavePreMode } from "./leave-pre-mode.ts";

/** The base of a change, written and loaded on demand. */
export class Base {
  readonly #difference: Difference;
  readonly #scratches: Folders;
  readonly #options: LoadOptions;
  readonly #head: Loaded | undefined;
  #root: Promise<string> | undefined;
  readonly #facts = new Map<Policy, Promise<Facts | undefined>>();

  /** Of the `head`, what is the same on the base is not read again. */
  constructor(difference: Difference, scratches: Folders, options: LoadOptions, head?: Loaded) {
    this.#difference = difference;
    this.#scratches = scratches;
    this.#options = options;
    this.#head = head;
  }

  root(): Promise<string> {
    this.#root ??= this.#write();
    return this.#root;
  }

  async #write(): Promise<string> {
    const { base, files } = this.#difference;
    const root = await this.#scratches.write(base, undefined, "memory");
    if (files.some(({ path, status }) => path === PRE_FILE && status === "D")) leavePreMode(root);
    return root;
  }

  /**
   * The policy that was there before, of the base or of a commit after it. An unreadable one judges nothing:
   * a change that puts it right is judged by its own.
   */
  async policy(
    commit: string | undefined,
    own: Policy | undefined,
  ): Promise<{ readonly before?: Policy | undefined; readonly notes?: readonly Sentence[] }> {
    const root =
      commit === undefined
        ? await this.root()
        : await this.#scratches.write(commit, undefined, "memory");
    try {
      return { before: readPolicyFolder(root) };
    } catch (error) {
      if (!(error instanceof CannotJudge) || !own) throw error;
      return {
        notes: [
          say`the policy of the base cannot be parsed, so this change is judged by its own policy`,
        ],
      };
    }
  }

  /** Undefined where the base itself cannot be judged: then everything counts as introduced. */
  facts(policy: Policy): Promise<Facts | undefined> {
    const known = this.#facts.get(policy) ?? this.#load(policy);
    this.#facts.set(policy, known);
    return known;
  }

  async #load(policy: Policy): Promise<Facts | undefined> {
    try {
      const { baseFromHead } = this.#head ? await import("./base-from-head.ts") : {};
      const same = await baseFromHead?.(
        this.#head!,
        this.#difference,
        policy,
        this.#options,
        this.#scratches.blobs,
      );
      return same ?? (await load(await this.root(), policy, this.#options)).facts;
    } catch (error) {
      if (error instanceof CannotJudge) return undefined;
      throw error;
    }
  }
}
