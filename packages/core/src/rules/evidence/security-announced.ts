import * as s from "../../policy/schema/definition.ts";
import type { Changeset } from "../../facts/facts.ts";
import type { Location } from "../../facts/location.ts";
import { changesetsNeedingEvidence } from "../../judge/changesets-behind.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { listOf, strict, text } from "../../policy/schema/words.ts";
import { list, say } from "../../sentence.ts";

interface SecurityAnnouncedProblem extends Problem {
  readonly package: string;
  readonly prefixes: readonly string[];
  /** An id that the text has in another place. */
  readonly mentioned: string | undefined;
}

interface Options {
  readonly prefixes: readonly string[];
}

export const securityAnnounced = defineRule<SecurityAnnouncedProblem, Options>({
  id: "security-announced",
  family: "evidence",
  summary: "Where a track requires it, a security changeset must name its advisory.",
  why: "Scanners and mailing lists find a fix by its advisory id. A track requires it with `require: { security: [advisory] }`. A changeset counts as a security changeset if it has a heading `### Security` or a trailer `Security:`, or starts with `security:`, `[security]`, `security fix` or `fix(security):`.",
  level: "warn",
  looksAt: ["evidence"],
  options: () =>
    strict({
      prefixes: s.withDefault(
        listOf(text("the beginning of an id"), "beginnings of ids such as GHSA").check(
          s.description("The prefixes of advisory ids."),
        ),
        ["GHSA", "CVE"],
      ),
    }),
  examples: {
    reject: [
      {
        title: "A security fix without an advisory",
        packages: { "@acme/core": "1.4.0" },
        changesets: {
          "safe-names": '---\n"@acme/core": patch\n---\n\nfix(security): escape file names.\n',
        },
        policies: { core: { packages: ["@acme/core"], require: { security: ["advisory"] } } },
      },
    ],
    accept: [
      {
        title: "A security fix with its advisory",
        packages: { "@acme/core": "1.4.0" },
        changesets: {
          "safe-names":
            '---\n"@acme/core": patch\n---\n\n### Security\n\nEscape file names.\n\nSecurity: GHSA-mh63-6h87-95cp\n',
        },
        policies: { core: { packages: ["@acme/core"], require: { security: ["advisory"] } } },
      },
      {
        title: "Security is only mentioned",
        packages: { "@acme/core": "1.4.0" },
        changesets: {
          headers: '---\n"@acme/core": patch\n---\n\nSecurity headers can be set one by one.\n',
        },
        policies: { core: { packages: ["@acme/core"], require: { security: ["advisory"] } } },
      },
    ],
  },

  check: (view, options) =>
    changesetsNeedingEvidence(view, ({ require }) =>
      require.security?.includes("advisory"),
    ).flatMap(({ changeset, bump, track }) => {
      const { prefixes } = options(bump.package);
      const at = aboutSecurity(changeset);
      const named = changeset.declarations.some(
        ({ kind, value }) => kind === "security" && idIn(value, prefixes) !== undefined,
      );
      if (!at || named) return [];
      const mentioned = idIn(changeset.summary, prefixes);
      const because = track.line("require.security", "require");
      return [{ package: bump.package, at, prefixes, mentioned, because }];
    }),

  message: () => say`the changeset is a security fix but names no advisory`,
  help: ({ prefixes, mentioned }) =>
    mentioned === undefined
      ? say`end the text with ${"Security: <id>"} (${list(prefixes, "or")})`
      : say`end the text with ${`Security: ${mentioned}`}`,
});

const START =
  /^(?:\*\*|\[)?security(?:\*\*|\])?(?:\([^()\n]{1,60}\))?!?:|^\[security\]|^security fix(?:es)?\b|^[a-z]{2,10}\(security\)!?:/i;

/** The place that says so. */
const aboutSecurity = ({
  declarations,
  sections,
  summary,
  summaryAt,
}: Changeset): Location | undefined =>
  [...sections, ...declarations].find(({ kind }) => kind === "security")?.at ??
  (START.test(summary) ? summaryAt : undefined);

/** The id of an advisory in a text: one of the beginnings, a dash, and more. */
const idIn = (words: string, prefixes: readonly string[]): string | undefined =>
  words
    .split(/[^\p{L}\p{N}_-]+/u)
    .find((word) =>
      prefixes.some(
        (prefix) =>
          word.length > prefix.length + 1 &&
          word.toLowerCase().startsWith(`${prefix.toLowerCase()}-`),
      ),
    );
