import { say } from "@release-policy/core/internal";
import type { Dependency, Facts, Package } from "@release-policy/core/types";
import type { ChangesetsConfig } from "../../workspace/changesets/changesets-config.ts";
import type { FoundWorkspace } from "../../workspace/manifest.ts";
import { follows } from "../packages.ts";

type Refused = Pick<NonNullable<Facts["refusal"]>, "message" | "at" | "help">;

/**
 * What the command line of Changesets 2 rejects before planning: a published, versioned package that depends on a
 * skipped one. Its config reader checks this for names, not for globs and private packages.
 */
export const skippedDependencies = (
  packages: readonly Package[],
  workspace: FoundWorkspace,
  { bumpVersionsWithWorkspaceProtocolOnly: workspaceProtocolOnly }: ChangesetsConfig,
): Refused[] => {
  const found = new Map(workspace.packages.map((one) => [one.manifest.name ?? "", one]));
  const byName = new Map(packages.map((pkg) => [pkg.name, pkg]));
  return packages
    .filter((pkg) => !pkg.private && !pkg.skipped)
    .flatMap((pkg) =>
      published(pkg).flatMap(({ name, field, spec }): Refused[] => {
        const { skipped } = byName.get(name) ?? {};
        if (!skipped || !follows(spec, found.get(name)!, { workspaceProtocolOnly })) return [];
        const path = pkg.dir === "." ? "package.json" : `${pkg.dir}/package.json`;
        return [
          {
            message: `${pkg.name} depends on ${name}, but ${name} is ${REASONS[skipped]}`,
            at: { path, line: 1, column: 1, pointer: [field, name] },
            help: say`make ${name} versioned, move it to ${"devDependencies"} of ${pkg.name}, or skip ${pkg.name} as well`,
          },
        ];
      }),
    );
};

/** Ranges for development do not count here; of two fields with one name the last decides. */
const published = ({ dependencies }: Package): readonly Dependency[] => [
  ...new Map(
    dependencies
      .filter(({ alias, field }) => alias === undefined && field !== "devDependencies")
      .map((edge) => [edge.name, edge]),
  ).values(),
];

const REASONS = {
  ignored: "ignored",
  private: "private and not versioned",
  versionless: "without a version",
} as const;
