import inc from "semver/functions/inc.js";
import type { Release } from "../../facts/facts.ts";
import { manifestAt, pathAndLine } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import type { View } from "../../judge/view.ts";
import type { Policy } from "../../policy/policy.ts";
import { breakingBump, tracksOf } from "../../policy/track.ts";
import { type Sentence, firstOf, say, series } from "../../sentence.ts";
import { carried, isOver } from "../../versions/bump.ts";
import { isBefore } from "../../versions/version-lines.ts";
import { WHOLE_PACKAGE } from "./declared-apis.ts";
import { DEPRECATED_IN_REPORT, REMOVED_FROM_REPORT } from "./reported-examples.ts";
import { type Short, shortOf } from "./deprecation-period.ts";
import { type RemovedElements, isDeprecatedInReport, removedElements } from "./removed-elements.ts";
import { type Removal, removalNeeds, removalsOf } from "./removals.ts";

interface ApiProblem extends Problem {
  readonly package: string;
  readonly api: string;
  readonly release: Release;
  readonly track: string;
}

/** No earlier version deprecated it. */
interface Undeprecated extends ApiProblem {
  readonly kind: "undeprecated";
  /** The version that deprecates it, if that is too late. */
  readonly late: string | undefined;
  readonly rolledBack: boolean;
  /** The changeset releases other packages, whose API it could be. */
  readonly shared: boolean;
}

/** It was deprecated for too short a time. */
interface TooSoon extends ApiProblem {
  readonly kind: "soon";
  readonly deprecatedIn: string;
  readonly short: readonly Short[];
  readonly any: boolean;
}

/** Elements of the API were removed, according to its reports. */
interface UndeprecatedElements extends Problem {
  readonly kind: "elements";
  readonly package: string;
  readonly removed: RemovedElements;
}

/** A whole package is gone from the workspace. */
interface GonePackage extends Problem {
  readonly kind: "package";
  readonly name: string;
  readonly track: string;
}

const removing = '---\n"@acme/core": major\n---\n\nDrop `open`.\n\nRemoves: open\n';

export const removal = defineRule<Undeprecated | TooSoon | UndeprecatedElements | GonePackage>({
  id: "removal",
  family: "evidence",
  summary:
    "An API (with --since also a whole package) must be deprecated for as long as its track requires before it is removed.",
  why: "A removal without a deprecation breaks builds without warning. `require.removal` of the track sets how long an API must stay deprecated; `policies/deprecations.yaml` and the changelogs record what was deprecated.",
  level: "error",
  looksAt: ["evidence"],
  oncePerRelease: true,
  needs: removalNeeds,
  examples: {
    reject: [
      {
        title: "Deprecated for too short a time",
        packages: { "@acme/core": "1.4.0" },
        changesets: {
          cleanup: removing,
        },
        policies: {
          core: {
            packages: ["@acme/*"],
            require: { removal: { deprecatedFor: { lines: 2, days: 365, any: true } } },
          },
          deprecations: {
            deprecations: [
              { package: "@acme/core", api: "open", deprecatedIn: "1.2.0", since: "2026-03-01" },
            ],
          },
        },
      },
      {
        title: "Removed without a deprecation",
        packages: { "@acme/core": "1.4.0" },
        changesets: {
          cleanup: removing,
        },
        policies: { core: { packages: ["@acme/*"], require: { removal: {} } } },
      },
      {
        title: "The deprecation was rolled back",
        packages: { "@acme/core": "1.4.0" },
        changesets: {
          cleanup: removing,
        },
        policies: {
          core: { packages: ["@acme/*"], require: { removal: {} } },
          deprecations: {
            deprecations: [
              { package: "@acme/core", api: "open", deprecatedIn: "1.2.0", state: "rolledBack" },
            ],
          },
        },
      },
      {
        title: "A package removed without a deprecation",
        packages: { "@acme/core": "1.4.0" },
        policies: { core: { packages: ["@acme/*"], require: { removal: {} } } },
        since: { packages: { "@acme/core": "1.4.0", "@acme/shell": "0.25.13" } },
      },
      {
        title: "Removed without a deprecation, as the API report shows",
        ...REMOVED_FROM_REPORT,
      },
    ],
    accept: [
      {
        title: "Listed in `policies/deprecations.yaml` since an earlier version",
        packages: { "@acme/core": "1.4.0" },
        changesets: {
          cleanup: removing,
        },
        policies: {
          core: { packages: ["@acme/*"], require: { removal: {} } },
          deprecations: {
            deprecations: [{ package: "@acme/core", api: "open", deprecatedIn: "1.2.0" }],
          },
        },
      },
      {
        title: "The package was deprecated before",
        packages: { "@acme/core": "1.4.0" },
        policies: {
          core: { packages: ["@acme/*"], require: { removal: {} } },
          deprecations: {
            deprecations: [
              {
                package: "@acme/shell",
                api: "*",
                deprecatedIn: "0.25.10",
                replacement: "@acme/core",
              },
            ],
          },
        },
        since: { packages: { "@acme/core": "1.4.0", "@acme/shell": "0.25.13" } },
      },
      { title: "Marked @deprecated in the API report before", ...DEPRECATED_IN_REPORT },
    ],
  },

  check: (view) => [
    ...removalsOf(view).flatMap((one) => problemsOf(view, one)),
    ...removedElements(view).map(elementsProblem),
    ...removedPackages(view),
  ],

  message: (problem) => {
    if (problem.kind === "elements") {
      const { elements, release, against } = problem.removed;
      const before = against === "base" ? say`on the base` : say`in ${against}`;
      return say`${namesOf(elements)} of ${release.name} would be removed in ${release.to}, but ${elements.length === 1 ? say`was` : say`were`} not deprecated ${before}`;
    }
    const { track } = problem;
    if (problem.kind === "package")
      return say`${problem.name} was removed from the workspace, but track ${track} requires it to be deprecated first`;
    const { api, package: name, release } = problem;
    const what =
      api === WHOLE_PACKAGE
        ? say`${name} would be removed in ${release.to}`
        : say`${api} of ${name} would be removed in ${release.to}`;
    if (problem.kind === "soon") {
      const { deprecatedIn, short, any } = problem;
      const has = series(short.map((one) => amount(one.has, one.unit)));
      const least = series(
        short.map((one) => amount(one.required, one.unit)),
        any ? "or" : "and",
      );
      return say`${what}, ${has} after its deprecation in ${deprecatedIn}, but track ${track} requires ${least}`;
    }
    if (problem.rolledBack) return say`${what}, but its deprecation was rolled back`;
    return problem.late === undefined
      ? say`${what}, but it was never deprecated in an earlier release`
      : say`${what}, but it is first deprecated in ${problem.late}, the release that removes it`;
  },
  help: (problem) => {
    if (problem.kind === "elements")
      return say`keep ${namesOf(problem.removed.elements)}, add ${"@deprecated"} and remove it in a later release; if an immediate removal is intended, add a waiver to ${"policies/waivers.yaml"} of the base branch`;
    if (problem.kind === "package")
      return say`keep it for one more release with a changeset that ends with ${`Deprecates: ${problem.name}`}; if it was deprecated already, add it to ${"policies/deprecations.yaml"} of the base branch with ${'api: "*"'}`;
    const { api, at, package: name } = problem;
    if (problem.kind === "soon") {
      const waits = problem.short.map((one) => waitFor(one));
      return say`keep ${api} and delete its ${"Removes:"} line, ${pathAndLine(at)}; remove it ${series(waits, problem.any ? "or" : "and")}`;
    }
    const first = say`keep it, write ${`Deprecates: ${api}`} instead of ${`Removes: ${api}`} in ${pathAndLine(at)}, and remove it in a later release; if an immediate removal is intended, add a waiver to ${"policies/waivers.yaml"} of the base branch`;
    return problem.shared
      ? say`${first}; if it belongs to another package of the changeset, write ${`Removes: ${name}#${api}`}`
      : first;
  },
});

