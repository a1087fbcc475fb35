import major from "semver/functions/major.js";
import intersects from "semver/ranges/intersects.js";
import type { Policy } from "@release-policy/core";
import type { Audit, AuditFinding, AuditGroup, AuditRelease } from "../audit.ts";

/** The findings of releases by rule, or by package, those with the most refusals first. */
export function groupsOf(
  releases: readonly AuditRelease[],
  keyOf: (finding: AuditFinding) => string | undefined,
): readonly AuditGroup[] {
  const found = releases.flatMap((release) =>
    release.findings.map((finding) => ({ release, finding })),
  );
  const named = found.filter(({ finding }) => keyOf(finding) !== undefined);
  return [...Map.groupBy(named, ({ finding }) => keyOf(finding)!)]
    .map(([name, members]) => ({
      name,
      errors: members.filter(({ finding }) => finding.level === "error").length,
      warnings: members.filter(({ finding }) => finding.level === "warn").length,
      releases: new Set(members.map(({ release }) => release.commit)).size,
      first: members[0]!.release.date,
      last: members.at(-1)!.release.date,
    }))
    .toSorted(
      (a, b) => b.errors - a.errors || b.warnings - a.warnings || (a.name < b.name ? -1 : 1),
    );
}

/** The tracks with the majors that they take, of those that the releases made. */
export function tracksIn({ tracks }: Policy, releases: readonly AuditRelease[]): Audit["tracks"] {
  const versions = releases.flatMap(({ packages }) => packages.map(({ to }) => to));
  const made = [...new Set(versions.map((one) => major(one)))].toSorted((a, b) => a - b);
  return tracks.map(({ name, versions: shape }) => ({
    name,
    ...(shape ? { versions: shape.shape } : {}),
    majors: made.filter((one) =>
      intersects(`>=${one}.0.0 <${one + 1}.0.0-0`, shape?.range ?? "*", {
        includePrerelease: true,
      }),
    ),
  }));
}
