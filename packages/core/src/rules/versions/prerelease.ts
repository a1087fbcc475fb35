import { leavePrerelease } from "../../fixes/leave-prerelease.ts";
import type { Release } from "../../facts/facts.ts";
import { leaveLane, pathAndLine, placeNew, placeOf, versionAt } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { type View, isFirstRelease } from "../../judge/view.ts";
import { breakingBump, isAccident, isInside } from "../../policy/track.ts";
import { type Sentence, list, say } from "../../sentence.ts";
import { type Bump, distance, isOver, isSwallowed, prereleaseOf } from "../../versions/bump.ts";

type PrereleaseProblem = Forbidden | Dropped | Swallowed;

/** A prerelease on a track that makes none. */
interface Forbidden extends Problem {
  readonly kind: "forbidden";
  readonly package: string;
  readonly release: Release;
  readonly track: string;
  readonly remedy: Sentence;
}

/** Another version than the prereleases that the track requires. */
interface Dropped extends Problem {
  readonly kind: "dropped";
  readonly package: string;
  readonly release: Release;
  readonly track: string;
  readonly ids: readonly string[];
  /** Where a new package would start instead. */
  readonly first: Sentence | undefined;
  readonly lanes: boolean;
  /** The tag of the pre mode that the workspace is in. */
  readonly tag: string | undefined;
}

/** A breaking bump that does not change the release of a prerelease. */
interface Swallowed extends Problem {
  readonly kind: "swallowed";
  readonly package: string;
  readonly bump: Bump;
  readonly version: string;
}

export const prerelease = defineRule<PrereleaseProblem>({
  id: "prerelease",
  family: "versions",
  summary:
    "A package must only make prereleases where its track allows them, keep the required id, and not lose a breaking bump.",
  why: "Outside pre mode a patch turns 0.1.0-alpha.3 into 0.1.0, and leaving pre mode releases the stable version of every package. A `major` on 2.0.0-beta.3 gives only 2.0.0-beta.4, so beta users get a breaking change within one version (a warning). Snapshots (`changeset version --snapshot`) are checked against the key `prerelease` only.",
  level: "error",
  looksAt: ["prereleaseTracks", "prereleases"],
  remedies: leavePrerelease,
  examples: {
    reject: [
      {
        title: "A prerelease on a track without prereleases",
        packages: { "@acme/core": "1.4.0", "@acme/lab": "0.1.0" },
        changesets: { "try-it": { "@acme/lab": "minor", "@acme/core": "patch" } },
        pre: { mode: "pre", tag: "alpha" },
        policies: {
          core: { packages: ["@acme/core"], versions: "1.x", prerelease: "forbidden" },
          lab: { packages: ["@acme/lab"] },
        },
      },
      {
        title: "A patch on 0.1.0-alpha.3 outside pre mode",
        packages: { "@acme/lab": "0.1.0-alpha.3" },
        changesets: { "small-fix": { "@acme/lab": "patch" } },
        policies: {
          sandbox: { packages: ["@acme/lab"], prerelease: { required: ["alpha", "beta"] } },
        },
      },
      {
        title: "Leaving pre mode",
        packages: { "@acme/lab": "1.0.0-beta.1" },
        pre: { mode: "exit", tag: "beta" },
        policies: {
          sandbox: { packages: ["@acme/lab"], prerelease: { required: ["alpha", "beta"] } },
        },
      },
      {
        title: "A major on 2.0.0-beta.3",
        packages: { "@acme/core": "2.0.0-beta.3" },
        changesets: { "one-more": { "@acme/core": "major" } },
        pre: { mode: "pre", tag: "beta" },
        policies: { core: { packages: ["@acme/*"] } },
      },
    ],
    accept: [
      {
        title: "In pre mode",
        packages: { "@acme/lab": "0.1.0-alpha.3" },
        changesets: { "small-fix": { "@acme/lab": "patch" } },
        pre: { mode: "pre", tag: "alpha" },
        policies: {
          sandbox: { packages: ["@acme/lab"], prerelease: { required: ["alpha", "beta"] } },
        },
      },
      {
        title: "A major on 1.4.1-beta.0 leads to 2.0.0",
        packages: { "@acme/core": "1.4.1-beta.0" },
        changesets: { "one-more": { "@acme/core": "major" } },
        pre: { mode: "pre", tag: "beta" },
        policies: { core: { packages: ["@acme/*"] } },
      },
    ],
  },

  check: (view) => {
    const released = view.judged.flatMap((release) => [
      ...forbidden(view, release),
      ...dropped(view, release),
    ]);
    const names = new Set(released.map(({ package: name }) => name));
    return [...released, ...swallowed(view).filter(({ package: name }) => !names.has(name))];
  },

  message: (problem) => {
    switch (problem.kind) {
      case "forbidden":
        return say`${problem.package} would be the prerelease ${problem.release.to}, but track ${problem.track} allows no prereleases`;
      case "dropped":
        if (problem.first)
          return say`${problem.package} is new and would be ${problem.release.to}, but track ${problem.track} only allows ${list(problem.ids, "or")}`;
        return say`${problem.package} would be released as ${problem.release.to}, but track ${problem.track} requires ${list(problem.ids, "or")}`;
      case "swallowed":
        return say`${problem.package} declares a ${problem.bump}, but its next version after ${problem.version} is the same without it`;
    }
  },
  help: (problem) => {
    switch (problem.kind) {
      case "forbidden":
        return problem.remedy;
      case "dropped":
        return problem.first ?? keepIt(problem);
      case "swallowed":
        return say`write ${"patch"} instead of ${problem.bump} in ${pathAndLine(problem.at)}`;
    }
  },
  option: (problem) => {
    switch (problem.kind) {
      case "forbidden":
        return say`if prereleases of ${problem.package} are intended, allow them on track ${problem.track}`;
      case "dropped":
        return problem.first
          ? undefined
          : say`if ${problem.package} is intended to be stable, move it to another track`;
      case "swallowed":
        return say`if the ${problem.bump} is intended for users of the prerelease, set the version of ${problem.package} to the next release line by hand`;
    }
  },
});

