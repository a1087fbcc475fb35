import type { Problem } from "../../judge/rule.ts";
import type { View } from "../../judge/view.ts";
import { type Sentence, say, series } from "../../sentence.ts";
import { type Bump, greatest } from "../../versions/bump.ts";
import { type Change, remedyFor } from "./change.ts";

/** A release that is too small for what it changes. */
export interface SmallBump extends Problem {
  readonly kind: "small";
  readonly package: string;
  readonly track: string | undefined;
  readonly version: string | undefined;
  readonly needed: Bump;
  readonly got: Bump;
  readonly changes: readonly Change[];
  readonly remedy: Sentence;
}

/** What needs no other bump: a line that is dropped too early, a change that is only announced, a break that is not proven, a report that is gone. */
export interface OtherProblem extends Problem {
  readonly kind: "early" | "announced" | "possible" | "lost";
  readonly message: Sentence;
  readonly help: Sentence;
}

/** What would be released, and what its track requires. */
export function tooSmall(problem: SmallBump): Sentence {
  const { changes, track, needed } = problem;
  const who = track === undefined ? say`its policy` : say`track ${track}`;
  return say`${planned(problem)} but ${who} requires a ${needed} for ${series(changes.map(({ reason }) => reason))}`;
}

const planned = ({
  package: name,
  release,
  version,
  got,
}: Pick<SmallBump, "package" | "release" | "version" | "got">): Sentence =>
  release
    ? say`${name} would go from ${release.from} to ${release.to}, a ${got} release,`
    : say`${name} would stay at ${version ?? "its version"},`;

/** One finding for each package and place: what is wrong with one line of a changeset, or one package.json. */
export function grouped(view: View, changes: readonly Change[]): SmallBump[] {
  // A changeset that declares a break is the place where the API's own is answered.
  const declaredAt = new Map(
    changes.flatMap(({ package: name, at, cause }) => (cause ? [[name, at.path] as const] : [])),
  );
  const groups = Map.groupBy(
    changes,
    ({ package: name, at, isOfApi, api }) =>
      `${name}\0${api ?? ""}\0${(isOfApi && !api ? declaredAt.get(name) : undefined) ?? at.path}`,
  );
  return [...groups.values()].map((group) => {
    const {
      package: name,
      release,
      at,
      cause,
      because,
      api,
    } = group.find((one) => one.cause) ?? group[0]!;
    const needed = greatest(group.map((one) => one.needed));
    return {
      kind: "small",
      package: name,
      at,
      ...(release ? { release } : {}),
      ...(cause ? { cause } : {}),
      ...(because ? { because } : {}),
      ...(api === undefined ? {} : { api }),
      track: view.trackOf(name)?.name,
      version: view.packageNamed(name)?.version,
      needed,
      got: greatest(group.map(({ got }) => got)),
      changes: group,
      remedy: remedyFor(view, name, needed, group),
    };
  });
}

/** A breaking change that is only announced, as a warning. */
export function announcementOf({
  package: name,
  at,
  release,
  because,
  ...change
}: Change): OtherProblem[] {
  const { announcement: message, without: help } = change;
  if (!message) return [];
  const about = {
    package: name,
    at,
    ...(release ? { release } : {}),
    ...(because ? { because } : {}),
  };
  return [{ kind: "announced", atMost: "warn", ...about, message, help }];
}

/** A break of the API that TypeScript cannot decide, as a warning. */
export function possibleBreak(view: View, change: Change): OtherProblem {
  const { package: name, at, release, because, needed, got, reason } = change;
  const version = view.packageNamed(name)?.version;
  return {
    kind: "possible",
    atMost: "warn",
    package: name,
    at,
    ...(release ? { release } : {}),
    ...(because ? { because } : {}),
    message: say`${planned({ package: name, ...(release ? { release } : {}), version, got })} but existing code that uses ${reason} may not compile`,
    help: say`compile code that uses it; if that fails, ${remedyFor(view, name, needed, [change])}`,
  };
}
