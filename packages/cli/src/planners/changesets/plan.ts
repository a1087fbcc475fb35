import { mayHaveSatisfied, say } from "@release-policy/core/internal";
import type {
  Changeset,
  Package,
  PlannerDoubt,
  PublishedRange,
  Release,
  UnreadableChangeset,
} from "@release-policy/core/types";
import { hasChangesetFolder, readChangesets } from "../../changesets/changeset-files.ts";
import { messageOf } from "../../errors.ts";
import {
  CONFIG_FILE,
  changesetsGroups,
  readChangesetsConfig,
  silenceConsole,
} from "../../workspace/changesets/changesets-config.ts";
import { type Catalogs, isRange, publishedRange } from "../../workspace/manifest.ts";
import { packageFacts } from "../packages.ts";
import {
  type Attempt,
  type Plan,
  type PlanInput,
  planAfterRefusal,
  withSoundBumps,
  declaredCauses,
} from "../port.ts";
import { type PlanContext, causesOfAll } from "./causes.ts";
import { withNameLists } from "./name-list.ts";
import { nativePlanner, toNative } from "./native.ts";
import { type PreReading, readPreState } from "./pre-state.ts";
import { type NativeRelease, rewrittenSpec } from "./ranges.ts";

/** The plan that `changeset version` of this major would carry out. Reads files; writes none. */
export async function planChangesets(major: 2 | 3, input: PlanInput): Promise<Plan> {
  const { workspace, catalogs, installed } = input;
  const id = `changesets@${major}` as const;
  hasChangesetFolder(workspace.root, id);
  const config = input.config ?? (await readChangesetsConfig(workspace, major));
  const pre = readPreState(workspace.root, id);
  const reading =
    input.reading ?? (await readChangesets(workspace.root, id, pre?.consumed ?? new Set()));
  const { changesets, unreadable } = reading;
  const ignored = new Set(config.ignore);
  const packages = packageFacts(workspace, {
    planner: id,
    catalogs,
    workspaceProtocolOnly: config.bumpVersionsWithWorkspaceProtocolOnly,
    skipped: ({ manifest }) => {
      if (ignored.has(manifest.name ?? "")) return "ignored";
      if (manifest.private && !config.privatePackages.version) return "private";
      return manifest.version ? undefined : "versionless";
    },
  });
  const groups = changesetsGroups(config);
  const byName = new Map(packages.map((pkg) => [pkg.name, pkg]));
  const { planner, foreign, assemble } = await nativePlanner(major, installed);
  const { onlyUpdatePeerDependentsWhenOutOfRange: peersOnlyOutOfRange } =
    config.___experimentalUnsafeOptions_WILL_CHANGE_IN_PATCH;
  const native = (some: readonly Changeset[]) =>
    some.map((changeset) => toNative(changeset, major, pre));
  const listed = withNameLists(config);
  let assembled: ReturnType<typeof assemble> | undefined;
  const plan = (some: Parameters<typeof assemble>[0]) =>
    (assembled = assemble(some, workspace.native, listed, pre?.state));
  let attempt: Attempt<readonly NativeRelease[]>;
  const restoreConsole = silenceConsole();
  try {
    const { releases } = plan(native(changesets));
    attempt = { plan: releases };
  } catch (refusal) {
    const { failingManifest } = await import("./failing-manifest.ts");
    attempt = planAfterRefusal(
      refusal,
      changesets,
      (changeset) => withSoundBumps(changeset, ({ skipped }) => !skipped, byName),
      (sound) => plan(native(sound)).releases,
      (error) =>
        (error instanceof TypeError
          ? failingManifest(workspace, config, groups, major)
          : undefined) ?? {
          message: messageOf(error),
          at: { path: CONFIG_FILE, line: 1, column: 1 },
        },
    );
  } finally {
    restoreConsole();
  }
  const used =
    pre?.mode.mode === "pre" ? changesets.filter((changeset) => !changeset.consumed) : changesets;
  const [first, ...more] =
    major === 2
      ? (await import("./skipped-dependencies.ts")).skippedDependencies(packages, workspace, config)
      : [];
  const refusal =
    attempt.refusal?.hasPlan === false || !first
      ? attempt.refusal
      : { ...first, more, hasPlan: false };
  const isPatched = input.doubts.some(({ kind }) => kind === "patched");
  const doubts = [...input.doubts, ...(major === 3 ? stateDoubts(pre, changesets) : [])];
  const context: PlanContext = {
    config,
    packages: byName,
    releases: new Map((attempt.plan ?? []).map((release) => [release.name, release])),
    groups,
    pre: pre?.mode,
    major,
    foreign: foreign || isPatched,
    declared: declaredCauses(used),
    consumed: declaredCauses(changesets.filter(({ consumed }) => consumed)),
  };
  return {
    planner: {
      ...planner,
      ...(isPatched ? { patched: true } : {}),
      ...(doubts.length > 0 ? { doubts } : {}),
      ...(peersOnlyOutOfRange && major === 2 ? { peersOnlyOutOfRange } : {}),
    },
    packages,
    groups,
    ...(pre ? { pre: pre.mode } : {}),
    changesets,
    unreadable: [...unreadable, ...overwrittenBy(changesets, pre)],
    releases: releasesOf(context, catalogs),
    ...(refusal ? { refusal } : {}),
    changedFilePatterns: config.changedFilePatterns,
    reading,
    native: assembled && { ...assembled, config },
    notes: (config.warnings ?? []).map(
      ({ message, at }) => say`${`${at.path}:${at.line}`}: ${message}`,
    ),
  };
}

