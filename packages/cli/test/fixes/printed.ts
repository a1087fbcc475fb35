import { type Sentence, plain } from "@release-policy/core";

/** What a finding offers: fixes, each of which has to pass by itself, and options that somebody may choose instead. */
export interface Printed {
  readonly fixes: readonly string[];
  readonly options: readonly string[];
}

/** A part that begins so is an option: it only answers the finding for those who want something else. */
const OPTION = /^(?:or, )?(?:if|to) /i;

/** A part that belongs to the fix before it. */
const CONTINUED = /^then /;

/** Reads the fixes and options of a help sentence: parts end with `; ` or `. `, and `, or ` separates two fixes. */
export function printedIn(help: Sentence): Printed {
  const fixes: string[] = [];
  const options: string[] = [];
  for (const part of plain(help).split(/; (?:or )?|\. (?=[A-Z])/)) {
    if (CONTINUED.test(part)) fixes.push(`${fixes.pop() ?? ""}; ${part}`);
    else if (OPTION.test(part)) options.push(part);
    else
      for (const one of part.split(/, or (?!if )/)) (OPTION.test(one) ? options : fixes).push(one);
  }
  return { fixes, options };
}
