import type { Edit } from "../judge/edit.ts";
import { pathAndLine } from "../judge/remedy.ts";
import { type Sentence, list, say, series } from "../sentence.ts";

/** Edits as one imperative sentence; undefined if one of them has no sentence. */
export function sayEdits(edits: readonly Edit[]): Sentence | undefined {
  // Deleting them one by one would shift the lines below.
  if (edits.length > 1 && edits.every((edit) => edit.kind === "remove"))
    return say`delete the lines ${list(edits.map(({ at }) => pathAndLine(at)))}`;
  const sentences = edits.map((edit, i) => sayEdit(edit, edits[i - 1]));
  return sentences.every((one) => one !== undefined) ? series(sentences) : undefined;
}

/** The first of several edits, and how many more there are; undefined if there is only one, or it has no sentence. */
export function sayFirstEdit([first, ...rest]: readonly Edit[]): Sentence | undefined {
  const sentence = first && rest.length > 0 ? sayEdit(first, undefined) : undefined;
  return sentence && [...sentence, ` and ${rest.length} more edit${rest.length === 1 ? "" : "s"}`];
}

function sayEdit(edit: Edit, before: Edit | undefined): Sentence | undefined {
  switch (edit.kind) {
    case "replace": {
      const what = say`${edit.text} instead of ${edit.was} in ${pathAndLine(edit.at)}`;
      return before?.kind === "replace" ? what : say`write ${what}`;
    }
    case "insert":
      return say`add ${edit.text.trimEnd()} to ${edit.path}`;
    case "remove":
      return say`delete line ${pathAndLine(edit.at)}`;
    case "delete":
      return say`delete ${edit.path}`;
    case "create": {
      const bump = /^---\n(.+)\n---\n/.exec(edit.text)?.[1];
      return bump === undefined ? undefined : say`add a changeset with ${bump}`;
    }
    case "set":
      return edit.say;
    case "table":
      return undefined;
  }
}