/** In pre mode Changesets 3 moves each changeset that it uses to `.changeset/pre/`, over one of the same name. */
function overwrittenBy(
  changesets: readonly Changeset[],
  pre: PreReading | undefined,
): UnreadableChangeset[] {
  if (pre?.mode.mode !== "pre") return [];
  const used = new Set(changesets.map(({ id }) => id).filter((id) => id.startsWith("pre/")));
  return changesets
    .filter(({ id }) => used.has(`pre/${id}`))
    .map(({ id, path }) => ({
      path,
      kind: "used-name",
      reason: say`has the name of a changeset that a prerelease has used: the next prerelease would overwrite ${`.changeset/pre/${id}.md`}, and its bumps would be lost`,
      at: { path, line: 1, column: 1 },
    }));
}

/**
 * Changesets 3 moves used changesets away when it finds such a state, but reads all of them before that. Leaving pre mode, it
 * needs all of them.
 */
function stateDoubts(
  pre: PreReading | undefined,
  changesets: readonly Changeset[],
): readonly PlannerDoubt[] {
  if (pre?.mode.mode !== "pre") return [];
  const used = changesets.filter(({ id }) => pre.consumed.has(id));
  return used.length === 0 ? [] : [{ kind: "pre-state", changesets: used.map(({ path }) => path) }];
}

/** The planner's releases that change a version; `none` only moves ranges. */
function releasesOf(context: PlanContext, catalogs: Catalogs): Release[] {
  const causes = causesOfAll(context);
  return [...context.releases.values()].flatMap((native): Release[] => {
    const pkg = context.packages.get(native.name);
    const { type, newVersion } = native;
    if (!pkg?.version || type === "none" || !newVersion || newVersion === pkg.version) return [];
    const collisions = collisionsOf(pkg, context);
    return [
      {
        name: pkg.name,
        dir: pkg.dir,
        from: pkg.version,
        to: newVersion,
        bump: type,
        causes: causes.get(native.name) ?? [],
        ranges: publishedRanges(pkg, context, catalogs),
        ...(collisions.length > 0 ? { collisions } : {}),
        written: false,
      },
    ];
  });
}

/** Changesets rewrites a range by the name alone, also where the package of the workspace was never meant. */
function collisionsOf(pkg: Package, context: PlanContext): PublishedRange[] {
  const collisions: PublishedRange[] = [];
  for (const { name, alias, field, spec } of pkg.dependencies) {
    if (alias !== undefined || !isRange(spec)) continue;
    const to = plannedRelease(context, name);
    if (!to || mayHaveSatisfied(context.packages.get(name)?.version, spec)) continue;
    const after = rewrittenSpec(spec, field, to, context.config, context.major);
    if (after !== spec) collisions.push({ on: name, field, before: spec, after });
  }
  return collisions;
}

/** What the released package's manifest will say of the others when it is published. */
function publishedRanges(pkg: Package, context: PlanContext, catalogs: Catalogs): PublishedRange[] {
  const ranges: PublishedRange[] = [];
  for (const { name, alias, field, spec, range: before } of pkg.dependencies) {
    if (field === "devDependencies" || before === undefined) continue;
    const to = plannedRelease(context, name);
    // Changesets looks a dependency up by its key.
    const isRewritten = to && alias === undefined;
    const next = isRewritten ? rewrittenSpec(spec, field, to, context.config, context.major) : spec;
    const version = to?.newVersion ?? context.packages.get(name)?.version;
    const after = publishedRange(alias ?? name, next, version, catalogs);
    if (after === undefined) continue;
    ranges.push(
      alias === undefined
        ? { on: name, field, before, after }
        : { on: name, alias, field, before, after },
    );
  }
  return ranges;
}

/** Changesets 2 also rewrites ranges on packages that are in the plan without a release. */
function plannedRelease({ releases, major }: PlanContext, name: string): NativeRelease | undefined {
  const release = releases.get(name);
  return release?.type === "none" && major === 3 ? undefined : release;
}
