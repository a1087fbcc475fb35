import {
  changelogStorage,
  composeChangelogSection,
  pendingChangelogPath,
} from "@pnpm/releasing.versioning";
import { say } from "@release-policy/core/internal";
import { relative } from "node:path";
import type { Changelogs } from "../../check/report.ts";
import { pnpmReleases } from "../../planners/pnpm/plan.ts";
import type { PlanInput } from "../../planners/port.ts";

/** What `pnpm version -r` writes: by default not into changelogs, but into files that are packed with the next version. */
export async function pnpmChangelogs(
  input: PlanInput,
): Promise<Pick<Changelogs, "entries" | "notes">> {
  const { workspace, settings } = input;
  const storage = changelogStorage(settings?.versioning ?? {});
  const releases = await pnpmReleases(input);
  return {
    entries: releases.map((release) => ({
      package: release.name,
      path:
        storage === "repository"
          ? `${release.dir === "" ? "" : `${release.dir}/`}CHANGELOG.md`
          : relative(
              workspace.root,
              pendingChangelogPath(workspace.root, release.name, release.newVersion),
            ).replaceAll("\\", "/"),
      version: release.newVersion,
      text: composeChangelogSection(release).trimEnd(),
      unknown: [],
    })),
    notes:
      storage === "repository"
        ? []
        : [
            say`pnpm keeps these entries in ${".changeset/changelogs"} and adds them to the changelog when it packs a package`,
          ],
  };
}
