import * as s from "../../policy/schema/definition.ts";
import type { Changeset } from "../../facts/facts.ts";
import { pathAndLine } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import {
  flag,
  listOf,
  oneOf,
  optional,
  strict,
  text,
  wholeNumber,
} from "../../policy/schema/words.ts";
import { type Sentence, list as listed, say } from "../../sentence.ts";
import { BUMPS, type Bump } from "../../versions/bump.ts";

type ChangesetStyleProblem = Start | Category | FileName | TooMany;

interface Start extends Problem {
  readonly kind: "start";
  readonly start: string;
  readonly any: readonly string[];
  readonly forbidden: string | undefined;
}

interface Category extends Problem {
  readonly kind: "category";
  readonly package: string;
  readonly category: string;
  readonly bump: Bump;
  readonly expected: Bump;
}

interface FileName extends Problem {
  readonly kind: "file-name";
  readonly id: string;
}

interface TooMany extends Problem {
  readonly kind: "too-many";
  readonly count: number;
  readonly max: number;
}

interface Options {
  readonly start?:
    | { readonly any: readonly string[]; readonly none: readonly string[] }
    | undefined;
  readonly categories: Readonly<Record<string, Bump>>;
  readonly fileName: boolean;
  readonly maxPackages?: number | undefined;
}

export const changesetStyle = defineRule<ChangesetStyleProblem, Options>({
  id: "changeset-style",
  family: "changesets",
  summary:
    "Changesets must follow the agreed style: how the text starts, the bump of each category, the file name, the number of packages.",
  why: "A consistent style keeps changelogs readable: agreed categories, no headings that break the changelog's levels, one package per file. Each convention is an option; the track of the first package decides.",
  level: "off",
  needsOptions: true,
  options: () =>
    strict({
      start: optional(
        strict({
          any: s.withDefault(listOf(text("the beginning of a text"), "beginnings"), []),
          none: s.withDefault(listOf(text("the beginning of a text"), "beginnings"), []),
        }),
        "How the text must start (one of `any`) and must not start (`none`).",
      ),
      categories: s.withDefault(
        s
          .record(s.string(), oneOf(BUMPS), { error: "write beginnings with a bump each" })
          .check(s.description("The bump for each prefix; `*` for every other text.")),
        {},
      ),
      fileName: flag(
        "Whether the file name may only contain lowercase letters, digits and dashes.",
      ),
      maxPackages: optional(wholeNumber(), "The maximum number of packages in a changeset."),
    }),
  examples: {
    reject: [
      {
        title: "An unknown prefix",
        packages: { "@acme/core": "1.2.0" },
        changesets: { one: { "@acme/core": "patch" } },
        policies: {
          core: {
            packages: ["@acme/*"],
            rules: {
              "changeset-style": ["error", { start: { any: ["FEAT:", "FIX:"], none: ["#"] } }],
            },
          },
        },
      },
      {
        title: "A breaking change as a patch",
        packages: { "@acme/core": "0.2.0" },
        changesets: { one: '---\n"@acme/core": patch\n---\n\n[breaking] Drop the old name.\n' },
        policies: {
          core: {
            packages: ["@acme/*"],
            rules: {
              "changeset-style": ["error", { categories: { "[breaking]": "minor", "*": "patch" } }],
              "change-bump": "off",
            },
          },
        },
      },
      {
        title: "A file name with a space and a capital",
        packages: { "@acme/core": "1.2.0" },
        changesets: { "My change": { "@acme/core": "patch" } },
        policies: {
          core: { packages: ["@acme/*"] },
          workspace: { rules: { "changeset-style": ["error", { fileName: true }] } },
        },
      },
      {
        title: "Two packages in one file",
        packages: { "@acme/core": "1.2.0", "@acme/react": "2.0.0" },
        changesets: { both: { "@acme/core": "patch", "@acme/react": "patch" } },
        policies: {
          core: { packages: ["@acme/*"] },
          workspace: { rules: { "changeset-style": ["error", { maxPackages: 1 }] } },
        },
      },
    ],
    accept: [
      {
        title: "An agreed prefix",
        packages: { "@acme/core": "1.2.0" },
        changesets: { one: '---\n"@acme/core": patch\n---\n\nFIX: keep the cursor in place.\n' },
        policies: {
          core: {
            packages: ["@acme/*"],
            rules: {
              "changeset-style": ["error", { start: { any: ["FEAT:", "FIX:"], none: ["#"] } }],
            },
          },
        },
      },
      {
        title: "A breaking change as a minor",
        packages: { "@acme/core": "0.2.0" },
        changesets: { one: '---\n"@acme/core": minor\n---\n\n[breaking] Drop the old name.\n' },
        policies: {
          core: {
            packages: ["@acme/*"],
            rules: {
              "changeset-style": ["error", { categories: { "[breaking]": "minor", "*": "patch" } }],
            },
          },
        },
      },
      {
        title: "A file name of words and dashes",
        packages: { "@acme/core": "1.2.0" },
        changesets: { "my-change": { "@acme/core": "patch" } },
        policies: {
          core: { packages: ["@acme/*"] },
          workspace: { rules: { "changeset-style": ["error", { fileName: true }] } },
        },
      },
      {
        title: "One file per package",
        packages: { "@acme/core": "1.2.0", "@acme/react": "2.0.0" },
        changesets: { one: { "@acme/core": "patch" }, two: { "@acme/react": "patch" } },
        policies: {
          core: { packages: ["@acme/*"] },
          workspace: { rules: { "changeset-style": ["error", { maxPackages: 1 }] } },
        },
      },
    ],
  },

  check: (view, options) =>
    view.pending.flatMap((changeset): ChangesetStyleProblem[] => {
      const { start, fileName, maxPackages } = options(changeset.bumps[0]?.package);
      return [
        ...(start ? wrongStart(changeset, start) : []),
        ...wrongBumps(changeset, (name) => options(name).categories),
        ...(fileName ? wrongName(changeset) : []),
        ...(maxPackages === undefined ? [] : tooMany(changeset, maxPackages)),
      ];
    }),

  message: (problem) => {
    switch (problem.kind) {
      case "start":
        return problem.forbidden === undefined
          ? say`the text starts with ${problem.start} (expected: ${listed(problem.any, "or")})`
          : say`the text must not start with ${problem.forbidden}`;
      case "category":
        return categoryMessage(problem);
      case "file-name":
        return say`the file name ${`${problem.id}.md`} may only contain lowercase letters, digits and dashes`;
      case "too-many":
        return say`this changeset names ${problem.count} packages (limit: ${problem.max})`;
    }
  },
  help: (problem) => {
    switch (problem.kind) {
      case "start":
        return problem.any.length > 0
          ? say`start it with ${listed(problem.any, "or")}`
          : say`start with a sentence`;
      case "category":
        return say`write ${problem.expected} in ${pathAndLine(problem.at)}, or change the category`;
      case "file-name":
        return say`rename the file`;
      case "too-many":
        return say`split it into one changeset per package`;
    }
  },
});

