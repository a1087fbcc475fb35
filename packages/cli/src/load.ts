import {
  needsOf,
  rules,
  type Facts,
  type PlannerId,
  type Policy,
  type Sentence,
} from "@release-policy/core";
import type { Documents, Wanted } from "./adapters/documents.ts";
import { discover } from "./adapters/discover.ts";
import { readText, SIZE_LIMITS } from "./adapters/files.ts";
import { parseJsonObject } from "./adapters/json.ts";
import type { Repository } from "./adapters/git.ts";
import { choosePlanner, type Choice } from "./adapters/planner-choice.ts";
import { planners } from "./adapters/plan.ts";
import type { Plan } from "./adapters/planner-port.ts";
import type { FoundWorkspace, Manifest } from "./adapters/manifest.ts";
import { readWorkspaceFile, type WorkspaceSettings } from "./adapters/workspace-file.ts";
import { wantedOf } from "./wanted.ts";

export interface LoadOptions {
  /** `2026-11-22` */
  readonly today: string;
  /** The planner to use instead of the one that the workspace tells. */
  readonly planner?: PlannerId;
  /** False where the files are a stranger's: then no code of theirs is run, and the bundled planner plans. */
  readonly mayRunInstalled: boolean;
  /** The folder with the git history, where it is another than the one that is read. */
  readonly repository?: Repository;
  /** True where a commit is judged as on its day: tags are only known from before it. */
  readonly past?: boolean;
  /** Adds documents to the folder, where it was made from a commit. */
  readonly addDocuments?: (root: string, wanted: Wanted) => Promise<void>;
  /** The planner of another load, so that a base is planned like its head. */
  readonly like?: Choice;
}

export interface Loaded {
  readonly root: string;
  readonly facts: Facts;
  /** What a reader has to know about what was not read. */
  readonly notes: readonly Sentence[];
  readonly choice: Choice;
  readonly changedFilePatterns: readonly string[];
}

/** The only place where Facts are put together. Reads the folder; writes nothing. Throws `CannotJudge`. */
export async function load(root: string, policy: Policy, options: LoadOptions): Promise<Loaded> {
  const settings = readWorkspaceFile(root);
  const choice =
    options.like ??
    choosePlanner(
      root,
      rootManifest(root),
      settings,
      options.planner ?? policy.planner,
      options.mayRunInstalled,
    );
  const workspace = options.mayRunInstalled
    ? await discover(root, choice.id, settings)
    : await discoverOfStranger(root, settings, choice, options);
  const plan: Plan = await planners[choice.id]({
    workspace,
    settings,
    unpublished: policy.unpublished.map(({ name }) => name),
    patched: choice.patched,
    ...(choice.installed ? { installed: choice.installed } : {}),
  });
  const { changedFilePatterns, ...facts } = plan;
  const known = { today: options.today, ...facts };
  const evidence = await evidenceOf(root, policy, known, options);
  return {
    root,
    choice,
    changedFilePatterns,
    facts: { ...known, ...evidence.facts },
    notes: evidence.notes,
  };
}

async function discoverOfStranger(
  root: string,
  settings: WorkspaceSettings | undefined,
  { id }: Choice,
  { past = false, like }: LoadOptions,
): Promise<FoundWorkspace> {
  const { refuseOutside, refusePatterns } = await import("./adapters/stranger-patterns.ts");
  refusePatterns(root, settings);
  const workspace = await discover(root, id, settings);
  refuseOutside(workspace);
  // What a base or a commit of the past has is there already.
  if (!past && !like) (await import("./adapters/odd-manifests.ts")).refuseOddManifests(workspace);
  return workspace;
}

/** What only some rules ask for: read where the policy has one of them on. */
export async function evidenceOf(
  root: string,
  policy: Policy,
  facts: Facts,
  options: LoadOptions,
): Promise<{ readonly facts: Partial<Facts>; readonly notes: readonly Sentence[] }> {
  const needs = needsOf(policy, rules);
  const { repository = root, past = false, today } = options;
  const tagged = needs.has("history")
    ? await (await import("./adapters/history.ts")).historyOf(repository, facts.packages)
    : undefined;
  const history = past ? tagged?.filter(({ date }) => date < today) : tagged;
  // The tag of a version that a commit of the past makes would be taken for the release before it.
  const packages =
    needs.has("requirements") && !past
      ? (await import("./adapters/released.ts")).withReleased(repository, facts.packages)
      : undefined;
  const { notes = [], ...documents } =
    needs.has("documents") || needs.has("table")
      ? await documentsOf(root, wantedOf(policy, facts, needs), options)
      : {};
  return {
    facts: { ...(history ? { history } : {}), ...(packages ? { packages } : {}), ...documents },
    notes,
  };
}

async function documentsOf(
  root: string,
  wanted: Wanted,
  { addDocuments }: LoadOptions,
): Promise<Partial<Documents>> {
  await addDocuments?.(root, wanted);
  const { readDocuments } = await import("./adapters/documents.ts");
  return await readDocuments(root, wanted);
}

/** The planner that the workspace uses. Nothing of it is run. */
export const plannerOf = (root: string, policy: Policy, named?: PlannerId): PlannerId =>
  choosePlanner(root, rootManifest(root), readWorkspaceFile(root), named ?? policy.planner, false)
    .id;

function rootManifest(root: string): Manifest {
  const text = readText(root, "package.json", SIZE_LIMITS.manifest);
  return text === undefined ? {} : parseJsonObject("package.json", text);
}
