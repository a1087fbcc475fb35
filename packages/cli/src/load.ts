import {
  needsOf,
  rules,
  type Facts,
  type Package,
  type PlannerId,
  type Policy,
} from "@release-policy/core";
import { discover } from "./adapters/discover.ts";
import { readText, SIZE_LIMITS } from "./adapters/files.ts";
import { parseJsonObject } from "./adapters/json.ts";
import { choosePlanner, type Choice } from "./adapters/planner-choice.ts";
import { planners } from "./adapters/plan.ts";
import type { Plan } from "./adapters/planner-port.ts";
import type { Manifest } from "./adapters/manifest.ts";
import { readWorkspaceFile } from "./adapters/workspace-file.ts";

export interface LoadOptions {
  /** `2026-11-22` */
  readonly today: string;
  /** The planner to use instead of the one that the workspace tells. */
  readonly planner?: PlannerId;
  /** False where the files are a stranger's: then no code of theirs is run, and the bundled planner plans. */
  readonly mayRunInstalled: boolean;
  /** The folder with the git history, where it is another than the one that is read. */
  readonly repository?: string;
  /** The planner of another load, so that a base is planned like its head. */
  readonly like?: Choice;
}

export interface Loaded {
  readonly facts: Facts;
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
  const workspace = await discover(root, choice.id, settings);
  const plan: Plan = await planners[choice.id]({
    workspace,
    settings,
    unpublished: policy.unpublished.map(({ name }) => name),
    patched: choice.patched,
    ...(choice.installed ? { installed: choice.installed } : {}),
  });
  const { changedFilePatterns, ...facts } = plan;
  const evidence = await evidenceOf(root, policy, plan.packages, options);
  return {
    choice,
    changedFilePatterns,
    facts: { today: options.today, ...facts, ...evidence },
  };
}

/** What only some rules ask for: read where the policy has one of them on. */
export async function evidenceOf(
  root: string,
  policy: Policy,
  packages: readonly Package[],
  { repository = root }: LoadOptions,
): Promise<Partial<Facts>> {
  const needs = needsOf(policy, rules);
  const tagged = needs.has("history")
    ? await (await import("./adapters/history.ts")).historyOf(repository, packages)
    : undefined;
  return {
    ...(tagged ? { history: tagged } : {}),
    ...(needs.has("requirements")
      ? { packages: (await import("./adapters/released.ts")).withReleased(repository, packages) }
      : {}),
  };
}

function rootManifest(root: string): Manifest {
  const text = readText(root, "package.json", SIZE_LIMITS.manifest);
  return text === undefined ? {} : parseJsonObject("package.json", text);
}
