import type { Cause } from "../facts/facts.ts";
import { type Bump, isOver } from "../versions/bump.ts";
import { leastBump, origin } from "./chain.ts";

/** How far the causes of releases lead from what a person wrote. */
export interface Propagation {
  /** The largest bump of each package from its causes; a package without an entry has none. */
  readonly reached: ReadonlyMap<string, Bump>;
  /** Gives packages a bump all at once, as a group does, and returns those for which it is more than they had. */
  readonly raise: (names: readonly string[], bump: Bump) => readonly string[];
}

interface Effect {
  readonly name: string;
  readonly cause: Cause;
}

/**
 * Follows the causes forward, from those that have no cause of their own. Packages that only cause each other are not
 * reached. Time grows with the number of causes.
 */
export function propagation(causes: ReadonlyMap<string, readonly Cause[]>): Propagation {
  const starts: Effect[] = [];
  const effects = new Map<string, Effect[]>();
  for (const [name, own] of causes) {
    for (const cause of own) {
      const from = origin(cause);
      const known = from === undefined ? starts : effects.get(from);
      if (known) known.push({ name, cause });
      else effects.set(from!, [{ name, cause }]);
    }
  }
  const reached = new Map<string, Bump>();
  const queue: { readonly name: string; readonly bump: Bump }[] = [];
  const reach = (name: string, bump: Bump): boolean => {
    const before = reached.get(name);
    if (before !== undefined && !isOver(bump, before)) return false;
    reached.set(name, bump);
    queue.push({ name, bump });
    return true;
  };
  const drain = (): void => {
    // The queue grows while it is walked.
    for (const at of queue)
      for (const { name, cause } of effects.get(at.name) ?? [])
        if (!isOver(leastBump(cause), at.bump)) reach(name, cause.bump);
    queue.length = 0;
  };
  for (const { name, cause } of starts) reach(name, cause.bump);
  drain();
  return {
    reached,
    raise: (names, bump) => {
      const raised = names.filter((name) => reach(name, bump));
      drain();
      return raised;
    },
  };
}
