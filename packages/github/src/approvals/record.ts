import { createHmac, timingSafeEqual } from "node:crypto";
import type { Note } from "../forge/forge.ts";

/**
 * Since when the comment has shown each release that needs approval, by digest, in milliseconds. Nothing else is
 * recorded: approvals are in the comments and labels themselves, and are read by every run.
 */
export type ShownTimes = ReadonlyMap<string, number>;

/** The pull request of the record: it is not valid in another one. */
export interface RecordScope {
  readonly repository: number;
  readonly number: number;
  /** A secret of the account that writes the comment. Whoever may write in a repository may edit its comments. */
  readonly secret?: string;
}

/** Only the last line of a comment counts: the text above may contain a stranger's lines. */
const LINE = /(?<=\n)<!-- rp:approvals v1 ([\w,=-]*)(?: ([\w-]+))? -->\s*$/;
const ENTRY = /^([\w-]{32})(?:=([\da-z]{1,9}))?$/;
/** About 20,000 bytes of a comment's 65,536. */
const MOST_ASKED = 500;

/**
 * The record as a line that readers do not see. A release whose digest is shown for the first time has no time yet:
 * it is unknown when the forge will show it, until it says when it last edited the comment.
 */
export function recordLine(
  digests: readonly string[],
  shown: ShownTimes,
  scope: RecordScope,
): string {
  const entries = digests.slice(0, MOST_ASKED).map((digest) => {
    const since = shown.get(digest);
    return since === undefined ? digest : `${digest}=${since.toString(36)}`;
  });
  const text = entries.join(",");
  const signature =
    scope.secret === undefined ? "" : ` ${recordSignature(text, scope, scope.secret)}`;
  return `<!-- rp:approvals v1 ${text}${signature} -->`;
}

/** The unchanged record for the same releases, so that an unchanged comment is not edited. */
export function currentRecordLine(
  digests: readonly string[],
  { body }: Pick<Note, "body">,
): string | undefined {
  const [line, text = ""] = LINE.exec(body) ?? [];
  const same = text.replaceAll(/=[^,]*/g, "") === digests.slice(0, MOST_ASKED).join(",");
  return same ? line?.trimEnd() : undefined;
}

/** The record in the bot's own comment; empty if missing, not properly signed, or in another account's comment. */
export function shownTimesIn(note: Note | undefined, scope: RecordScope): ShownTimes {
  const [, text, signature] = (note?.own && LINE.exec(note.body)) || [];
  if (!note || text === undefined) return new Map();
  if (
    scope.secret !== undefined &&
    !isSameSignature(signature, recordSignature(text, scope, scope.secret))
  )
    return new Map();
  const edited = Date.parse(note.updatedAt);
  return new Map(
    text.split(",").flatMap((entry): [string, number][] => {
      const [, digest, since] = ENTRY.exec(entry) ?? [];
      if (digest === undefined) return [];
      // Never before the comment was there, nor later than it says itself.
      const time = since === undefined ? edited : Number.parseInt(since, 36);
      return [[digest, Math.max(time, Date.parse(note.createdAt))]];
    }),
  );
}

const recordSignature = (
  text: string,
  { repository, number }: RecordScope,
  secret: string,
): string =>
  createHmac("sha256", secret)
    .update(`release-policy approvals\n${repository}#${number}\n${text}`)
    .digest("base64url");

const isSameSignature = (given: string | undefined, right: string): boolean =>
  given !== undefined &&
  given.length === right.length &&
  timingSafeEqual(Buffer.from(given), Buffer.from(right));
