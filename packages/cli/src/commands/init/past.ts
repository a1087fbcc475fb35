import type { PolicyText } from "../../policy/policy-files.ts";
import { type AuditProgress, auditPolicy } from "../audit/audit-policy.ts";
import type { AuditRelease } from "../audit/release.ts";

/** How long a person waits for it. */
export const REPLAY_MILLISECONDS = 10_000;

/** How far the replay is. */
export const replayText = ({ done, all, refused }: AuditProgress): string =>
  `checking past releases: ${done} of ${all}, ${refused} blocked (stops after ${REPLAY_MILLISECONDS / 1000} s)`;

/** What the proposed policy would have said of the newest releases. */
export interface Past {
  /** The releases that were judged, and how many of them would have been refused. */
  readonly releases: number;
  readonly refused: number;
  /** How many were not judged because time ran out. */
  readonly left: number;
  /** Of refused releases, the newest first: what would have refused each. */
  readonly examples: readonly {
    readonly date: string;
    readonly track?: string;
    readonly message: string;
  }[];
}

const MOST_RELEASES = 100;

/** Replays a policy that is not written yet over the newest releases of its packages. Undefined where the history has none. */
export async function pastOf(
  root: string,
  proposed: readonly PolicyText[],
  only: readonly string[],
  milliseconds: number,
  onProgress?: (progress: AuditProgress) => void,
): Promise<Past | undefined> {
  const signal = AbortSignal.timeout(milliseconds);
  const { releases, counts, left } = await auditPolicy(root, proposed, {
    limit: MOST_RELEASES,
    fresh: true,
    only,
    signal,
    ...(onProgress ? { onProgress } : {}),
  });
  if (releases.length === 0) return undefined;
  return {
    releases: releases.length,
    refused: counts.refused,
    left,
    examples: releases.toReversed().flatMap(exampleOf),
  };
}

function exampleOf({ date, findings, packages }: AuditRelease): Past["examples"] {
  const error = findings.find(({ level }) => level === "error");
  if (!error) return [];
  const track = packages.find(({ name }) => name === error.package)?.track;
  return [{ date, ...(track === undefined ? {} : { track }), message: error.message }];
}
