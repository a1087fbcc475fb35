import { type Sentence, plain, say, series } from "@release-policy/core";
import type {
  EffectFinding,
  EffectRelease,
  PastEffect,
  PolicyEffect,
} from "../../../check/report.ts";
import { count } from "../../../formats/style.ts";

/** JSON and the comment have more of them. */
const MOST = 3;

/** What a change of the policy changes, in a few sentences for every format. */
export function effectNotes({ today, past, problem }: PolicyEffect): readonly Sentence[] {
  return [
    ...(today ? todayNotes(today.added, "more") : []),
    ...(today ? todayNotes(today.removed, "fewer") : []),
    ...(past ? pastNotes(past) : []),
    // Without today's findings, another note says that a policy cannot be read.
    ...(problem === undefined || !today
      ? []
      : [say`the new policy could not be compared with past releases: ${problem}`]),
  ];
}

function todayNotes(findings: readonly EffectFinding[], word: "more" | "fewer"): Sentence[] {
  if (findings.length === 0) return [];
  const noun = findings.length === 1 ? "finding" : "findings";
  const head = [`the new policy has ${findings.length} ${word} ${noun} today: `];
  return [[...head, ...firstOf(findings.map(findingPhrase))]];
}

function pastNotes(past: PastEffect): Sentence[] {
  const { compared, from, refused, allowed } = past;
  const which = compared === 1 ? "the last release" : `the last ${count(compared, "release")}`;
  const when = from === undefined ? "" : ` (since ${from})`;
  if (compared === 0 && uncompared(past) === "") return [];
  if (compared === 0)
    return [[`no past release was compared with the new policy${uncompared(past)}`]];
  if (refused.length === 0 && allowed.length === 0)
    return [[`${which}${when} would be blocked or allowed as before${uncompared(past)}`]];
  const noteOn = (releases: readonly EffectRelease[], verb: string): Sentence[] => {
    if (releases.length === 0) return [];
    const some = compared === 1 ? which : `${releases.length} of ${which}`;
    const head = `${some}${when} would ${verb} be blocked: `;
    return [[head, ...firstOf(releases.map(releasePhrase)), uncompared(past)]];
  };
  return [...noteOn(refused, "now"), ...noteOn(allowed, "no longer")];
}

/** What was not looked at. The number of releases is in the sentence before. */
function uncompared({ unjudged, stoppedAfter, shallow }: PastEffect): string {
  const sentences = [
    ...(unjudged > 0 ? [`${unjudged} could not be judged`] : []),
    ...(stoppedAfter === undefined
      ? []
      : [`stopped after ${stoppedAfter / 1000} s, older commits were not checked`]),
    ...(shallow ? ["older history is missing here"] : []),
  ];
  return sentences.length > 0 ? ` (${sentences.join("; ")})` : "";
}

const releasePhrase = ({ date, findings: [one], subject }: EffectRelease): Sentence => [
  ...(one ? findingPhrase(one) : say`${subject}`),
  ` on ${date}`,
];

const findingPhrase = ({ rule, package: name, version }: EffectFinding): Sentence =>
  name === undefined
    ? say`${rule}`
    : [...say`${version === undefined ? name : `${name} ${version}`}`, ` (${rule})`];

/** The first few; the same package often has several findings of one rule. */
function firstOf(all: readonly Sentence[]): Sentence {
  const phrases = [...new Map(all.map((phrase) => [plain(phrase), phrase])).values()];
  return phrases.length > MOST + 1
    ? series([...phrases.slice(0, MOST), [`${phrases.length - MOST} more`]])
    : series(phrases);
}
