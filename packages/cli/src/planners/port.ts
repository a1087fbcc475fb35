import type {
  Cause,
  Changeset,
  Facts,
  Package,
  PlannerDoubt,
  Sentence,
} from "@release-policy/core/types";
import type { ChangesetReading } from "../changesets/changeset-files.ts";
import type { ChangesetsConfig } from "../workspace/changesets/changesets-config.ts";
import type { Catalogs, FoundWorkspace } from "../workspace/manifest.ts";
import type { WorkspaceSettings } from "../workspace/workspace-file.ts";
import type { Installed } from "./installation.ts";

/** What a planner needs to know. */
export interface PlanInput {
  readonly workspace: FoundWorkspace;
  readonly settings: WorkspaceSettings | undefined;
  readonly catalogs: Catalogs;
  /** The workspace's own planner, if it is of the chosen kind and may be run. */
  readonly installed?: Installed;
  /** Why another planner may run than the one that plans here. */
  readonly doubts: readonly PlannerDoubt[];
  /** Packages that were never published (pnpm releases them as they are written). */
  readonly unpublished: readonly string[];
  /** The changesets, where they are known: they are not read again. */
  readonly reading?: ChangesetReading;
  /** Where it has planned: what Changesets itself planned. */
  readonly native?: NativePlan | undefined;
  /** The configuration, where it is known: what is said of it depends on the manifests. */
  readonly config?: ChangesetsConfig | undefined;
}

/** A plan in Changesets' own words, with the configuration that it was made with. */
export interface NativePlan {
  readonly releases: readonly { readonly name: string; readonly newVersion: string }[];
  readonly changesets: readonly {
    readonly id: string;
    readonly summary: string;
    readonly releases: readonly { readonly name: string; readonly type: string }[];
  }[];
  readonly config: ChangesetsConfig;
}

/** What a planner answers: its part of the facts. */
export type Plan = Pick<
  Facts,
  | "planner"
  | "packages"
  | "groups"
  | "epics"
  | "pre"
  | "releases"
  | "refusal"
  | "changesets"
  | "unreadable"
> & {
  /** Globs, relative to a package, of the files whose change requires a changeset. */
  readonly changedFilePatterns: readonly string[];
  /** What the planner warns of. */
  readonly notes?: readonly Sentence[];
  /** The changesets that it read. */
  readonly reading: ChangesetReading;
  readonly native?: NativePlan | undefined;
};

/** What a plan says, as facts of a day. */
export function planFacts(plan: Plan, today: string): Facts {
  const { changedFilePatterns: _, notes: __, reading: ___, native: ____, ...facts } = plan;
  return { today, ...facts };
}

/** The port: it has three adapters, and no other file knows which is used. Throws `CannotJudge`. */
export type PlannerAdapter = (input: PlanInput) => Promise<Plan>;

export interface Attempt<T> {
  readonly plan?: T;
  readonly refusal?: Facts["refusal"];
}

/**
 * Where the planner refuses to plan all changesets: plans once more without the bumps that our own rules call wrong,
 * so that one bad file does not hide every other finding. The refusal stays in the answer either way.
 */
export function planAfterRefusal<T>(
  error: unknown,
  changesets: readonly Changeset[],
  sound: (changeset: Changeset) => Changeset | undefined,
  plan: (changesets: readonly Changeset[]) => T,
  refused: (error: unknown) => Pick<NonNullable<Facts["refusal"]>, "message" | "at" | "help">,
): Attempt<T> {
  const rest = changesets.flatMap((changeset) => sound(changeset) ?? []);
  const same = rest.length === changesets.length && rest.every((one, i) => one === changesets[i]);
  if (same) return { refusal: { ...refused(error), hasPlan: false } };
  try {
    return { plan: plan(rest), refusal: { ...refused(error), hasPlan: true } };
  } catch (again) {
    return { refusal: { ...refused(again), hasPlan: false } };
  }
}

/** The changeset with only the bumps that the planner accepts; undefined if none is left. */
export function withSoundBumps(
  changeset: Changeset,
  isSound: (pkg: Package) => boolean,
  packages: ReadonlyMap<string, Package>,
): Changeset | undefined {
  const bumps = changeset.bumps.filter((bump) => {
    const pkg = packages.get(bump.package);
    return pkg !== undefined && isSound(pkg);
  });
  if (bumps.length === changeset.bumps.length) return changeset;
  return bumps.length === 0 ? undefined : { ...changeset, bumps };
}

/** The declared bumps by package. */
export type DeclaredCauses = ReadonlyMap<string, readonly Extract<Cause, { kind: "changeset" }>[]>;

/** The bumps of the changesets that the plan uses, by package. */
export function declaredCauses(changesets: readonly Changeset[]): DeclaredCauses {
  const declared = new Map<string, Extract<Cause, { kind: "changeset" }>[]>();
  for (const { id, bumps } of changesets) {
    for (const { package: name, bump, at } of bumps) {
      if (bump === "none") continue;
      const causes = declared.get(name) ?? [];
      causes.push({ kind: "changeset", changeset: id, bump, at });
      declared.set(name, causes);
    }
  }
  return declared;
}
