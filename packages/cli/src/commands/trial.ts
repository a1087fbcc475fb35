import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  type Document,
  EMPTY_POLICY,
  type Facts,
  type Policy,
  type Verdict,
  type View,
  judge,
  rules,
  viewOf,
} from "@release-policy/core";
import { missingPolicy } from "../check/judging-policy.ts";
import { type LoadOptions, type Loaded, evidenceOf, load } from "../check/load.ts";
import type { CheckOptions } from "../check/options.ts";
import type { ReportedFinding } from "../check/report.ts";
import { Sources } from "../check/source-locations.ts";
import { withBranch } from "../check/workspace.ts";
import { entryAt, isSafePath, listFolder } from "../files/files.ts";
import { temporaryFailure, temporaryFolder } from "../files/temporary-folder.ts";
import type { ChangedFile } from "../files/writing/changed-files.ts";
import { readPolicyFolder } from "../policy/policy-files.ts";

/** A verdict with what it was made from. */
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
  #head: Loaded | undefined;

  constructor(workspace: string, options: CheckOptions) {
    this.workspace = workspace;
    this.#options = options;
    this.#loading = {
      today: options.today ?? new Date().toISOString().slice(0, 10),
      mayRunInstalled: true,
      repository: workspace,
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
        return await this.#verdict(this.#head.facts, policy, new Sources(this.workspace));
    }
    const { choice, facts: known } = this.#head;
    const dirs = known.packages.map(({ dir }) => dir);
    const { root, dispose } = copyWorkspace(this.workspace, dirs, changed);
    try {
      const policy = readPolicyFolder(root) ?? EMPTY_POLICY;
      const { facts } = await load(root, policy, { ...this.#loading, like: choice });
      const evidence = await evidenceOf(this.workspace, policy, facts, this.#loading);
      const whole = withChanged({ ...facts, ...evidence.facts }, changed);
      return await this.#verdict(whole, policy, new Sources(root, this.workspace));
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
  const added = changed.filter(
    ({ path }) => !known.has(path) && !/^(?:\.changeset|policies)\//.test(path),
  );
  return {
    ...facts,
    documents: [...page, ...added.map(({ path, after }) => ({ path, text: after, headings: [] }))],
  };
}

const MANIFESTS = ["package.json", "package.yaml", "package.json5"];
const SETTINGS = ["pnpm-workspace.yaml", "lerna.json", "rush.json"];
const LOCKS = ["yarn.lock", "package-lock.json", "bun.lock", "bun.lockb", "pnpm-lock.yaml"];
const FOLDERS = [".changeset", ".changeset/pre", "policies"];

/** What a release depends on, in a folder of its own with changes made to it: so that a change is judged before it is written. */
function copyWorkspace(
  workspace: string,
  dirs: readonly string[],
  changed: readonly ChangedFile[],
): { readonly root: string; readonly dispose: () => void } {
  const root = temporaryFolder();
  const dispose = () => rmSync(root, { recursive: true, force: true });
  try {
    // A folder beside the workspace stays out of the copy, and what is beside the copy untouched.
    const inside = dirs.filter((dir) => dir === "." || isSafePath(dir));
    const manifests = [".", ...inside].flatMap((dir) => MANIFESTS.map((name) => join(dir, name)));
    for (const path of new Set([...manifests, ...SETTINGS])) copy(workspace, root, path);
    // The finders of packages only ask whether they are there.
    for (const path of LOCKS)
      if (entryAt(join(workspace, path)) === "file") writeFileSync(join(root, path), "");
    for (const folder of FOLDERS) copyFolder(workspace, root, folder);
    for (const { path, after } of changed) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), after);
    }
  } catch (error) {
    dispose();
    throw temporaryFailure(error);
  }
  return { root, dispose };
}

function copyFolder(workspace: string, root: string, folder: string): void {
  if (entryAt(join(workspace, folder)) !== "folder") return;
  mkdirSync(join(root, folder), { recursive: true });
  for (const entry of listFolder(workspace, folder)) {
    const path = `${folder}/${entry.name}`;
    if (entry.isFile()) copy(workspace, root, path);
    // Whatever is no file is to be told apart from one.
    else mkdirSync(join(root, path), { recursive: true });
  }
}

function copy(workspace: string, root: string, path: string): void {
  if (entryAt(join(workspace, path)) !== "file") return;
  mkdirSync(dirname(join(root, path)), { recursive: true });
  copyFileSync(join(workspace, path), join(root, path));
}
