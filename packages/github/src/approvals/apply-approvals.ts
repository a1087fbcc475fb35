import { withApprovals } from "release-policy/internal";
import { ForgeRefused, type Forge, type Note } from "../forge/forge.ts";
import type { Evaluation } from "../judge/evaluation.ts";
import type { PullRequest } from "../pull-request.ts";
import { markerKey, readMarker, textDigest } from "../sticky-comment/marker.ts";
import { commentAttempts, labelAttempts } from "./attempts.ts";
import { decideApprovals } from "./decide-approvals.ts";
import { currentRecordLine, recordLine, shownTimesIn, type RecordScope } from "./record.ts";

export interface ApprovalOptions {
  /** The key of the comment, as for `upsert`. */
  readonly key: string;
  /** The same in every run of the face and secret, such as one derived from an App's private key. */
  readonly secret?: string;
}

export interface ApprovedEvaluation {
  /** With what was approved, and with what was not. */
  readonly evaluation: Evaluation;
  /** The hidden last line of the comment, if it needs one. */
  readonly below?: string;
}

/**
 * Reads approvals from the forge and applies them. Stateless: comments and labels are read again, and the bot's
 * comment records since when it has shown a release. Throws `ForgeRefused` if the forge does not answer, because a
 * missing answer is not a missing approval.
 */
export async function applyApprovals(
  forge: Forge,
  pullRequest: PullRequest,
  evaluation: Evaluation,
  { key, secret }: ApprovalOptions,
): Promise<ApprovedEvaluation> {
  const report = evaluation.kind === "judged" ? evaluation.report : undefined;
  const approvals = report?.approvals;
  const permissionOf = forge.permissionOf?.bind(forge);
  if (permissionOf === undefined || (report && !approvals)) return { evaluation };

  const { base, number, author, head } = pullRequest;
  const attempts = await labelAttempts(forge, pullRequest, approvals?.label);
  let sticky: Note | undefined;
  for await (const note of forge.notes(number)) {
    if (!note.own) attempts.push(...commentAttempts(note));
    else if (isIntactComment(note, key)) sticky = note;
  }
  const scope: RecordScope = {
    repository: base.repository.id,
    number,
    ...(secret === undefined ? {} : { secret }),
  };
  const shown = shownTimesIn(sticky, scope);
  // Without approvals a comment on the same commit needs no exact times, and is not edited for them.
  const stays =
    attempts.length === 0 && sticky && readMarker(sticky.body)?.marker.head === head.commit;
  const below = (digests: readonly string[]): Pick<ApprovedEvaluation, "below"> =>
    digests.length === 0
      ? {}
      : {
          below:
            (stays && sticky && currentRecordLine(digests, sticky)) ||
            recordLine(digests, shown, scope),
        };
  // A comment that says why nothing could be judged shows no other release meanwhile: the record stays.
  if (evaluation.kind !== "judged" || !approvals)
    return { evaluation, ...below([...shown.keys()]) };
  const judged = { ...evaluation.report, approvals };
  const decided = await decideApprovals(attempts, judged, { author, shown }, permissionOf);
  return {
    evaluation: {
      ...evaluation,
      report: withApprovals(judged, decided.approvals, decided.refused),
    },
    ...below(approvals.asked.map(({ digest }) => digest)),
  };
}

/** The bot's comment, as the bot wrote it: editing it invalidates its record. */
function isIntactComment({ body }: Note, key: string): boolean {
  const read = readMarker(body);
  return read?.marker.key === markerKey(key) && textDigest(read.text) === read.marker.digest;
}

/**
 * The same for a face that continues without the forge: if the token cannot read approvals, the verdict stands
 * without them, with a notice. If the forge does not answer now, undefined: the next run will know.
 */
export async function applyApprovalsQuietly(
  notices: string[],
  ...given: Parameters<typeof applyApprovals>
): Promise<ApprovedEvaluation | undefined> {
  try {
    return await applyApprovals(...given);
  } catch (error) {
    if (!(error instanceof ForgeRefused)) throw error;
    notices.push(`Approvals were not counted: ${error.message}`);
    return willAnswerLater(error) ? undefined : { evaluation: given[2] };
  }
}

/** Whether the forge refused for this moment only. */
export const willAnswerLater = ({ refusal }: ForgeRefused): boolean =>
  refusal === "rate-limit" || refusal === "unavailable";
