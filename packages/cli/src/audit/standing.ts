import { outcomeOf } from "@release-policy/core";
import type { AuditFinding, AuditRelease } from "../audit.ts";

/**
 * The releases, oldest first, each without the findings on the workspace that the one before it had in the same words: a
 * changeset that names a package which is gone lies there for a hundred prereleases, and is one mistake.
 */
export function withoutStanding(releases: readonly AuditRelease[]): readonly AuditRelease[] {
  let before: ReadonlySet<string> = new Set();
  return releases.map((release) => {
    if (release.outcome === "unjudged") return release;
    const findings = release.findings.filter(
      (finding) => !isOfWorkspace(finding) || !before.has(wordsOf(finding)),
    );
    before = new Set(release.findings.filter(isOfWorkspace).map(wordsOf));
    const standing = release.findings.length - findings.length;
    return standing === 0
      ? release
      : { ...release, outcome: outcomeOf(findings), findings, standing };
  });
}

const isOfWorkspace = (finding: AuditFinding): boolean => finding.package === undefined;

const wordsOf = ({ rule, path, message }: AuditFinding): string => [rule, path, message].join("\0");
