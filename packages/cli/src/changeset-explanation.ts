import type { Bump, Changeset, Finding, Link, Location, Release } from "@release-policy/core/types";

/** Everything about one changeset: whom it names, what each becomes, what follows, what the policy has against it. */
export interface ChangesetExplanation {
  readonly changeset: Pick<Changeset, "id" | "path" | "summary" | "consumed" | "declarations">;
  readonly named: readonly {
    readonly name: string;
    readonly bump: Bump;
    readonly at: Location;
    /** Undefined where the planner releases nothing for it. */
    readonly release?: Pick<Release, "from" | "to">;
  }[];
  /** Packages that it does not name and that are released because of it, each with the chain back to it. */
  readonly follows: readonly (Pick<Release, "name" | "from" | "to"> & {
    readonly chain: readonly Link[];
  })[];
  readonly findings: readonly Finding[];
}
