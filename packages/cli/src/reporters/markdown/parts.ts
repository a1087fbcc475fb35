import type { Report, ReportedFinding, ReportedRelease } from "../../report.ts";

/** A report as a comment tells it: what this change does apart from what its base does anyway. */
export interface Parts {
  /** To which the change leads. */
  readonly own: readonly ReportedRelease[];
  /** That the base would make without it. */
  readonly others: readonly ReportedRelease[];
  /** Without those that the missing changesets have a section for. */
  readonly errors: readonly ReportedFinding[];
  readonly warnings: readonly ReportedFinding[];
  /** On changed packages that no changeset names. */
  readonly missing: readonly ReportedFinding[];
  /** Releases, by package, that an error is about. */
  readonly refused: ReadonlySet<string>;
}

export function partsOf({
  releases,
  findings,
  unreleased = [],
  pendingReleases = [],
}: Report): Parts {
  const pending = new Set(pendingReleases);
  const shown = new Set(unreleased.map(({ name }) => name));
  const isMissing = ({ rule, package: name = "" }: ReportedFinding) =>
    rule === "changeset-missing" && shown.has(name);
  const rest = findings.filter((finding) => !isMissing(finding));
  const errors = rest.filter(({ level }) => level === "error");
  const released = new Set(releases.map(({ name }) => name));
  const refused = new Set(
    errors.flatMap(({ package: name = "" }) => (released.has(name) ? [name] : [])),
  );
  // What an error is about is this change's business, whoever planned it.
  const isOwn = ({ name }: ReportedRelease) => !pending.has(name) || refused.has(name);
  return {
    own: releases.filter(isOwn),
    others: releases.filter((release) => !isOwn(release)),
    errors,
    warnings: rest.filter(({ level }) => level === "warn"),
    missing: findings.filter(isMissing),
    refused,
  };
}
