import type { Declaration } from "../../facts/evidence.ts";
import { changesetsNeedingEvidence } from "../../judge/changesets-behind.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { say } from "../../sentence.ts";

interface BreakingSectionProblem extends Problem {
  readonly package: string;
  readonly declaration: Declaration;
}

export const breakingSection = defineRule<BreakingSectionProblem>({
  id: "breaking-section",
  family: "evidence",
  summary:
    "Where a track requires a section for breaking changes: a changeset that declares one, or a removal, has a Breaking section.",
  why: "Dagster promises to call breaking changes out in a section of that name; 16 of its patches had them elsewhere only, where nobody who upgrades looks. A track asks for it with `require: { breaking: [section] }`. A section is a heading of any level: `### Breaking Changes`, with an entry for each change; `BREAKING:` at the start of a line and the trailer `Removes: <api>` declare the change, and are no section.",
  level: "warn",
  examples: {
    reject: [
      {
        title: "A breaking change in the middle of the text",
        packages: { "@acme/core": "1.4.0" },
        changesets: {
          "async-load":
            '---\n"@acme/core": major\n---\n\nFaster loading.\n\nBREAKING: `load` is async.\n',
        },
        policies: { core: { packages: ["@acme/core"], require: { breaking: ["section"] } } },
      },
      {
        title: "A removal without a section",
        packages: { "@acme/core": "1.4.0" },
        changesets: {
          "less-code": '---\n"@acme/core": major\n---\n\nLess code.\n\nRemoves: `loadSync`\n',
        },
        policies: { core: { packages: ["@acme/core"], require: { breaking: ["section"] } } },
      },
    ],
    accept: [
      {
        title: "A section",
        packages: { "@acme/core": "1.4.0" },
        changesets: {
          "async-load":
            '---\n"@acme/core": major\n---\n\nFaster loading.\n\n### Breaking Changes\n\n- `load` is async\n\nRemoves: `loadSync`\n',
        },
        policies: { core: { packages: ["@acme/core"], require: { breaking: ["section"] } } },
      },
    ],
  },

  check: (view) =>
    changesetsNeedingEvidence(view, ({ require }) => require.breaking?.includes("section")).flatMap(
      ({ changeset: { declarations, sections }, bump, track }) => {
        const declaration = declarations.find(({ kind }) => BREAKS.has(kind));
        if (!declaration || sections.some(({ kind }) => kind === "breaking")) return [];
        const because = track.line("require.breaking", "require");
        return [{ package: bump.package, at: declaration.at, declaration, because }];
      },
    ),

  message: ({ declaration: { kind } }) =>
    kind === "removes"
      ? say`the changeset removes an API, and has no section that says so`
      : say`the changeset declares a breaking change, and has no section for it`,
  help: ({ declaration: { kind } }) =>
    kind === "removes"
      ? say`say what is gone, and what to use instead, under a heading ${"Breaking Changes"}`
      : say`put it under a heading ${"Breaking Changes"}`,
});

const BREAKS: ReadonlySet<Declaration["kind"]> = new Set(["breaking", "removes"]);