/** The package whose track decides, where a changeset names one. */
const aboutFirst = ({ bumps: [first] }: Changeset): Pick<Problem, "package"> =>
  first ? { package: first.package } : {};

function wrongStart(changeset: Changeset, { any, none }: NonNullable<Options["start"]>): Start[] {
  const { summary, summaryAt, bumps } = changeset;
  if (bumps.length === 0 || summary === "") return [];
  const forbidden = none.find((word) => summary.startsWith(word));
  const agreed = any.length === 0 || any.some((word) => summary.startsWith(word));
  if (agreed && forbidden === undefined) return [];
  const start = Array.from(summary.split(/\r?\n/, 1)[0]!).slice(0, 24).join("");
  return [{ kind: "start", ...aboutFirst(changeset), at: summaryAt, start, any, forbidden }];
}

const wrongBumps = (
  { summary, bumps }: Changeset,
  categoriesFor: (name: string) => Options["categories"],
): Category[] =>
  bumps.flatMap(({ package: name, bump, at }): Category[] => {
    const categories = categoriesFor(name);
    const named = Object.keys(categories).find((key) => key !== "*" && summary.startsWith(key));
    const category = named ?? "*";
    const expected = categories[category];
    if (expected === undefined || expected === bump || bump === "none") return [];
    return [{ kind: "category", package: name, at, category, bump, expected }];
  });

const categoryMessage = ({ package: name, category, bump, expected }: Category): Sentence =>
  category === "*"
    ? say`${name} declares ${bump}, but a changeset without a category requires a ${expected}`
    : say`${name} declares ${bump}, but ${category} requires a ${expected}`;

function wrongName(changeset: Changeset): FileName[] {
  const { id, path } = changeset;
  if (/^[a-z0-9-]+$/.test(id)) return [];
  return [{ kind: "file-name", ...aboutFirst(changeset), id, at: { path, line: 1, column: 1 } }];
}

function tooMany(changeset: Changeset, max: number): TooMany[] {
  const { bumps } = changeset;
  const over = bumps[max];
  if (!over) return [];
  return [{ kind: "too-many", ...aboutFirst(changeset), at: over.at, count: bumps.length, max }];
}
