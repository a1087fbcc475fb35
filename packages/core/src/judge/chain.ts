import type { Cause, Release } from "../facts/facts.ts";
import type { Location } from "../facts/location.ts";
import { greatest } from "../versions/bump.ts";

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

/**
 * The shortest chain from the release back to a changeset (or a mode), following at each step the causes that
 * ask for most: a weaker one cannot be why the release is that big. Only where those lead to no changeset are the
 * others followed too. Cycles are walked once. Empty where nothing explains the release.
 */
export function chainOf(
  release: Release,
  releaseOf: (name: string) => Release | undefined,
): readonly Link[] {
  const strong = walk(release, releaseOf, strongest);
  if (strong.ended) return strong.links;
  const all = walk(release, releaseOf, (causes) => causes);
  return all.ended ? all.links : strong.links;
}

interface Step {
  readonly release: Release;
  readonly causes: readonly Cause[];
  readonly links: readonly Link[];
}

/** Breadth first. `ended` where a chain came to its end; else the links are the longest that was seen. */
function walk(
  release: Release,
  releaseOf: (name: string) => Release | undefined,
  followed: (causes: readonly Cause[]) => readonly Cause[],
): { readonly ended: boolean; readonly links: readonly Link[] } {
  const queue: Step[] = [{ release, causes: followed(release.causes), links: [] }];
  const seen = new Set([release.name]);
  let longest: readonly Link[] = [];
  for (const { release: at, causes, links } of queue) {
    for (const cause of causes) {
      const chain = [...links, { package: at.name, to: at.to, cause }];
      const back = origin(cause);
      if (back === undefined) return { ended: true, links: chain };
      if (chain.length > longest.length) longest = chain;
      const inGroup = cause.kind === "group";
      const key = inGroup ? `${back} alone` : back;
      const next = seen.has(key) ? undefined : releaseOf(back);
      if (!next) continue;
      seen.add(key);
      const own = inGroup ? withoutGroups(next.causes) : next.causes;
      queue.push({ release: next, causes: followed(own), links: chain });
    }
  }
  return { ended: false, links: longest };
}

/** A group takes its bump from what a member has apart from the group, be it the package itself. */
const withoutGroups = (causes: readonly Cause[]): readonly Cause[] =>
  causes.filter(({ kind }) => kind !== "group");

const strongest = (causes: readonly Cause[]): readonly Cause[] => {
  const most = greatest(causes.map(({ bump }) => bump));
  return causes.filter(({ bump }) => bump === most);
};
