import { withApprovals } from "release-policy";
import type { Evaluation } from "../engine/evaluation.ts";
import type { Forge, Note } from "../forge/forge.ts";
import type { PullRequest } from "../pull-request.ts";
import { digestOf, readMarked } from "../sticky/marker.ts";
import { decide } from "./decide.ts";
import { recordLine, shownIn, standingLine, type RecordScope } from "./record.ts";
import { commentWishes, labelWishes } from "./wishes.ts";

export interface ApprovalOptions {
  /** Which note is the comment of release-policy. Asked only of the bot's own ones. */
  readonly isSticky: (note: Note) => boolean;
  /** A secret: the same in every run of the face and known to nobody else, such as one derived from an App's private key. */
  readonly key?: string;
}

export interface Approved {
  /** With what was approved, and with what was not. */
  readonly evaluation: Evaluation;
  /**
   * The hidden line that the comment has to end with; undefined where it needs none. `same` where the caller knows that
   * nothing else of the comment changes.
   */
  readonly record?: (same: boolean) => string;
}

/**
 * Asks the forge who has approved what, and takes that from what counts. Keeps nothing of its own: comments and
 * labels are read anew, and the bot's comment remembers since when it has shown what asks for approval.
 * Throws `ForgeRefused` where the forge does not answer: an approval is never taken for missing because of that.
 */
export async function approved(
  forge: Forge,
  pullRequest: PullRequest,
  evaluation: Evaluation,
  { isSticky, key }: ApprovalOptions,
): Promise<Approved> {
  const report = evaluation.kind === "judged" ? evaluation.report : undefined;
  const approvals = report?.approvals;
  const permissionOf = forge.permissionOf?.bind(forge);
  if (permissionOf === undefined || (report && !approvals)) return { evaluation };

  const { base, number, author, head } = pullRequest;
  const wishes = await labelWishes(forge, pullRequest, approvals?.label);
  let sticky: Note | undefined;
  for await (const note of forge.notes(number)) {
    if (!note.own) wishes.push(...commentWishes(note));
    else if (isSticky(note) && isIntact(note)) sticky = note;
  }
  const scope: RecordScope = {
    repository: base.repository.id,
    number,
    ...(key === undefined ? {} : { secret: key }),
  };
  const shown = shownIn(sticky, scope);
  // Where nobody wishes anything yet, a comment on the same commit needs no exact times, and is not edited for them.
  const stays =
    wishes.length === 0 && sticky && readMarked(sticky.body)?.marker.head === head.commit;
  const recording = (digests: readonly string[]): Pick<Approved, "record"> =>
    digests.length === 0
      ? {}
      : {
          record: (same) =>
            ((same || stays) && sticky && standingLine(digests, sticky)) ||
            recordLine(digests, shown, scope),
        };
  // A comment that says why nothing could be judged shows no other release meanwhile: the record stays.
  if (evaluation.kind !== "judged" || !approvals)
    return { evaluation, ...recording([...shown.keys()]) };
  const judged = { ...evaluation.report, approvals };
  const decided = await decide(wishes, judged, { author, shown }, permissionOf);
  return {
    evaluation: {
      ...evaluation,
      report: withApprovals(judged, decided.approvals, decided.refused),
    },
    ...recording(approvals.asked.map(({ digest }) => digest)),
  };
}

/** As the bot wrote it: who edits the comment voids what it remembers. */
function isIntact({ body }: Note): boolean {
  const read = readMarked(body);
  return read !== undefined && digestOf(read.text) === read.marker.digest;
}
