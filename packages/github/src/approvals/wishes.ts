import { commandsIn } from "../commands.ts";
import type { Forge, Note } from "../forge/forge.ts";
import type { PullRequest } from "../pull-request.ts";
import type { Wish } from "./decide.ts";

/** The wishes in a comment. The bot's own comment shows the command, and wishes nothing. */
export function commentWishes({ own, author, body, createdAt, updatedAt }: Note): readonly Wish[] {
  if (own || !body.includes("approve")) return [];
  const wish = {
    by: author,
    at: createdAt,
    via: "comment",
    edited: createdAt !== updatedAt,
  } as const;
  return commandsIn(body).flatMap((command): Wish[] => {
    if (command.kind === "approve")
      return [{ ...wish, names: { package: command.package, version: command.version } }];
    return command.kind === "unknown" && command.word === "approve" ? [wish] : [];
  });
}

/** The wish of whoever set the label last; none where it is not on the pull request now. */
export async function labelWishes(
  forge: Forge,
  { number, labels }: PullRequest,
  label: string | undefined,
): Promise<Wish[]> {
  if (label === undefined || !labels.some((name) => isLabel(name, label))) return [];
  const set = await forge.labelling?.(number, label);
  return set ? [{ by: set.by, at: set.at, via: "label", edited: false }] : [];
}

/** A forge takes labels that differ in case for the same. */
export const isLabel = (name: string, label: string): boolean =>
  name.toLowerCase() === label.toLowerCase();
