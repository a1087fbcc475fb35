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
  const queue: Step[] = [{ release, causes: release.causes, links: [] }];
  const seen = new Set([release.name]);
  let longest: readonly Link[] = [];
  for (const { release: at, causes, links } of queue) {
    for (const cause of strongestFirst(causes)) {
      const chain = [...links, { package: at.name, to: at.to, cause }];
      const back = origin(cause);
      if (back === undefined) return chain;
      if (chain.length > longest.length) longest = chain;
      if (back === at.name)
        queue.push({ release: at, causes: withoutGroups(causes), links: chain });
      const next = seen.has(back) ? undefined : releaseOf(back);
      if (!next) continue;
      seen.add(back);
      queue.push({ release: next, causes: next.causes, links: chain });
    }
  }
  return longest;
}

interface Step {
  readonly release: Release;
  readonly causes: readonly Cause[];
  readonly links: readonly Link[];
}

/** A group that takes its bump from the package itself leads on to the package's other causes. */
const withoutGroups = (causes: readonly Cause[]): readonly Cause[] =>
  causes.filter(({ kind }) => kind !== "group");

/** A cause that the bump exceeds cannot be why the release is that big: it comes last. */
const strongestFirst = (causes: readonly Cause[]): readonly Cause[] =>
  causes.toSorted((a, b) => (isOver(b.bump, a.bump) ? 1 : isOver(a.bump, b.bump) ? -1 : 0));
