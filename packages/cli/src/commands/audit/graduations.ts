import type { Audit, AuditFinding, AuditRelease } from "./release.ts";

/** A package that reached 1.0.0 by accident, and the releases after it that are refused only because of that. */
export interface Graduation {
  readonly package: string;
  readonly version: string;
  readonly commit: string;
  readonly date: string;
  /** The day on which the version was taken back. */
  readonly undone?: string;
  readonly consequences: readonly {
    readonly release: AuditRelease;
    readonly finding: AuditFinding;
  }[];
}

/** Each accidental graduation with what followed from it, those with the most consequences first. */
export function graduationsOf(releases: readonly AuditRelease[]): readonly Graduation[] {
  const errors = releases.flatMap((release) =>
    release.findings
      .filter(({ level }) => level === "error")
      .map((finding) => ({ release, finding })),
  );
  const first = new Map<string, (typeof errors)[number]>();
  for (const one of errors) {
    const { rule, package: name = "" } = one.finding;
    if (rule === "accidental-graduation" && !first.has(name)) first.set(name, one);
  }
  return [...first]
    .map(([name, { release, finding }]) => ({
      package: name,
      version: finding.version ?? "",
      commit: release.commit,
      date: release.date,
      ...undoneOf(release, name),
      consequences: errors.filter(
        (one) =>
          one.finding.rule === "version-inside-track" &&
          one.finding.package === name &&
          one.release.date >= release.date,
      ),
    }))
    .toSorted((a, b) => b.consequences.length - a.consequences.length);
}

/** The releases without the findings that a graduation's card shows. */
export function withoutConsequences(
  releases: readonly AuditRelease[],
  found: readonly Graduation[],
): readonly AuditRelease[] {
  const consequences = new Set(
    found.flatMap((one) => one.consequences.map(({ finding }) => finding)),
  );
  return releases.map((release) => ({
    ...release,
    findings: release.findings.filter((finding) => !consequences.has(finding)),
  }));
}

const undoneOf = ({ packages }: AuditRelease, name: string): { readonly undone?: string } => {
  const undone = packages.find((pkg) => pkg.name === name)?.undone;
  return undone === undefined ? {} : { undone };
};

/** `, undone the same day` */
export function undoneText(date: string, undone: string | undefined): string {
  if (undone === undefined) return "";
  return undone === date ? ", undone the same day" : `, undone on ${undone}`;
}

/** The versions of the track that a package is on, as the policy has them. */
export function shapeOfTrack(
  name: string,
  releases: Audit["releases"],
  tracks: Audit["tracks"],
): string {
  const last = releases.findLast(({ packages }) => packages.some((pkg) => pkg.name === name));
  const track = last?.packages.find((pkg) => pkg.name === name)?.track;
  return tracks.find((known) => known.name === track)?.versions ?? "its track";
}
