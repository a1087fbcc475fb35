import inc from "semver/functions/inc.js";
import valid from "semver/functions/valid.js";
import * as s from "../../policy/schema/definition.ts";
import type { Release } from "../../facts/facts.ts";
import { manifestIn, placeOf } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import type { View } from "../../judge/view.ts";
import { strict, texts } from "../../policy/schema/words.ts";
import { say } from "../../sentence.ts";

interface VersionAlreadyUsedProblem extends Problem {
  readonly release: Release;
  /** The day of its tag; undefined where the policy says that it is burnt. */
  readonly since: string | undefined;
  readonly free: string | undefined;
}

interface Options {
  readonly burnt: Readonly<Record<string, readonly string[]>>;
}

export const versionAlreadyUsed = defineRule<VersionAlreadyUsedProblem, Options>({
  id: "version-already-used",
  family: "versions",
  summary: "A release must not reuse a version that has a tag or that the policy lists as burnt.",
  why: "npm rejects a version that was published before, even if it was unpublished, and lockfiles still refer to the old one.",
  level: "off",
  needs: ["history"],
  options: () =>
    strict({
      burnt: s.withDefault(
        s
          .record(s.string(), texts("versions"), { error: "write packages with versions" })
          .check(s.description("Used versions by package that no longer have a tag.")),
        {},
      ),
    }),
  notWhen:
    "In a clone without tags, only `burnt` is known. A tag made on the day of a version commit counts as the tag of that commit.",
  examples: {
    reject: [
      {
        title: "A version that has a tag",
        tags: { "@acme/core@1.2.0": "2026-05-01", "@acme/core@1.2.1": "2026-05-02" },
        packages: { "@acme/core": "1.2.0" },
        changesets: { fix: { "@acme/core": "patch" } },
        policies: { core: { packages: ["@acme/*"], rules: { "version-already-used": "error" } } },
      },
      {
        title: "A version listed as burnt",
        packages: { "@acme/core": "1.7.0" },
        changesets: { fix: { "@acme/core": "patch" } },
        policies: {
          core: {
            packages: ["@acme/*"],
            rules: { "version-already-used": ["error", { burnt: { "@acme/core": ["1.7.1"] } }] },
          },
        },
      },
    ],
    accept: [
      {
        title: "The next free version",
        tags: { "@acme/core@1.2.0": "2026-05-01", "@acme/core@1.2.1": "2026-05-02" },
        packages: { "@acme/core": "1.2.1" },
        changesets: { fix: { "@acme/core": "patch" } },
        policies: { core: { packages: ["@acme/*"], rules: { "version-already-used": "error" } } },
      },
    ],
  },

  check: (view, options) => {
    const tags = takenVersions(view);
    return view.judged.flatMap((release) => {
      const { name, from, to, bump } = release;
      const { burnt } = options(name);
      const isBurnt = (version: string): boolean =>
        Object.hasOwn(burnt, name) && burnt[name]!.some((one) => valid(one) === version);
      const isTaken = (version: string): boolean =>
        tags.has(`${name}@${version}`) || isBurnt(version);
      const version = valid(to);
      if (!version || from === to || !isTaken(version)) return [];
      // The planner counts on from the version in package.json.
      const next = bump === "none" ? null : inc(version, bump);
      const free = next && !isTaken(next) ? next : undefined;
      const since = tags.get(`${name}@${version}`);
      return [{ package: name, release, at: placeOf(view, release), since, free }];
    });
  },

  message: ({ release: { name, to }, since }) =>
    since === undefined
      ? say`${name} would be ${to}, but that version is listed as burnt`
      : say`${name} would be ${to}, but that version was tagged on ${since}`,
  help: ({ release: { dir, to }, free }) => {
    const write = say`write ${`"version": "${to}"`} in ${manifestIn(dir)}`;
    return free === undefined
      ? say`${write}, and the next release continues from there`
      : say`${write}: the next release is then ${free}`;
  },
});

/** By `name@version`, the day of each tag until today. A version commit may have its own tag already. */
const takenVersions = (view: View): ReadonlyMap<string, string> =>
  new Map(
    (view.history ?? [])
      .filter(({ package: name, date }) =>
        view.releaseOf(name)?.written ? date < view.today : date <= view.today,
      )
      .map(({ package: name, version, date }) => [`${name}@${version}`, date]),
  );
