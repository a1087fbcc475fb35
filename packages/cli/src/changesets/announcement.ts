/** Something only warns now. */
const WARNS =
  /\b(?:will|now) (?:now |only ){0,2}warn(?:s|ing)?\b|\b(?:log|emit|print|show|issue|raise)s? (?:an? )?(?:(?:deprecation|runtime|console) )?warnings?\b|\b(?:is|are|will be) (?:now )?deprecated\b/i;
/** Something is to come, and when. */
const LATER =
  /\bwill\b.*\b(?:in|with|from) (?:(?:version|release) )?(?:v?\d+(?:\.(?:\d+|x)){0,2}\b|(?:a|an|the|our) (?:(?:next|later|future|upcoming|coming) )+)/i;

/**
 * Whether a text under a heading for breaking changes breaks nothing yet: it says that something warns or is deprecated from
 * now on, and otherwise only what will come later. One sentence of another kind makes it a break.
 */
export function announces(text: string): boolean {
  const sentences = text.split(/(?<=[.!?;])\s+/).filter((sentence) => /\p{L}/u.test(sentence));
  return (
    sentences.some((sentence) => WARNS.test(sentence)) &&
    sentences.every((sentence) => WARNS.test(sentence) || LATER.test(sentence))
  );
}
