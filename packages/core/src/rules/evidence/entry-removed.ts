import type { Package } from "../../facts/facts.ts";
import type { Location } from "../../facts/location.ts";
import { manifestAt, manifestIn } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import type { View } from "../../judge/view.ts";
import { breakingBump } from "../../policy/track.ts";
import { list, say } from "../../sentence.ts";
import { type Bump, carried, isOver } from "../../versions/bump.ts";

interface EntryRemovedProblem extends Problem {
  readonly package: string;
  readonly at: Location;
  readonly dir: string;
  readonly entries: readonly string[];
  readonly to: string | undefined;
  readonly bump: Bump;
  readonly needed: Bump;
}

export const entryRemoved = defineRule<EntryRemovedProblem>({
  id: "entry-removed",
  family: "evidence",
  summary:
    "A path that the last release lets users import does not go in a smaller bump than one that may break.",
  why: "Dagster lost `partitioned_config` in 1.11.1, a patch, and found out eleven releases later. What a package exports by its types is known to a compiler; which paths it has is written under `exports` in package.json. They are compared with the tag of the last release, or with the base of `--since`.",
  level: "off",
  needs: ["requirements"],
  examples: {
    reject: [
      {
        title: "A path that is gone in a patch",
        packages: { "@acme/core": { version: "1.4.0", exports: { ".": "./index.js" } } },
        changesets: { tidy: { "@acme/core": "patch" } },
        policies: { core: { packages: ["@acme/core"], rules: { "entry-removed": "error" } } },
        since: {
          packages: {
            "@acme/core": {
              version: "1.4.0",
              exports: { ".": "./index.js", "./server": "./server.js" },
            },
          },
          changesets: {},
        },
      },
    ],
    accept: [
      {
        title: "In a major",
        packages: { "@acme/core": { version: "1.4.0", exports: { ".": "./index.js" } } },
        changesets: { tidy: { "@acme/core": "major" } },
        policies: { core: { packages: ["@acme/core"], rules: { "entry-removed": "error" } } },
        since: {
          packages: {
            "@acme/core": {
              version: "1.4.0",
              exports: { ".": "./index.js", "./server": "./server.js" },
            },
          },
          changesets: {},
        },
      },
    ],
  },

  check: (view) => view.packages.filter(view.isJudged).flatMap((pkg) => goneFrom(view, pkg)),

  message: ({ package: name, entries, to, bump }) =>
    to === undefined
      ? say`${name} no longer has ${list(entries)} under ${"exports"}, and nothing releases it`
      : say`${name} ${to} is a ${bump}, and no longer has ${list(entries)} under ${"exports"}`,
  help: ({ package: name, dir, needed }) =>
    say`add a changeset with ${`"${name}": ${needed}`}, or keep the path in ${manifestIn(dir)}`,
});

function goneFrom(view: View, pkg: Package): EntryRemovedProblem[] {
  const { name, dir, version, requirements, released } = pkg;
  const now = requirements.entries;
  const entries = (released?.entries ?? []).filter((path) => !now?.includes(path));
  // Without `exports`, every file can be imported.
  if (!now || entries.length === 0 || version === undefined) return [];
  const release = view.releaseOf(name);
  const track = view.trackOf(name);
  const needed = breakingBump(release?.from ?? version, track);
  const bump = release ? carried(release.from, release.to) : "none";
  if (!isOver(needed, bump)) return [];
  const because = track?.line("breaking", "versions");
  return [
    {
      package: name,
      at: manifestAt(dir, "exports"),
      dir,
      entries,
      to: release?.to,
      bump,
      needed,
      ...(release ? { release } : {}),
      ...(because ? { because } : {}),
    },
  ];
}
