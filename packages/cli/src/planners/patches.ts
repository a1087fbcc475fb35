import { join } from "node:path";
import type { PlannerDoubt } from "@release-policy/core/types";
import { entryAt, listFolder } from "../files/files.ts";
import { PATCH_FOLDER } from "../files/release-files.ts";
import { type Manifest, textsOf } from "../workspace/manifest.ts";
import type { WorkspaceSettings } from "../workspace/workspace-file.ts";

export type Patched = Extract<PlannerDoubt, { kind: "patched" }>;

/** The packages that `changeset version` plans and writes with: a patch of one of them may change the plan. */
const OF_PLANNER =
  /^(?:@changesets\/(?:apply-release-plan|assemble-release-plan|cli|config|get-dependents-graph|get-release-plan|get-version-range-type|parse|pre|read|should-skip-package|types)|@manypkg\/(?:find-root|get-packages|tools))$/;

/** `@changesets/cli@2.31.1`, `@changesets/cli@npm:^2.31.0`, `parent/@changesets/cli`. */
const nameIn = (key: string): string =>
  /(@[^@/]+\/[^@/]+)(?:@[^/]*)?$/.exec(key)?.[1] ?? key.replace(/@.*$/, "");

/** `@changesets+cli++@changesets+parse+0.4.0.patch` patches `@changesets/parse`. */
const nameOfPatch = (file: string): string | undefined =>
  /^(?:.*\+\+)?(@[^+]+\+[^+]+)\+[^+]+(?:\+[^+]+)?\.patch$/.exec(file)?.[1]?.replace("+", "/");

/** The patches of the planner's packages, by the tool that applies them. */
export function patchesOf(
  root: string,
  manifest: Manifest,
  settings: Pick<WorkspaceSettings, "patched"> | undefined,
): Patched[] {
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
    ["patch-package", patchFiles(root)],
  ];
  return byTool.flatMap(([by, keys]): Patched[] => {
    const packages = [...new Set(keys.map(nameIn))].filter((name) => OF_PLANNER.test(name));
    return packages.length === 0 ? [] : [{ kind: "patched", by, packages: packages.toSorted() }];
  });
}

const patchFiles = (root: string): string[] =>
  entryAt(join(root, PATCH_FOLDER)) === "folder"
    ? listFolder(root, PATCH_FOLDER).flatMap(({ name }) => nameOfPatch(name) ?? [])
    : [];
