import parse from "semver/functions/parse.js";
import * as s from "../../policy/schema/definition.ts";
import { linePaths } from "../../docs/named-paths.ts";
import type { Release } from "../../facts/facts.ts";
import { placeOf } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { oneOf, strict } from "../../policy/schema/words.ts";
import { list, say } from "../../sentence.ts";

interface DocsPerLineProblem extends Problem {
  readonly release: Release;
  readonly line: string;
  readonly missing: readonly string[];
}

interface Options {
  readonly of: "major" | "minor";
}

const POLICIES = {
  core: { packages: ["@acme/*"] },
  workspace: {
    docs: { lines: ["docs/v{major}.{minor}"] },
    rules: { "docs-per-line": "warn" },
  },
};

export const docsPerLine = defineRule<DocsPerLineProblem, Options>({
  id: "docs-per-line",
  family: "docs",
  summary:
    "A release that starts a new release line must have the documentation that `docs.lines` requires.",
  why: "The documentation folder of a new release line is created by hand and easily forgotten. Users of the new line then read the documentation of the old one.",
  level: "off",
  needs: ({ docs }) => (docs.lines.length > 0 ? ["documents"] : []),
  options: () =>
    strict({
      of: s.withDefault(
        oneOf(["major", "minor"]).check(
          s.description("What starts a release line: every new minor, or only a new major."),
        ),
        "minor",
      ),
    }),
  aboutToday: true,
  beyondPlan: true,
  examples: {
    reject: [
      {
        title: "A minor without the folder of its release line",
        packages: { "@acme/core": "1.2.0" },
        changesets: { "new-feature": { "@acme/core": "minor" } },
        files: { "docs/v1.2/index.md": "# 1.2\n" },
        policies: POLICIES,
      },
    ],
    accept: [
      {
        title: "The folder exists",
        packages: { "@acme/core": "1.2.0" },
        changesets: { "new-feature": { "@acme/core": "minor" } },
        files: { "docs/v1.3/index.md": "# 1.3\n" },
        policies: POLICIES,
      },
      {
        title: "A patch does not start a release line",
        packages: { "@acme/core": "1.2.0" },
        changesets: { "small-fix": { "@acme/core": "patch" } },
        policies: POLICIES,
      },
    ],
  },

  check: (view, options) =>
    view.judged.flatMap((release): DocsPerLineProblem[] => {
      const line = lineOpened(release, options(release.name).of);
      if (line === undefined || !view.paths) return [];
      const missing = linePaths(view.policy.docs, release.to).filter(
        (path) => !view.paths!.includes(path),
      );
      if (missing.length === 0) return [];
      return [{ package: release.name, release, at: placeOf(view, release), line, missing }];
    }),

  message: ({ release, line, missing }) =>
    say`${release.name} ${release.to} would start release line ${line}, but ${list(missing)} ${missing.length === 1 ? ["is"] : ["are"]} missing`,
  help: ({ missing }) => say`add ${list(missing)}`,
});

/** `1.3` of a release that is the first stable one of its line. */
function lineOpened({ from, to }: Release, of: Options["of"]): string | undefined {
  const [old, next] = [parse(from), parse(to)];
  if (!old || !next || next.prerelease.length > 0) return undefined;
  const lineOf = ({ major, minor }: typeof next) =>
    of === "major" ? `${major}` : `${major}.${minor}`;
  // 1.3.0-beta.0 is before its line, 1.3.1-beta.0 is in it.
  const isBefore =
    old.prerelease.length > 0 && old.patch === 0 && (of === "minor" || old.minor === 0);
  return isBefore || lineOf(old) !== lineOf(next) ? lineOf(next) : undefined;
}
