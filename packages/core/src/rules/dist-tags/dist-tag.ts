import type { Release } from "../../facts/facts.ts";
import type { PredictedTag } from "../../facts/publish-script.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import type { View } from "../../judge/view.ts";
import { distTagFor } from "../../policy/dist-tag.ts";
import type { PolicyLine } from "../../policy/file.ts";
import type { DistTagRule } from "../../policy/policy.ts";
import { matchesText } from "../../policy/selector.ts";
import { type Sentence, say } from "../../sentence.ts";
import { prereleaseOf } from "../../versions/bump.ts";
import { correctedScript, scriptEdit } from "./corrected-script.ts";

interface DistTagProblem extends Problem {
  readonly package: string;
  readonly release: Release;
  readonly predicted: PredictedTag;
  /** What the policy demands; undefined where any but `latest` will do. */
  readonly needed: string | undefined;
  /** The branch or the track that demands it. */
  readonly by: Sentence;
  readonly edit: Sentence;
  readonly command: string;
}

export const distTag = defineRule<DistTagProblem>({
  id: "dist-tag",
  family: "plan",
  summary: "A release must be published under the dist-tag that the policy sets for it.",
  why: "`npm install` takes what `latest` points to. `changeset publish` and `pnpm publish -r` publish a prerelease, or a patch of an old line, under `latest` unless told otherwise, and users get it as soon as it is published. Before a release, this rule compares the dist-tag that the release command would use with `distTag` of the branch or the track.",
  level: "error",
  looksAt: ["distTags"],
  needs: ["distTags", "history"],
  aboutToday: true,
  beyondPlan: true,
  examples: {
    reject: [
      {
        title: "A prerelease on latest",
        planner: "pnpm",
        packages: { "@acme/lab": "0.3.0" },
        changesets: { "try-it": { "@acme/lab": "minor" } },
        workspace: { versioning: { lanes: { "@acme/lab": "alpha" } } },
        policies: { sandbox: { packages: ["@acme/lab"], distTag: "{prerelease}" } },
        files: { "package.json": manifestWith("pnpm publish -r") },
      },
      {
        title: "A maintenance line on latest",
        branch: "maint/1.x",
        packages: { "@acme/core": "1.4.0" },
        changesets: { "small-fix": { "@acme/core": "patch" } },
        policies: {
          core: { packages: ["@acme/core"], distTag: "latest" },
          workspace: { branches: { "maint/*": { distTag: "release-{major}.x" } } },
        },
        files: { "package.json": manifestWith("changeset publish", "^3.0.3") },
      },
      {
        title: "A stable release left on next",
        packages: { "@acme/core": "1.4.0" },
        changesets: { "new-feature": { "@acme/core": "minor" } },
        policies: { core: { packages: ["@acme/core"], distTag: "latest" } },
        files: { "package.json": manifestWith("changeset publish --tag next", "^3.0.3") },
      },
      {
        title: "A prerelease that npm refuses to publish",
        packages: { "@acme/lab": "0.3.0" },
        changesets: { "try-it": { "@acme/lab": "minor" } },
        pre: { mode: "pre", tag: "alpha" },
        policies: { sandbox: { packages: ["@acme/lab"], distTag: "{prerelease}" } },
        files: { "package.json": manifestWith("npm publish --workspaces", "^3.0.3") },
      },
    ],
    accept: [
      {
        title: "Pre mode of Changesets",
        packages: { "@acme/lab": "0.3.0" },
        changesets: { "try-it": { "@acme/lab": "minor" } },
        pre: { mode: "pre", tag: "alpha" },
        policies: { sandbox: { packages: ["@acme/lab"], distTag: "{prerelease}" } },
        files: { "package.json": manifestWith("changeset publish", "^3.0.3") },
      },
    ],
  },

  check: (view) => {
    const { publishScript: script } = view;
    if (!script) return [];
    const tagged = view.judged.flatMap((release) => {
      const { name, to, distTag: predicted } = release;
      const found = demandOn(view, name);
      if (!predicted) return [];
      const now = "tag" in predicted ? predicted.tag : undefined;
      return [{ release, predicted, now, found, needed: found && distTagFor(found.rule, to) }];
    });
    const text = correctedScript(
      script,
      tagged.map(({ release, now, needed }) => ({
        name: release.name,
        now,
        needed: needed ?? (now === undefined || now === "latest" ? "next" : now),
      })),
      { planner: view.planner.id, isPreMode: view.pre?.mode === "pre" },
    );
    return tagged.flatMap(({ release, predicted, now, found, needed }): DistTagProblem[] =>
      !found || (now !== undefined && (needed === undefined ? now !== "latest" : now === needed))
        ? []
        : [
            {
              package: release.name,
              release,
              at: script.at,
              predicted,
              needed,
              by: found.by,
              edit: scriptEdit(script, text),
              command: script.text,
              because: found.line,
            },
          ],
    );
  },

  message: ({ package: name, release, predicted, needed, by, command }) => {
    const version = say`${name} ${release.to}`;
    if ("refusal" in predicted) {
      switch (predicted.refusal) {
        case "pre-mode":
          return say`${version} would not be published: Changesets refuses ${"--tag"} in pre mode (${command})`;
        case "prerelease":
          return say`${version} would get no dist-tag: npm 11 and Bun refuse a prerelease without ${"--tag"}, and npm 10 moves ${"latest"} to it (${command})`;
        case "lower":
          return say`${version} would get no dist-tag: npm 11 refuses it without ${"--tag"} because a higher version was published, and npm 10 moves ${"latest"} back to it (${command})`;
        case "range":
          return say`${version} would not be published: the dist-tag in ${command} is a semver range`;
      }
    }
    const { tag } = predicted;
    const why =
      predicted.by === "only-prereleases"
        ? say`, because only prereleases of it were published`
        : say``;
    const requirement =
      needed === undefined ? say`allows no prerelease there` : say`requires ${needed}`;
    return say`${version} would be published under ${tag}${why}, but ${by} ${requirement}`;
  },
  help: ({ edit }) => edit,
  option: ({ package: name, release, predicted, needed }) =>
    "tag" in predicted && needed !== undefined && predicted.tag !== "latest"
      ? say`if ${predicted.tag} is intended for ${name}, allow it with ${
          prereleaseOf(release.to) === undefined
            ? `distTag: { stable: ${predicted.tag} }`
            : `distTag: { prereleases: ${predicted.tag} }`
        }`
      : undefined,
});

/** The manifest of an example's root, with a release command. */
function manifestWith(release: string, changesets?: string): string {
  const manifest = {
    name: "acme",
    private: true,
    scripts: { release },
    ...(changesets ? { devDependencies: { "@changesets/cli": changesets } } : {}),
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** What a branch demands comes before what a track does. */
export function demandOn(
  view: View,
  name: string,
): { readonly rule: DistTagRule; readonly by: Sentence; readonly line: PolicyLine } | undefined {
  const { branch } = view;
  const onBranch = view.policy.branches.find(
    ({ pattern, distTag: rule }) => rule && branch !== undefined && matchesText(pattern, branch),
  );
  if (onBranch?.distTag)
    return { rule: onBranch.distTag, by: say`branch ${branch ?? ""}`, line: onBranch.line };
  const track = view.trackOf(name);
  return track?.distTag
    ? { rule: track.distTag, by: say`track ${track.name}`, line: track.line("distTag") }
    : undefined;
}
