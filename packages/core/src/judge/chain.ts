import type { Cause, Release } from "../facts/facts.ts";
import type { Location } from "../facts/location.ts";
import { BUMPS, type Bump, greatest, isOver } from "../versions/bump.ts";

/** One step back from a release towards the changeset that started it. */
export interface Link {
  readonly package: string;
  readonly to: string;
  readonly cause: Cause;
}

/** The package that a cause leads back to, undefined where the chain ends. */
export function origin(cause: Cause): string | undefined {
  if (cause.kind === "dependency") return cause.on;
  if (cause.kind === "group") return cause.from;
  if (cause.kind === "train") return cause.leader;
  return cause.kind === "epic" ? cause.lead : undefined;
}

/** The cause of a release that is this line of a changeset. */
export const causeAt = (release: Release | undefined, at: Location): Cause | undefined =>
  release?.causes.find(
    (cause) => cause.kind === "changeset" && cause.at.path === at.path && cause.at.line === at.line,
  );

/** The least bump of its origin with which a cause has its effect. */
export const leastBump = (cause: Cause): Bump => ("needs" in cause && cause.needs) || "none";

/**
 * The shortest chain from the release back to what a person wrote: a changeset, a mode, a lane. Each step follows the
 * causes that result in at least the bump that the previous step needs: a smaller one cannot explain the release. A
 * package may be in a chain twice, with its own bump and with a smaller one that started it. Smaller bumps are only
 * explained if nothing explains the full one. Empty if nothing explains the release. `end` limits which causes may
 * end a chain.
 */
export function chainOf(
  release: Release,
  releaseOf: (name: string) => Release | undefined,
  end: (cause: Cause) => boolean = () => true,
): readonly Link[] {
  const most = greatest(release.causes.map(({ bump }) => bump));
  let longest: readonly Link[] = [];
  for (const least of BUMPS.toReversed()) {
    if (isOver(least, most)) continue;
    const { ended, links } = walk(release, least, releaseOf, end);
    if (ended) return links;
    if (longest.length === 0) longest = links;
  }
  return longest;
}

/** Whether a chain ends at something without a cause of its own. */
export const hasStart = (chain: readonly Link[]): boolean => {
  const last = chain.at(-1);
  return last !== undefined && origin(last.cause) === undefined;
};

interface Step {
  readonly release: Release;
  readonly causes: readonly Cause[];
  readonly links: readonly Link[];
}

/** Breadth first. `ended` where a chain came to its end; else the links are the longest that was seen. */
function walk(
  release: Release,
  least: Bump,
  releaseOf: (name: string) => Release | undefined,
  end: (cause: Cause) => boolean,
): { readonly ended: boolean; readonly links: readonly Link[] } {
  const queue: Step[] = [{ release, causes: givingAtLeast(release.causes, least), links: [] }];
  const seen = new Set([keyOf(release.name, least)]);
  let longest: readonly Link[] = [];
  for (const { release: at, causes, links } of queue) {
    for (const cause of causes) {
      const chain = [...links, { package: at.name, to: at.to, cause }];
      const back = origin(cause);
      if (back === undefined && end(cause)) return { ended: true, links: chain };
      const isNew = !links.some((link) => link.package === at.name);
      if (isNew && chain.length > longest.length) longest = chain;
      if (back === undefined) continue;
      const key = keyOf(back, leastBump(cause), cause);
      const next = seen.has(key) ? undefined : releaseOf(back);
      if (!next) continue;
      seen.add(key);
      const own = cause.kind === "group" ? withoutGroup(next.causes, cause.group) : next.causes;
      queue.push({ release: next, causes: givingAtLeast(own, leastBump(cause)), links: chain });
    }
  }
  return { ended: false, links: longest };
}

const keyOf = (name: string, least: Bump, cause?: Cause): string =>
  [name, least, cause?.kind === "group" ? cause.group : ""].join("\n");

const givingAtLeast = (causes: readonly Cause[], least: Bump): readonly Cause[] =>
  causes.filter(({ bump }) => !isOver(least, bump));

/** A group takes its bump from what a member has apart from the group, be it the package itself. */
const withoutGroup = (causes: readonly Cause[], group: "fixed" | "linked"): readonly Cause[] =>
  causes.filter((cause) => cause.kind !== "group" || cause.group !== group);
