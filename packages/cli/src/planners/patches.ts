import { join } from "node:path";
import type { PlannerDoubt, PlannerId } from "@release-policy/core/types";
import { entryAt, isSafePath, listFolder } from "../files/files.ts";
import { type Manifest, textsOf } from "../workspace/manifest.ts";
import type { WorkspaceSettings } from "../workspace/workspace-file.ts";

export type Patched = Extract<PlannerDoubt, { kind: "patched" }>;

/** The packages that `changeset version` plans and writes with: a patch of one of them may change the plan. */
const OF_CHANGESETS =
  /^(?:@changesets\/(?:apply-release-plan|assemble-release-plan|cli|config|get-dependents-graph|get-release-plan|get-version-range-type|parse|pre|read|should-skip-package|types)|@manypkg\/(?:find-root|get-packages|tools))$/;

/** The same of `pnpm version -r`, where the workspace installs its own pnpm. */
const OF_PNPM = /^(?:pnpm|@pnpm\/(?:exe|releasing\.[\w-]+))$/;

/** `@changesets/cli@2.31.1`, `@changesets/cli@npm:^2.31.0`, `parent/@changesets/cli`. */
const nameIn = (key: string): string =>
  /(@[^@/]+\/[^@/]+)(?:@[^/]*)?$/.exec(key)?.[1] ?? key.replace(/@.*$/, "");

/** `@changesets+cli++@changesets+parse+0.4.0.patch` patches `@changesets/parse`. */
const nameOfPatch = (file: string): string | undefined =>
  /^(?:.*\+\+)?(@[^+]+\+[^+]+|[^@+]+)\+[^+]+(?:\+[^+]+){0,2}\.patch$/
    .exec(file)?.[1]
    ?.replace("+", "/");

/** The patches of the planner's packages, by the tool that applies them. */
export function patchesOf(
  root: string,
  manifest: Manifest,
  settings: Pick<WorkspaceSettings, "patched"> | undefined,
  planner: PlannerId,
): Patched[] {
  const ofPlanner = planner === "pnpm" ? OF_PNPM : OF_CHANGESETS;
  const inPnpm = (manifest.pnpm ?? {}) as { readonly patchedDependencies?: unknown };
  const byYarn = [manifest.resolutions, manifest.dependencies, manifest.devDependencies].flatMap(
    (record) =>
      Object.entries(textsOf(record)).flatMap(([key, spec]) =>
        spec.startsWith("patch:") ? [key] : [],
      ),
  );
  const byTool: readonly (readonly [Patched["by"], readonly string[]])[] = [
    ["pnpm", [...(settings?.patched ?? []), ...Object.keys(textsOf(inPnpm.patchedDependencies))]],
    ["yarn", byYarn],
    ["bun", Object.keys(textsOf(manifest.patchedDependencies))],
    ["patch-package", patchFolders(manifest).flatMap((folder) => patchFiles(root, folder))],
  ];
  return byTool.flatMap(([by, keys]): Patched[] => {
    const packages = [...new Set(keys.map(nameIn))].filter((name) => ofPlanner.test(name));
    return packages.length === 0 ? [] : [{ kind: "patched", by, packages: packages.toSorted() }];
  });
}

/** Where patch-package keeps its patches: the folder that a script names, else `patches`. */
function patchFolders({ scripts }: Manifest): readonly string[] {
  const named = Object.values(textsOf(scripts)).flatMap((script) =>
    [...script.matchAll(/\bpatch-package\b[^&|;]*?\s--patch-dir[=\s]+(["']?)([^\s"'&|;]+)\1/g)].map(
      ([, , folder]) => folder!.replace(/^(?:\.\/)+/, "").replace(/\/+$/, ""),
    ),
  );
  return [...new Set(["patches", ...named])].filter(isSafePath);
}

const patchFiles = (root: string, folder: string): string[] =>
  entryAt(join(root, folder)) === "folder"
    ? listFolder(root, folder).flatMap(({ name }) => nameOfPatch(name) ?? [])
    : [];
