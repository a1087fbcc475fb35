import { join } from "node:path";
import type { PlannerDoubt, PlannerId } from "@release-policy/core/types";
import intersects from "semver/ranges/intersects.js";
import validRange from "semver/ranges/valid.js";
import { CannotJudge } from "../errors.ts";
import { SIZE_LIMITS, entryAt, readText } from "../files/files.ts";
import { parseJsonObject } from "../files/json.ts";
import { CONFIG_FILE } from "../workspace/changesets/changesets-config.ts";
import { mergedCatalogs, readCatalogs } from "../workspace/catalogs.ts";
import type { Catalogs, Manifest } from "../workspace/manifest.ts";
import type { WorkspaceSettings } from "../workspace/workspace-file.ts";
import { planChangesets } from "./changesets/plan.ts";
import { type Installed, installedPlanner } from "./installation.ts";
import { patchesOf } from "./patches.ts";
import { releaseDoubts } from "./pnpm/pinned.ts";
import type { PlannerAdapter } from "./port.ts";

export interface Choice {
  readonly id: PlannerId;
  /** The workspace's own planner, if it has one of that major. */
  readonly installed?: Installed;
  /** Why another planner may run than the one that is chosen. */
  readonly doubts: readonly PlannerDoubt[];
}

const CLI = "@changesets/cli";

/**
 * The planner of the workspace's release command: the one that the policy names; or its `@changesets/cli` (installed,
 * or by the root manifest's range); or pnpm if pnpm-workspace.yaml has `versioning`, or there are changesets without
 * a config. Throws `CannotJudge` if it cannot be determined.
 */
export function choosePlanner(
  root: string,
  manifest: Manifest,
  settings: WorkspaceSettings | undefined,
  named: PlannerId | undefined,
  mayRunInstalled: boolean,
): Choice {
  const installed = mayRunInstalled ? installedPlanner(root) : undefined;
  const own = plannerOfRange(installed?.cli);
  const id = named ?? own ?? plannerOfManifest(root, manifest, settings);
  if (id === undefined) {
    throw new CannotJudge({
      message: `no release command found (expected ${CLI} in package.json or versioning in pnpm-workspace.yaml)`,
      help: "set the planner in policies/workspace.yaml, such as `planner: changesets@3`",
    });
  }
  const doubts = [
    ...patchesOf(root, manifest, settings, id),
    ...(id === "pnpm" ? releaseDoubts(manifest) : []),
  ];
  return installed && own === id ? { id, installed, doubts } : { id, doubts };
}

function plannerOfManifest(
  root: string,
  manifest: Manifest,
  settings: WorkspaceSettings | undefined,
): PlannerId | undefined {
  const written = manifest.devDependencies?.[CLI] ?? manifest.dependencies?.[CLI];
  const config = readText(root, CONFIG_FILE, SIZE_LIMITS.manifest);
  if (typeof written === "string") {
    // Whoever develops Changesets itself has the newest.
    if (written.startsWith("workspace:")) return "changesets@3";
    return (
      plannerOfRange(
        writtenRange(written, () => mergedCatalogs(readCatalogs(root, settings, manifest))),
      ) ?? fromSchema(config ?? "{}")
    );
  }
  if (settings?.versioning) return "pnpm";
  if (config !== undefined) return fromSchema(config);
  return settings && entryAt(join(root, ".changeset")) === "folder" ? "pnpm" : undefined;
}

function writtenRange(written: string, catalogs: () => Catalogs): string {
  if (!written.startsWith("catalog:"))
    return written.replace(/^(?:npm:.*@|patch:.*@npm(?::|%3A))/, "");
  const catalog = written.slice("catalog:".length) || "default";
  return catalogs()[catalog]?.[CLI] ?? "";
}

/** Changesets 2 for ranges up to its last 2.x release; 3 above; undefined if a range includes both or is invalid. */
function plannerOfRange(written: string | undefined): PlannerId | undefined {
  // The usual form, without compiling what reads any range.
  const [, major] = /^\^([1-9]\d{0,8})(?:\.(?:0|[1-9]\d{0,8})){2}$/.exec(written ?? "") ?? [];
  if (major !== undefined) return Number(major) < 3 ? "changesets@2" : "changesets@3";
  const range = written ? validRange(written.split("#", 1)[0], PRERELEASES) : null;
  if (range === null) return undefined;
  const [two, three] = [
    intersects(range, "<3.0.0-0", PRERELEASES),
    intersects(range, ">=3.0.0-0", PRERELEASES),
  ];
  if (two && three) return undefined;
  return three ? "changesets@3" : "changesets@2";
}

const PRERELEASES = { includePrerelease: true };

/** `$schema` of the config names the version of @changesets/config: 4 came with Changesets 3. */
function fromSchema(text: string): PlannerId {
  const { $schema } = parseJsonObject(CONFIG_FILE, text);
  const major = /@changesets\/config@(\d+)/.exec(String($schema))?.[1];
  return major !== undefined && Number(major) < 4 ? "changesets@2" : "changesets@3";
}

/** The three planners. Changesets 3 is loaded, the others on use. */
export const planners: Readonly<Record<PlannerId, PlannerAdapter>> = {
  "changesets@2": (input) => planChangesets(2, input),
  "changesets@3": (input) => planChangesets(3, input),
  pnpm: async (input) => (await import("./pnpm/plan.ts")).planPnpm(input),
};