function problemsOf(view: View, one: Removal): readonly (Undeprecated | TooSoon)[] {
  const { package: name, api, release, at, cause, track, deprecation, changeset, latest } = one;
  const required = track?.require.removal;
  if (!required) return [];
  const { bump: requiredBump, deprecatedFor = {} } = required;
  const found = { package: name, api, release, at, cause, track: track.name };
  if (!deprecation) {
    if (isDeprecatedInReport(view, name, api)) return [];
    return [
      {
        kind: "undeprecated",
        ...found,
        level: "warn",
        late: latest?.state === "active" ? latest.deprecatedIn : undefined,
        rolledBack: latest?.state === "rolledBack",
        shared: changeset.bumps.length > 1,
        because: track.line("require.removal", "require"),
      },
    ];
  }
  // With the bump that it needs, it may be on a later line already.
  const least = requiredBump ?? breakingBump(release.from, track);
  const isSmall = isOver(least, carried(release.from, release.to)) && least !== "none";
  const to = (isSmall && inc(release.from, least)) || release.to;
  const short = shortOf(deprecatedFor, deprecation, to, view.today, view.history);
  if (short.length === 0) return [];
  return [
    {
      kind: "soon",
      ...found,
      short,
      any: deprecatedFor.any ?? false,
      deprecatedIn: deprecation.version,
      because: track.line("require.removal.deprecatedFor", "require.removal"),
    },
  ];
}

const namesOf = (elements: RemovedElements["elements"]): Sentence =>
  firstOf(
    elements.map(({ path }) => say`${path}`),
    3,
  );

const elementsProblem = (removed: RemovedElements): UndeprecatedElements => ({
  kind: "elements",
  package: removed.release.name,
  at: removed.elements[0].at,
  release: removed.release,
  because: removed.track.line("require.removal", "require"),
  level: "warn",
  ...(removed.api === undefined ? {} : { api: removed.api }),
  removed,
});

/** The packages that a change takes away although nothing deprecated them as a whole. */
function removedPackages({
  policy,
  changes,
}: Pick<View, "policy" | "changes">): readonly GonePackage[] {
  return (changes?.removedPackages ?? []).flatMap((pkg): GonePackage[] => {
    const { name, dir, version, skipped, private: hidden } = pkg;
    const track = tracksOf(policy, pkg).find(({ require }) => require.removal);
    if (!track || hidden || skipped || version === undefined) return [];
    if (isDeprecated(policy, name, version)) return [];
    const because = track.line("require.removal", "require");
    const at = manifestAt(dir, "name");
    return [{ kind: "package", name, track: track.name, at, because, level: "warn" }];
  });
}

const isDeprecated = ({ deprecations }: Policy, name: string, version: string): boolean =>
  deprecations.some(
    (entry) =>
      entry.package === name &&
      entry.api === WHOLE_PACKAGE &&
      entry.state !== "rolledBack" &&
      !isBefore(version, entry.deprecatedIn),
  );

const amount = (count: number, unit: Short["unit"]): Sentence => [
  `${count} ${count === 1 ? unit.slice(0, -1) : unit}`,
];

const waitFor = ({ unit, required: least, has, until }: Short): Sentence =>
  until === undefined
    ? [`after ${least - has} more ${least - has === 1 ? unit.slice(0, -1) : unit}`]
    : unit === "days"
      ? say`on ${until}`
      : say`in ${until}`;
