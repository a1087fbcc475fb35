/** Something only warns now. */
const WARNS =
  /\b(?:will|now) (?:now |only ){0,2}warn(?:s|ing)?\b|\b(?:log|emit|print|show|issue|raise)s? (?:an? )?(?:(?:deprecation|runtime|console) )?warnings?\b|\b(?:is|are|will be) (?:now )?deprecated\b/i;
/** Something is to come, and when. */
const LATER =
  /\bwill\b.*\b(?:in|with|from) (?:(?:version|release) )?(?:v?\d+(?:\.(?:\d+|x)){0,2}\b|(?:a|an|the|our) (?:(?:next|later|future|upcoming|coming) )+)/i;
/** Something is to come. */
const TO_COME = /\b(?:will|(?:going|scheduled|planned) (?:to|for)|to be|ends?|goes? away)\b/i;
const IN_A_MAJOR =
  /\b(?:in|with|from|for|until|by) (?:(?:version|release) )?(?:v\d+(?:\.0){0,2}|\d+\.0(?:\.0)?|v?\d+\.x)(?![\w.]*\d)|\b(?:next|future|upcoming|coming) major\b/i;
/** Something is done. */
const DONE = /\b(?:was|were|has|have|had|now|no longer)\b/i;
/** What to do about it. */
const ADVISES = /^(?:please )?(?:use|prefer|see|switch|migrate|move)\b/i;

const comesInMajor = (sentence: string): boolean =>
  TO_COME.test(sentence) && IN_A_MAJOR.test(sentence) && !DONE.test(sentence);

/**
 * Whether a text under a heading for breaking changes breaks nothing yet: it says that something warns or is deprecated from
 * now on, or what a major will bring and its changeset declares none, and otherwise only what will come later. One sentence
 * of another kind makes it a break.
 */
export function announces(text: string, isMajor: boolean): boolean {
  const sentences = text
    .split(/(?<=[.!?;])\s+/)
    .filter((sentence) => /\p{L}/u.test(sentence) && !ADVISES.test(sentence));
  const isAnnounced = (sentence: string): boolean =>
    WARNS.test(sentence) || (!isMajor && comesInMajor(sentence));
  return (
    sentences.some((sentence) => isAnnounced(sentence)) &&
    sentences.every((sentence) => isAnnounced(sentence) || LATER.test(sentence))
  );
}
