import type { Facts, PlannerId, Policy } from "@release-policy/core";
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
  return {
    choice,
    changedFilePatterns,
    facts: {
      today: options.today,
      ...facts,
    },
  };
}

function rootManifest(root: string): Manifest {
  const text = readText(root, "package.json", SIZE_LIMITS.manifest);
  return text === undefined ? {} : parseJsonObject("package.json", text);
}
