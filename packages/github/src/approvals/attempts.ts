import type { Approval } from "release-policy";
import { commandsIn } from "../commands/commands.ts";
import { isSameLabel, type Forge, type Note } from "../forge/forge.ts";
import type { PullRequest } from "../pull-request.ts";

export interface NamedRelease {
  readonly package: string;
  readonly version: string;
}

/** A comment or label for an approval, as returned by the forge. */
export interface ApprovalAttempt {
  readonly by: string;
  readonly at: string;
  readonly via: Approval["via"];
  /** True if the text was edited: its earlier content is unknown. */
  readonly edited: boolean;
  /** The release that a comment names, if any. A label covers every requested release. */
  readonly names?: NamedRelease | undefined;
  /** The first characters of the digest that was on the screen: a page may be older than the comment. */
  readonly seen?: string;
}

/** GitHub's times are in seconds; with milliseconds, one write may have two times. */
const SECOND = 1000;

/** The approvals in a comment. Not for the bot's own comment: it shows the command, and approves nothing. */
export function commentAttempts({
  author,
  body,
  createdAt,
  updatedAt,
}: Note): readonly ApprovalAttempt[] {
  const attempt = {
    by: author,
    at: createdAt,
    via: "comment",
    edited: Date.parse(updatedAt) - Date.parse(createdAt) >= SECOND,
  } as const;
  return commandsIn(body).flatMap((command): ApprovalAttempt[] => {
    if (command.kind === "approve")
      return [
        {
          ...attempt,
          names: { package: command.package, version: command.version },
          ...(command.seen === undefined ? {} : { seen: command.seen }),
        },
      ];
    return command.kind === "unknown" && command.word === "approve" ? [attempt] : [];
  });
}

/** The approval by the last person who set the label; none if it is not on the pull request now. */
export async function labelAttempts(
  forge: Forge,
  { number, labels }: PullRequest,
  label: string | undefined,
): Promise<ApprovalAttempt[]> {
  if (label === undefined || !labels.some((name) => isSameLabel(name, label))) return [];
  const set = await forge.labelling?.(number, label);
  return set ? [{ by: set.by, at: set.at, via: "label", edited: false }] : [];
}
