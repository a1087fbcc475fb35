import { isOver } from "./bump.ts";
import type { Cause, Release } from "./facts.ts";

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
  return cause.kind === "epic" ? cause.lead : undefined;
}

/**
 * The shortest chain from the release back to a changeset (or a mode), following at each step the cause
 * that asks for most. Cycles of dependencies are walked once. Empty where nothing explains the release.
 */
export function chainOf(
  release: Release,
  releaseOf: (name: string) => Release | undefined,
): readonly Link[] {
  const queue: { release: Release; links: readonly Link[] }[] = [{ release, links: [] }];
  const seen = new Set([release.name]);
  let longest: readonly Link[] = [];
  for (const { release: at, links } of queue) {
    for (const cause of strongestFirst(at)) {
      const chain = [...links, { package: at.name, to: at.to, cause }];
      const back = origin(cause);
      if (back === undefined) return chain;
      if (back === at.name) return [...chain, ...ownChangeset(at)];
      if (longest.length === 0) longest = chain;
      const next = releaseOf(back);
      if (!next || seen.has(back)) continue;
      seen.add(back);
      queue.push({ release: next, links: chain });
    }
  }
  return longest;
}

/** A group that takes its bump from the package itself ends at the package's own changeset. */
const ownChangeset = (release: Release): readonly Link[] =>
  strongestFirst(release)
    .filter((cause) => cause.kind === "changeset")
    .slice(0, 1)
    .map((cause) => ({ package: release.name, to: release.to, cause }));

/** A cause that the bump exceeds cannot be why the release is that big: it comes last. */
const strongestFirst = ({ causes }: Release): readonly Cause[] =>
  causes.toSorted((a, b) => (isOver(b.bump, a.bump) ? 1 : isOver(a.bump, b.bump) ? -1 : 0));
