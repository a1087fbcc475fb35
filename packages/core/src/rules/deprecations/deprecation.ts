import { changesetsNeedingEvidence } from "../../judge/changesets-behind.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { clipped, say } from "../../sentence.ts";

interface DeprecationProblem extends Problem {
  readonly package: string;
  readonly api: string;
}

export const deprecation = defineRule<DeprecationProblem>({
  id: "deprecation",
  family: "evidence",
  summary:
    "Where a track requires it, a deprecation must name its replacement or say that there is none.",
  why: "A deprecation warning is only useful if it says what to use instead. A track requires it with `require: { deprecation: [replacement] }`. A changeset declares a deprecation in the last lines of its text, one line per API: `Deprecates: <api> use <replacement> until <version>`, or `use nothing`; put names of several words in backticks.",
  level: "warn",
  looksAt: ["evidence"],
  examples: {
    reject: [
      {
        title: "A deprecation without a replacement",
        packages: { "@acme/core": "1.4.0" },
        changesets: {
          "old-load":
            '---\n"@acme/core": minor\n---\n\nSay goodbye to `loadSync`.\n\nDeprecates: `loadSync`\n',
        },
        policies: {
          core: { packages: ["@acme/core"], require: { deprecation: ["replacement"] } },
        },
      },
    ],
    accept: [
      {
        title: "One deprecation with a replacement, and one without",
        packages: { "@acme/core": "1.4.0" },
        changesets: {
          "old-load":
            '---\n"@acme/core": minor\n---\n\nSay goodbye.\n\nDeprecates: `loadSync` use `load` until 2.0.0\nDeprecates: `unload` use nothing\n',
        },
        policies: {
          core: { packages: ["@acme/core"], require: { deprecation: ["replacement"] } },
        },
      },
    ],
  },

  check: (view) =>
    changesetsNeedingEvidence(view, ({ require }) =>
      require.deprecation?.includes("replacement"),
    ).flatMap(({ changeset, bump, track }) =>
      changeset.declarations
        .filter(({ kind, replacement }) => kind === "deprecates" && replacement === undefined)
        .map(({ value, at }) => ({
          package: bump.package,
          at,
          api: value,
          because: track.line("require.deprecation", "require"),
        })),
    ),

  message: ({ api }) => say`the deprecation of ${clipped(api)} names no replacement`,
  help: ({ api }) =>
    say`write ${`Deprecates: ${quoted(api)} use <replacement>`}, or ${"use nothing"}`,
});

const quoted = (api: string): string => (/[\s`]/.test(api) ? clipped(api) : `\`${clipped(api)}\``);
