import type { Changeset, Package, PublishedRange, Release } from "@release-policy/core/types";
import { hasChangesetFolder, readChangesets } from "../../changesets/changeset-files.ts";
import { messageOf } from "../../errors.ts";
import {
  CONFIG_FILE,
  changesetsGroups,
  readChangesetsConfig,
  silenceConsole,
} from "../../workspace/changesets-config.ts";
import { type Catalogs, publishedRange } from "../../workspace/manifest.ts";
import { packageFacts } from "../packages.ts";
import {
  type Attempt,
  type Plan,
  type PlanInput,
  planAfterRefusal,
  withSoundBumps,
} from "../port.ts";
import { type PlanContext, causesOfAll, declaredCauses } from "./causes.ts";
import { missingVersion } from "./missing-version.ts";
import { nativePlanner, toNative } from "./native.ts";
import { readPreState } from "./pre-state.ts";
import { type NativeRelease, rewrittenSpec } from "./ranges.ts";

/** The plan that `changeset version` of this major would carry out. Reads files; writes none. */
export async function planChangesets(major: 2 | 3, input: PlanInput): Promise<Plan> {
  const { workspace, settings, installed } = input;
  const id = `changesets@${major}` as const;
  hasChangesetFolder(workspace.root, id);
  const config = await readChangesetsConfig(workspace, major);
  const pre = readPreState(workspace.root, id);
  const { changesets, unreadable } = await readChangesets(
    workspace.root,
    id,
    pre?.consumed ?? new Set(),
  );
  const catalogs = settings?.catalogs ?? {};
  const packages = packageFacts(workspace, {
    planner: id,
    catalogs,
    workspaceProtocolOnly: config.bumpVersionsWithWorkspaceProtocolOnly,
    skipped: ({ manifest }) => {
      if (config.ignore.includes(manifest.name ?? "")) return "ignored";
      if (manifest.private && !config.privatePackages.version) return "private";
      return manifest.version ? undefined : "versionless";
    },
  });
  const byName = new Map(packages.map((pkg) => [pkg.name, pkg]));
  const { planner, foreign, assemble } = await nativePlanner(major, installed);
  const { onlyUpdatePeerDependentsWhenOutOfRange: peersOnlyOutOfRange } =
    config.___experimentalUnsafeOptions_WILL_CHANGE_IN_PATCH;
  const native = (some: readonly Changeset[]) =>
    some.map((changeset) => toNative(changeset, major, pre));
  let attempt: Attempt<readonly NativeRelease[]>;
  const restoreConsole = silenceConsole();
  try {
    const { releases } = assemble(native(changesets), workspace.native, config, pre?.state);
    attempt = { plan: releases };
  } catch (refusal) {
    attempt = planAfterRefusal(
      refusal,
      changesets,
      (changeset) => withSoundBumps(changeset, ({ skipped }) => !skipped, byName),
      (sound) => assemble(native(sound), workspace.native, config, pre?.state).releases,
      (error) =>
        (error instanceof TypeError ? missingVersion(workspace, config) : undefined) ?? {
          message: messageOf(error),
          at: { path: CONFIG_FILE, line: 1, column: 1 },
        },
    );
  } finally {
    restoreConsole();
  }
  const used =
    pre?.mode.mode === "pre" ? changesets.filter((changeset) => !changeset.consumed) : changesets;
  const groups = changesetsGroups(config);
  const context: PlanContext = {
    config,
    packages: byName,
    releases: new Map((attempt.plan ?? []).map((release) => [release.name, release])),
    groups,
    pre: pre?.mode,
    major,
    foreign: foreign || input.patched,
    declared: declaredCauses(used),
    consumed: declaredCauses(changesets.filter(({ consumed }) => consumed)),
  };
  return {
    planner: {
      ...planner,
      ...(input.patched ? { patched: true } : {}),
      ...(peersOnlyOutOfRange && major === 2 ? { peersOnlyOutOfRange } : {}),
    },
    packages,
    groups,
    ...(pre ? { pre: pre.mode } : {}),
    changesets,
    unreadable,
    releases: releasesOf(context, catalogs),
    ...(attempt.refusal ? { refusal: attempt.refusal } : {}),
    changedFilePatterns: config.changedFilePatterns,
  };
}

/** The planner's releases that change a version; `none` only moves ranges. */
function releasesOf(context: PlanContext, catalogs: Catalogs): Release[] {
  const causes = causesOfAll(context);
  return [...context.releases.values()].flatMap((native): Release[] => {
    const pkg = context.packages.get(native.name);
    const { type, newVersion } = native;
    if (!pkg?.version || type === "none" || !newVersion || newVersion === pkg.version) return [];
    return [
      {
        name: pkg.name,
        dir: pkg.dir,
        from: pkg.version,
        to: newVersion,
        bump: type,
        causes: causes.get(native.name) ?? [],
        ranges: publishedRanges(pkg, context, catalogs),
        written: false,
      },
    ];
  });
}

/** What the released package's manifest will say of the others when it is published. */
function publishedRanges(pkg: Package, context: PlanContext, catalogs: Catalogs): PublishedRange[] {
  return pkg.dependencies.flatMap(({ name, field, spec, range: before }): PublishedRange[] => {
    if (field === "devDependencies" || before === undefined) return [];
    const target = context.packages.get(name);
    const to = plannedRelease(context, name);
    const next = to ? rewrittenSpec(spec, field, to, context.config, context.major) : spec;
    const after = publishedRange(name, next, to?.newVersion ?? target?.version, catalogs);
    return after === undefined ? [] : [{ on: name, field, before, after }];
  });
}

/** Changesets 2 also rewrites ranges on packages that are in the plan without a release. */
function plannedRelease({ releases, major }: PlanContext, name: string): NativeRelease | undefined {
  const release = releases.get(name);
  return release?.type === "none" && major === 3 ? undefined : release;
}
