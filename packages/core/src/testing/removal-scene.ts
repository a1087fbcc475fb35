import type { Declaration } from "../facts/evidence.ts";
import type { Cause, Changeset, Facts } from "../facts/facts.ts";
import { carried } from "../versions/bump.ts";
import { sceneFacts, versionChanges } from "./scene-facts.ts";
import type { Scene } from "./scene.ts";

/** The removal of `open` of `core`, in 2.0.0 unless another step is given, by the seventh line of the changeset `cat`. */
export interface Removing {
  readonly step?: string;
  /** Nothing is removed if it is undefined. */
  readonly value?: string | undefined;
  readonly track?: object;
  readonly ledger?: readonly object[];
  /** Packages that the changeset bumps too, less. */
  readonly others?: readonly string[];
  /** A version commit has made the release and used the changeset up. */
  readonly written?: boolean;
  readonly facts?: Partial<Facts>;
}

export function removalScene({
  step = "1.4.0 -> 2.0.0",
  track = {},
  ledger = [],
  others = [],
  written = false,
  facts = {},
  ...given
}: Removing): Scene {
  const value = "value" in given ? given.value : "open";
  const path = ".changeset/cat.md";
  const [from = "", to = ""] = step.split(" -> ");
  const bump = carried(from, to);
  const at = { path, line: 2, column: 1 };
  const bumps = ["core", ...others].map((name, i) => ({
    package: name,
    bump: i === 0 ? bump : ("patch" as const),
    at: { ...at, line: 2 + i },
  }));
  const declarations: Declaration[] =
    value === undefined ? [] : [{ kind: "removes", value, at: { path, line: 7, column: 1 } }];
  const cat: Partial<Changeset> = { bumps, declarations };
  const cause: Cause = { kind: "changeset", changeset: "cat", bump, at };
  const changes = versionChanges({ consumes: sceneFacts({ changesets: { cat } }).changesets });
  return {
    packages: {
      core: written ? to : from,
      ...Object.fromEntries(others.map((name) => [name, "1.0.0"])),
    },
    changesets: written ? {} : { cat },
    releases: { core: { from, to, causes: [cause], written } },
    policies: {
      all: { packages: ["*"], ...track },
      deprecations: { deprecations: ledger },
    },
    facts: { ...(written ? { changes } : {}), ...facts },
  };
}
