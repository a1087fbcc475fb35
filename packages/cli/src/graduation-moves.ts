import { say, tracksOf, type Package, type Policy, type Track } from "@release-policy/core";
import type { Sentence } from "@release-policy/core/types";
import type { Graduation } from "./graduate.ts";
import type { Tried } from "./trial.ts";

/** The package is on its new track alone, and nobody else has moved. */
export const isOnlyMove = (start: Tried, policy: Policy, moved: Package, target: Track): boolean =>
  start.view.packages.every((pkg) => {
    const names = (of: Policy) => tracksOf(of, pkg).map(({ name }) => name);
    const wanted = pkg.name === moved.name ? [target.name] : names(start.policy);
    return wanted.join("\n") === names(policy).join("\n");
  });

export const movesOf = (start: Tried, after: Tried, name?: string): Graduation["moves"] =>
  after.view.releases
    .filter((one) => one.name !== name && start.view.releaseOf(one.name)?.to !== one.to)
    .map((one) => ({ name: one.name, from: one.from, to: one.to }));

export const lastOf = ({ name }: Package, track: Track): Sentence =>
  say`${name} is all that track ${track.name} has: remove ${track.line("packages").at.path}, and what names that track, then run it again`;

export const byHand = ({ name }: Package, from: readonly Track[], target: Track): Sentence =>
  say`the lists of packages cannot be edited safely: put ${name} on track ${target.name}${
    from.length > 0 ? say` and take it off ${from.map((one) => one.name).join(", ")}` : say``
  } by hand`;