/** A version outside of the track's is wrong before it is a prerelease: other rules report that. */
function forbidden(view: View, release: Release): Forbidden[] {
  const { name, to } = release;
  const track = view.trackOf(name);
  if (track?.prerelease !== "forbidden" || prereleaseOf(to) === undefined) return [];
  if (isAccident(release, track)) return [];
  if (track.versions && !isInside(to, track.versions.range)) return [];
  return [
    {
      kind: "forbidden",
      package: name,
      release,
      at: view.pre?.at ?? placeOf(view, release),
      track: track.name,
      remedy: view.pre ? say`run ${"pnpm changeset pre exit"}` : leaveLane(name),
      because: track.line("prerelease"),
    },
  ];
}

function dropped(view: View, release: Release): Dropped[] {
  const track = view.trackOf(release.name);
  if (!track || typeof track.prerelease === "string") return [];
  const ids = track.prerelease.required;
  if (ids.includes(prereleaseOf(release.to) ?? "")) return [];
  const place = placeOf(view, release);
  return [
    {
      kind: "dropped",
      package: release.name,
      release,
      at: place.path.startsWith(".changeset/") ? place : versionAt(release.dir),
      track: track.name,
      ids,
      first: isFirstRelease(view, release) ? placeNew(view, release) : undefined,
      lanes: view.planner.id === "pnpm",
      tag: view.pre?.mode === "pre" ? view.pre.tag : undefined,
      because: track.line("prerelease"),
    },
  ];
}

function keepIt({ package: name, track, ids: [id = "alpha"], lanes, tag }: Dropped): Sentence {
  if (tag !== undefined) {
    return say`allow ${tag} on track ${track} as well, or enter pre mode again with ${id}: ${`pnpm changeset pre exit`}, ${`pnpm changeset version`}, ${`pnpm changeset pre enter ${id}`}`;
  }
  return lanes
    ? say`run ${`pnpm lane ${id} --filter ${name}`}`
    : say`enter pre mode for the whole workspace with ${`pnpm changeset pre enter ${id}`}`;
}

function swallowed(view: View): Swallowed[] {
  return view.declared.flatMap(({ bump: { package: name, bump, at } }) => {
    const { version, isNew = false } = view.packageNamed(name) ?? {};
    const track = view.trackOf(name);
    // A prerelease that was never released has no users.
    if (isNew) return [];
    // Where every release is a prerelease, no line is promised that a bump could change.
    if (typeof track?.prerelease === "object") return [];
    if (!version || !isSwallowed(version, bump)) return [];
    if (isOver(breakingBump(version, track), bump)) return [];
    const counted = view.changesets.some(
      (changeset) =>
        changeset.consumed &&
        changeset.bumps.some((other) => other.package === name && !isOver(bump, other.bump)),
    );
    if (counted) return [];
    const release = view.releaseOf(name);
    // Counted from another package, the version of the plan moved on.
    if (release && distance(version, release.to) !== "none") return [];
    const problem = { kind: "swallowed", level: "warn", package: name, bump, version, at } as const;
    return [release ? { ...problem, release } : problem];
  });
}
