import * as s from "../../policy/schema/definition.ts";
import { fileOf } from "../../docs/named-paths.ts";
import type { Changeset, Release } from "../../facts/facts.ts";
import type { Location } from "../../facts/location.ts";
import { declarationsOver, isFree } from "../../judge/legal-bumps.ts";
import { ownChangesets } from "../../judge/changesets-behind.ts";
import { placeOf } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import type { View } from "../../judge/view.ts";
import type { Track } from "../../policy/policy.ts";
import { oneOf, strict } from "../../policy/schema/words.ts";
import { apiBreaks, apiBump } from "../../policy/api-promise.ts";
import { breakingBump } from "../../policy/track.ts";
import { firstOf, list, say } from "../../sentence.ts";
import { carried, isOver } from "../../versions/bump.ts";
import { guidesOf } from "./guides.ts";

interface UpgradeGuideProblem extends Problem {
  readonly release: Release;
  readonly guides: readonly string[];
  /** Named by a changeset, and not there. */
  readonly missing: readonly string[];
}

interface Options {
  readonly on: "declaration" | "bump" | "either";
}

export const upgradeGuide = defineRule<UpgradeGuideProblem, Options>({
  id: "upgrade-guide",
  family: "evidence",
  summary: "A breaking change must have an upgrade guide where the track requires one.",
  why: "Users can only follow a breaking change if its upgrade guide exists at release time. The guide is often forgotten when the change is made.",
  level: "error",
  looksAt: ["evidence"],
  needs: ({ tracks }) => (tracks.some(requiresGuide) ? ["documents"] : []),
  options: () =>
    strict({
      on: s.withDefault(
        oneOf(["declaration", "bump", "either"]).check(
          s.description(
            "What counts as a breaking release: a changeset that declares a breaking change or an API report that shows one, a bump that may break on the track, or either.",
          ),
        ),
        "declaration",
      ),
    }),
  examples: {
    reject: [
      {
        title: "A breaking release without a heading in the guide",
        packages: { "@acme/core": "1.2.0" },
        changesets: { "new-config": { "@acme/core": "major" } },
        files: { "UPGRADE.md": "# Upgrading\n\n## 1.0.0\n\nRename `acme.json`.\n" },
        policies: {
          core: {
            packages: ["@acme/*"],
            require: { breaking: ["upgrade-guide"] },
            rules: { "upgrade-guide": ["error", { on: "bump" }] },
          },
        },
      },
    ],
    accept: [
      {
        title: "The guide has a heading for the next version",
        packages: { "@acme/core": "1.2.0" },
        changesets: { "new-config": { "@acme/core": "major" } },
        files: { "UPGRADE.md": "# Upgrading\n\n## From 1.x to 2.x\n\nRename `acme.json`.\n" },
        policies: {
          core: {
            packages: ["@acme/*"],
            require: { breaking: ["upgrade-guide"] },
            rules: { "upgrade-guide": ["error", { on: "bump" }] },
          },
        },
      },
      {
        title: "The changeset names the guide",
        packages: { "@acme/core": "1.2.0" },
        changesets: {
          "new-config":
            '---\n"@acme/core": major\n---\n\nThe config file has a new format.\n\nUpgrade-guide: docs/config.md\n',
        },
        files: { "docs/config.md": "# The new config\n" },
        policies: {
          core: {
            packages: ["@acme/*"],
            require: { breaking: ["upgrade-guide"] },
            rules: { "upgrade-guide": ["error", { on: "bump" }] },
          },
        },
      },
    ],
  },

  check: (view, options) => {
    const guidesFor = guidesOf(view);
    return view.judged.flatMap((release): UpgradeGuideProblem[] => {
      const track = view.trackOf(release.name);
      if (!track || !view.documents || !requiresGuide(track)) return [];
      const own = ownChangesets(view, release);
      const at = breakingAt(view, release, own, track, options(release.name).on);
      if (!at || own.some((changeset) => isGuided(view, release, changeset))) return [];
      // A version that is too small for the change needs no guide: `change-bump` requires a larger one.
      const got = carried(release.from, release.to);
      if (declarationsOver(view, release.name, [got]).length > 0) return [];
      const pkg = view.packageNamed(release.name);
      if (pkg && isOver(apiBump(view.policy, pkg, release.from), got)) return [];
      const looked = guidesFor(release);
      if (looked.some((guide) => guide.isAbout(release))) return [];
      return [
        {
          package: release.name,
          release,
          at,
          guides: looked.map(({ path }) => path),
          missing: own.flatMap(filesNamed),
          because: track.line("require.breaking"),
        },
      ];
    });
  },

  message: ({ release: { name, to }, guides: looked, missing }) => {
    const where =
      looked.length === 0
        ? say`no guide found`
        : say`no heading for it in ${firstOf(
            looked.map((path) => say`${path}`),
            3,
          )}`;
    const named = missing.length > 0 ? say`; ${list(missing)} not found` : say``;
    return say`${name} ${to} has a breaking change but no upgrade guide (${where}${named})`;
  },
  help: ({ release: { to }, guides: looked }) =>
    say`add a heading for ${to} to ${looked[0] ?? "UPGRADE.md"}, or end the changeset with ${"Upgrade-guide: <path or URL>"}`,
});

const requiresGuide = ({ require }: Track): boolean =>
  require.breaking?.includes("upgrade-guide") ?? false;

/** Where the release says that it breaks something, or its API shows it; undefined where neither does. */
function breakingAt(
  view: View,
  release: Release,
  own: readonly Changeset[],
  track: Track,
  on: Options["on"],
): Location | undefined {
  const declared = own.flatMap(({ declarations, sections }) =>
    [...declarations.filter((one) => !isFree(view, track, one)), ...sections].filter(
      ({ kind }) => kind === "breaking",
    ),
  );
  if (on !== "bump" && declared.length > 0) return declared[0]!.at;
  const [found] = apiBreaks(view.policy, view.packageNamed(release.name) ?? {}).proven;
  if (on !== "bump" && found) return found.at;
  const least = breakingBump(release.from, track);
  const breaks = !isOver(least, view.ownBump(release.name));
  return on !== "declaration" && breaks ? placeOf(view, release) : undefined;
}

/** The changeset brings a guide, or names one that is there. What a version commit consumes was looked at before. */
const isGuided = (view: View, { written }: Release, changeset: Changeset): boolean =>
  changeset.sections.some(({ kind }) => kind === "upgrade") ||
  changeset.declarations
    .filter(({ kind }) => kind === "upgrade-guide")
    .map(fileOf)
    .some((file) => file === undefined || written || view.paths?.includes(file));

const filesNamed = ({ declarations }: Changeset): readonly string[] =>
  declarations.filter(({ kind }) => kind === "upgrade-guide").flatMap((one) => fileOf(one) ?? []);
