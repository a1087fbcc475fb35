import { withApprovals } from "release-policy";
import type { Evaluation } from "../engine/evaluation.ts";
import type { Forge, Note } from "../forge/forge.ts";
import type { PullRequest } from "../pull-request.ts";
import { decide, type Wish } from "./decide.ts";
import { recordLine, shownIn, standingLine, type RecordScope } from "./record.ts";
import { commentWishes, labelWishes } from "./wishes.ts";

export interface ApprovalOptions {
  /** Which note is the comment of release-policy. Asked only of the bot's own ones. */
  readonly isSticky: (note: Note) => boolean;
  /** A secret that is the same in every run of the face and nowhere else, such as one derived from an App's private key. */
  readonly key?: string;
}

export interface Approved {
  /** With what was approved, and with what was not. */
  readonly evaluation: Evaluation;
  /**
   * The hidden line that the comment has to hold, a line of its own; undefined where it needs none. `same` says that
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
  const stickies: Note[] = [];
  const wishes: Wish[] = [];
  for await (const note of forge.notes(pullRequest.number)) {
    if (!note.own) wishes.push(...commentWishes(note));
    else if (isSticky(note)) stickies.push(note);
  }
  const { base, number, author } = pullRequest;
  const scope: RecordScope = {
    repository: base.repository.id,
    number,
    ...(key === undefined ? {} : { key }),
  };
  const shown = new Map(stickies.flatMap((note) => [...shownIn(note, scope)]));
  const recording = (digests: readonly string[]): Pick<Approved, "record"> =>
    digests.length === 0
      ? {}
      : {
          record: (same) =>
            (same && stickies[0] && standingLine(digests, stickies[0])) ||
            recordLine(digests, shown, scope),
        };
  // A comment that says why nothing could be judged shows no other release meanwhile: the record stays.
  if (evaluation.kind !== "judged" || !approvals)
    return { evaluation, ...recording([...shown.keys()]) };
  wishes.push(...(await labelWishes(forge, pullRequest, approvals.label)));
  const judged = { ...evaluation.report, approvals };
  const { approvals: given, refused } = await decide(
    wishes,
    judged,
    { author, shown },
    permissionOf,
  );
  return {
    evaluation: { ...evaluation, report: withApprovals(judged, given, refused) },
    ...recording(approvals.asked.map(({ digest }) => digest)),
  };
}
