import type { Release } from "../../facts/facts.ts";
import { placeOf, versionAt } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { list, say } from "../../sentence.ts";
import { prereleaseOf } from "../../versions/bump.ts";

interface PrereleaseKeptProblem extends Problem {
  readonly release: Release;
  readonly track: string;
  readonly ids: readonly string[];
  readonly lanes: boolean;
  /** The tag of the pre mode that the workspace is in. */
  readonly tag: string | undefined;
}

export const prereleaseKept = defineRule<PrereleaseKeptProblem>({
  id: "prerelease-kept",
  family: "versions",
  summary: "A package on a prerelease track keeps its alpha or beta.",
  why: "Outside pre mode every planner turns 0.1.0-alpha.3 and a patch into 0.1.0, and leaving pre mode releases the stable version of packages that nobody touched. Ory's sandbox projects have an `alpha` or `beta` until they are moved. A snapshot (`changeset version --snapshot`) is judged by the same key, `prerelease`, and by nothing else: a track that forbids prereleases refuses it, and one that requires `alpha` takes `--snapshot alpha`.",
  level: "error",
  examples: {
    reject: [
      {
        title: "A patch on 0.1.0-alpha.3, outside pre mode",
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
    ],
  },

  check: (view) =>
    view.judged.flatMap((release) => {
      const track = view.trackOf(release.name);
      if (!track || typeof track.prerelease === "string") return [];
      const ids = track.prerelease.required;
      if (ids.includes(prereleaseOf(release.to) ?? "")) return [];
      const place = placeOf(view, release);
      return [
        {
          package: release.name,
          release,
          at: place.path.startsWith(".changeset/") ? place : versionAt(release.dir),
          track: track.name,
          ids,
          lanes: view.planner.id === "pnpm",
          tag: view.pre?.mode === "pre" ? view.pre.tag : undefined,
          because: track.line("prerelease"),
        },
      ];
    }),

  message: ({ release, track, ids }) =>
    say`${release.name} would be released as ${release.to}, and track ${track} keeps ${list(ids, "or")}`,
  help: ({ release, track, ids: [id = "alpha"], lanes, tag }) => {
    if (tag !== undefined) {
      return say`let track ${track} keep ${tag} too, or leave pre mode and enter it with ${id}: ${`pnpm changeset pre exit`}, ${`pnpm changeset version`}, ${`pnpm changeset pre enter ${id}`}`;
    }
    return lanes
      ? say`put it on a lane: ${`pnpm lane ${id} --filter ${release.name}`}, or move it to another track if it is stable`
      : say`enter pre mode first, for the whole workspace: ${`pnpm changeset pre enter ${id}`}; or move ${release.name} to another track if it is stable`;
  },
});
