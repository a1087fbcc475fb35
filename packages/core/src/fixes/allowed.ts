import type { Bump } from "../bump.ts";
import { matchesText } from "../policy/selector.ts";
import type { View } from "../view.ts";

/** What an author may ask for a package: what its track takes and the branch, too; where they have nothing in common, the branch. */
export function allowedFor(view: View, name: string): readonly Bump[] | undefined {
  const track = view.trackOf(name)?.declared;
  const branches = view.policy.branches.flatMap(({ pattern, declared }) =>
    declared && view.branch !== undefined && matchesText(pattern, view.branch) ? [declared] : [],
  );
  if (branches.length === 0) return track;
  const onBranch = branches.reduce((all, one) => all.filter((bump) => one.includes(bump)));
  const both = onBranch.filter((bump) => !track || track.includes(bump));
  return both.some((bump) => bump !== "none") ? both : onBranch;
}
