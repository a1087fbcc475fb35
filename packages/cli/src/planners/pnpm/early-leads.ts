import { join } from "node:path";
import { type PlannedRelease, assembleReleasePlan } from "@pnpm/releasing.versioning";
import type { Epic, Package } from "@release-policy/core/types";
import parse from "semver/functions/parse.js";
import { refOf } from "./versioning.ts";

type Options = Parameters<typeof assembleReleasePlan>[0];

/** A prerelease of a new major, such as `2.0.0-beta.0`. */
const EARLY = /^([1-9]\d*)\.0\.0-/;

/**
 * The releases as pnpm plans them since 11.28.0, and 12 since 12.5.1: an epic's lead at `2.0.0-beta.0` counts as major 1,
 * so that its release as `2.0.0` moves the members to 200.0.0. To the bundled planner it is at 2 already: so a package
 * that nothing depends on takes the lead's place. Throws what the planner throws.
 */
export function releasesWithEarlyLeads(
  options: Options,
  epics: readonly Epic[],
  byRef: ReadonlyMap<string, Package>,
): readonly PlannedRelease[] {
  const early = epics.flatMap(({ lead }, i) => {
    const pkg = byRef.get(lead);
    const major = EARLY.exec(pkg?.version ?? "")?.[1];
    return pkg && major !== undefined ? [{ i, pkg, major: Number(major) }] : [];
  });
  const plan = (epicsOfPlan: readonly Epic[], more: Pick<Options, "projects" | "intents">) =>
    assembleReleasePlan({
      ...options,
      projects: [...options.projects, ...more.projects],
      intents: [...options.intents, ...more.intents],
      versioning: { ...options.versioning, epics: epicsOfPlan } as NonNullable<
        Options["versioning"]
      >,
    }).releases;
  const others = epics.filter((_, i) => early.every((one) => one.i !== i));
  // Which leads are released does not depend on their own epics, but it may on each other's.
  let releases = plan(others, { projects: [], intents: [] });
  for (const _ of early) {
    const majors = early.map(({ pkg }) => stableMajor(releases, pkg));
    releases = plan(
      epics.map((epic, i) => {
        const at = early.findIndex((one) => one.i === i);
        if (at === -1) return { ...epic, packages: [...epic.packages, `!./${FOLDER}/*`] };
        const own = [`!${refOf(early[at]!.pkg)}`, `!./${FOLDER}/*`];
        return { lead: `./${FOLDER}/${at}`, packages: [...epic.packages, ...own] };
      }),
      {
        projects: early.map(({ pkg, major }, at) => ({
          rootDir: join(options.workspaceDir, FOLDER, String(at)),
          manifest: { name: nameOf(pkg), version: `${(majors[at] ?? major) - 1}.0.0` },
        })),
        intents: early.flatMap(({ pkg }, at) =>
          majors[at] === undefined
            ? []
            : [
                {
                  id: `${FOLDER}/${at}`,
                  filePath: "",
                  summary: "",
                  releases: { [nameOf(pkg)]: "major" as const },
                },
              ],
        ),
      },
    ).filter(({ dir }) => !dir.startsWith(`${FOLDER}/`));
  }
  return releases;
}

const FOLDER = ".release-policy-leads";

const nameOf = ({ name }: Package): string => `${name} (lead of an epic)`;

/** The major of the stable version that the package gets; undefined if it gets none. */
function stableMajor(releases: readonly PlannedRelease[], pkg: Package): number | undefined {
  const version = parse(releases.find(({ dir }) => `./${dir}` === refOf(pkg))?.newVersion);
  return version && version.prerelease.length === 0 ? version.major : undefined;
}
