import type { Section } from "../../facts/evidence.ts";
import { changesetsNeedingEvidence } from "../../judge/changesets-behind.ts";
import type { Problem } from "../../judge/rule.ts";
import type { View } from "../../judge/view.ts";
import { type Sentence, clipped, say } from "../../sentence.ts";

type Fault = "empty" | "placeholder" | "announcement" | "addition" | "removal";

/** What does not belong in its section. */
export interface MisplacedEntry extends Problem {
  readonly kind: "misplaced";
  readonly package: string;
  readonly section: "Breaking Changes" | "Deprecations";
  readonly fault: Fault;
  readonly text: string;
}

/**
 * The entries of Breaking and Deprecations sections that say something else than their heading: few patterns count, in
 * English, because text is weak evidence. Of 310 entries that Hydra and OpenTelemetry JS had under Breaking they find
 * five that do not belong there, and a doubtful one.
 */
export const misplacedEntries = (
  view: View,
  isOn: (packageName: string) => boolean,
): MisplacedEntry[] =>
  changesetsNeedingEvidence(view, () => true)
    .filter(({ bump }) => isOn(bump.package))
    .flatMap(({ changeset: { sections }, bump }) =>
      sections.flatMap(({ kind, at, entries }): MisplacedEntry[] => {
        if (kind !== "breaking" && kind !== "deprecations") return [];
        const section = kind === "breaking" ? "Breaking Changes" : "Deprecations";
        const about = { kind: "misplaced", package: bump.package, section } as const;
        if (entries.length === 0) return [{ ...about, at, fault: "empty", text: "" }];
        return entries.flatMap((entry) => {
          const fault = faultOf(kind, entry.text);
          return fault ? [{ ...about, at: entry.at, fault, text: entry.text }] : [];
        });
      }),
    );

export const misplacedMessage = ({ section, fault, text }: MisplacedEntry): Sentence =>
  fault === "empty"
    ? say`the section ${section} is empty`
    : say`the section ${section} ${WORDS[fault].is}: ${clipped(text)}`;

export const misplacedHelp = ({ fault }: MisplacedEntry): Sentence => WORDS[fault].help;

const WORDS: Readonly<Record<Fault, { readonly is: Sentence; readonly help: Sentence }>> = {
  empty: {
    is: [],
    help: say`describe what changes for users, or delete the heading`,
  },
  placeholder: {
    is: say`contains a placeholder`,
    help: say`describe what changes for users, or delete the section`,
  },
  announcement: {
    is: say`contains an announcement`,
    help: say`move it under ${"Deprecations"}, or replace it with ${"Deprecates: <api> use <replacement> until <version>"} at the end of the text`,
  },
  addition: {
    is: say`contains an addition`,
    help: say`move it under ${"Features"}, or describe what users have to change`,
  },
  removal: {
    is: say`contains a removal`,
    help: say`move it under ${"Breaking Changes"}`,
  },
};

function faultOf(kind: Section["kind"], raw: string): Fault | undefined {
  const text = raw.slice(0, 2000);
  if (isPlaceholder(text)) return "placeholder";
  if (kind === "deprecations")
    return REMOVED.test(text) && !/\bdeprecation\b/i.test(text) ? "removal" : undefined;
  if (ANNOUNCED.test(text) && !DONE.test(text.replaceAll(ANNOUNCEMENTS, ""))) return "announcement";
  return ADDED.test(text) && !CHANGED.test(text) ? "addition" : undefined;
}

const isPlaceholder = (text: string): boolean =>
  /^[\s*_]*(?:n\/a|no|none|nothing|no breaking changes?)[\s*_.!]*$/i.test(text) ||
  /^(?:fixme|lorem ipsum|placeholder|tba|tbd|todo|wip)\b/i.test(text) ||
  /^(?:please )?describe (?:all|any|here|how|it|the|what|your)\b|^describe[.…]*$/i.test(text) ||
  /^(?:<[^<>]+>|\[[^[\]]+\]|\([^()]+\)|\{[^{}]+\})\.?$/.test(text) ||
  (word("foo").test(text) && (word("bar").test(text) || word("baz").test(text)));

/** On its own, not as a part of code. */
const word = (name: string): RegExp =>
  new RegExp(`(?:^|[\\s\`"'(])${name}(?=$|[\\s\`"'),.:;])`, "i");

const SOON = String.raw`\b(?:will|shall|going to) be (?:deleted|deprecated|dropped|removed|renamed)\b|\b(?:are|as|been|is|marked|now|was|were) deprecated\b|^deprecat(?:ed?|es)\b`;
const ANNOUNCED = new RegExp(SOON, "i");
const ANNOUNCEMENTS = new RegExp(SOON, "gi");
const DONE =
  /\b(?:changed|deleted?|drop(?:s|ped)?|fails?|gone|moved|must|no longer|remov(?:al|ed?|es)|renamed?|requires?d?|throws?)\b/i;
const ADDED =
  /^(?:add(?:ed|s)?|introduced?s?|new)\b|\bnow (?:also )?(?:accepts?|allows?|supports?)\b|\b(?:additional|new|optional) (?:argument|field|flag|function|hook|method|option|parameter|prop|setting)s?\b/i;
const CHANGED =
  /\b(?:break\w*|chang\w*|default\w*|delet\w*|drop\w*|fail\w*|instead|mandatory|migrat\w*|mov(?:ed|es)|must|no longer|not|only|previous\w*|reject\w*|remov\w*|renam\w*|replac\w*|requir\w*|throws?|updat\w*|upgrad\w*|used to|was|were)\b/i;
const REMOVED =
  /\b(?:has|have) (?:now )?been (?:deleted|dropped|removed)\b|\b(?:are|is|was|were) (?:now )?removed\b|^(?:deleted|dropped|remove[ds]?)\b/i;
