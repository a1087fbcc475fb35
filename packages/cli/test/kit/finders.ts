import { execFileSync } from "node:child_process";
import { relative } from "node:path";
import { getPackagesSync as getPackages3 } from "@manypkg/get-packages";
import type { PlannerId } from "@release-policy/core";
import { getPackagesSync as getPackages1 } from "manypkg-get-packages-1";
import { CannotJudge } from "../../src/errors.ts";
import { discover } from "../../src/workspace/discover.ts";
import { readWorkspaceFile } from "../../src/workspace/workspace-file.ts";
import { PNPM_BINARY } from "./pnpm-binary.ts";

/** `folder name` of every package, in order; or that the finder refuses. */
export type Found = readonly string[] | "refused";

interface Listed {
  readonly name?: string | undefined;
  readonly dir: string;
}

const foundIn = (root: string, packages: readonly Listed[]): Found =>
  packages
    .map(({ name, dir }) =>
      `${relative(root, dir).replaceAll("\\", "/") || "."} ${name ?? ""}`.trim(),
    )
    .toSorted();

/** What the planner's own finder finds. */
export function foundByTool(root: string, planner: PlannerId): Found {
  try {
    return foundIn(root, LISTS[planner](root));
  } catch {
    return "refused";
  }
}

const LISTS: Readonly<Record<PlannerId, (root: string) => readonly Listed[]>> = {
  "changesets@2": (root) => getPackages1(root).packages.map(toListed),
  "changesets@3": (root) => getPackages3(root).packages.map(toListed),
  pnpm: (root) => {
    const args = ["list", "-r", "--depth", "-1", "--json", "--offline"];
    const output = execFileSync(PNPM_BINARY, args, {
      cwd: root,
      encoding: "utf8",
      stdio: "pipe",
    });
    const listed = JSON.parse(output) as readonly { name?: string; path: string }[];
    return listed.map(({ name, path }) => ({ name, dir: path }));
  },
};

const toListed = ({
  dir,
  packageJson,
}: {
  dir: string;
  packageJson: { name?: string };
}): Listed => ({
  dir,
  name: packageJson.name,
});

/** What we find. */
export async function foundByUs(root: string, planner: PlannerId): Promise<Found> {
  try {
    const { packages } = await discover(root, planner, readWorkspaceFile(root));
    return foundIn(
      root,
      packages.map(({ dir, manifest }) => ({ dir, name: manifest.name })),
    );
  } catch (error) {
    if (error instanceof CannotJudge) return "refused";
    throw error;
  }
}
