import type { Section } from "../../facts/evidence.ts";
import { changesetsNeedingEvidence } from "../../judge/changesets-behind.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { type Sentence, clipped, say } from "../../sentence.ts";

type Fault = "empty" | "placeholder" | "announcement" | "addition" | "removal";

interface SectionHonestProblem extends Problem {
  readonly package: string;
  readonly section: "Breaking Changes" | "Deprecations";
  readonly fault: Fault;
  readonly text: string;
}

export const sectionHonest = defineRule<SectionHonestProblem>({
  id: "section-honest",
  family: "evidence",
  summary:
    "A Breaking section holds what breaks now: no empty template, no announcement, no addition; a Deprecations section holds no removal.",
  why: "Who upgrades reads these sections first. Hydra 25.4.0 released the template of its pull requests under Breaking (`foo` to do bar), OpenTelemetry 2.9.0 an announcement, Dagster 1.3.2 a new parameter, and Dagster 1.8.1 a removal under Deprecations. Text is weak evidence, so few patterns count, in English: of 310 entries that Hydra and OpenTelemetry JS had under Breaking they find five that do not belong there, and a doubtful one. Placeholders: TODO, TBD, describe the change, a text in brackets as a whole, the words foo and bar. Announcements: will be removed, is deprecated. Additions: added, new parameter, now supports, with no word of change beside it. Removals: has been removed, or removed as the first word. Changes stand under `### Breaking Changes`, announcements under `### Deprecations` (or in a line `Deprecates: <api> use <replacement>`), additions under `### Features`.",
  level: "off",
  notWhen: "Your changesets are written in another language than English.",
  examples: {
    reject: [
      {
        title: "The template as it was",
        packages: { "@acme/core": "1.4.0" },
        changesets: {
          template:
            '---\n"@acme/core": major\n---\n\nNew keys.\n\n## Breaking Changes\n\nThis patch changes the behavior of configuration item `foo` to do bar.\n',
        },
        policies: { core: { packages: ["@acme/core"], rules: { "section-honest": "warn" } } },
      },
      {
        title: "An announcement, and an addition",
        packages: { "@acme/core": "1.4.0" },
        changesets: {
          later:
            '---\n"@acme/core": major\n---\n\nNew keys.\n\n### Breaking Changes\n\n- `loadSync` will be removed in 3.0.0\n- `load` now supports a list of names\n',
        },
        policies: { core: { packages: ["@acme/core"], rules: { "section-honest": "warn" } } },
      },
    ],
    accept: [
      {
        title: "Everything in its place",
        packages: { "@acme/core": "1.4.0" },
        changesets: {
          sorted:
            '---\n"@acme/core": major\n---\n\nNew keys.\n\n### Breaking Changes\n\n- The deprecated `loadSync` has been removed\n\n### Deprecations\n\n- `unload` will be removed in 3.0.0\n',
        },
        policies: { core: { packages: ["@acme/core"], rules: { "section-honest": "warn" } } },
      },
    ],
  },

  check: (view) =>
    changesetsNeedingEvidence(view, () => true).flatMap(({ changeset: { sections }, bump }) =>
      sections.flatMap(({ kind, at, entries }) => {
        if (kind !== "breaking" && kind !== "deprecations") return [];
        const section = kind === "breaking" ? "Breaking Changes" : "Deprecations";
        const about = { package: bump.package, section } as const;
        if (entries.length === 0) return [{ ...about, at, fault: "empty" as const, text: "" }];
        return entries.flatMap((entry) => {
          const fault = faultOf(kind, entry.text);
          return fault ? [{ ...about, at: entry.at, fault, text: entry.text }] : [];
        });
      }),
    ),

  message: ({ section, fault, text }) =>
    fault === "empty"
      ? say`the section ${section} is empty`
      : say`${WORDS[fault].is} under ${section}: ${clipped(text)}`,
  help: ({ fault }) => WORDS[fault].help,
});

const WORDS: Readonly<Record<Fault, { readonly is: Sentence; readonly help: Sentence }>> = {
  empty: {
    is: [],
    help: say`say what changes for users, or take the heading out`,
  },
  placeholder: {
    is: say`a placeholder stands`,
    help: say`say what changes for users, or take the section out`,
  },
  announcement: {
    is: say`an announcement stands`,
    help: say`put it under ${"Deprecations"}, or end the text with ${"Deprecates: <api> use <replacement> until <version>"}`,
  },
  addition: {
    is: say`an addition stands`,
    help: say`put it under ${"Features"}, or say what users have to change`,
  },
  removal: {
    is: say`a removal stands`,
    help: say`put it under ${"Breaking Changes"}`,
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
