import * as z from "zod/mini";
import type { Release } from "../../facts/facts.ts";
import { pathAndLine } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { oneOf, strict } from "../../policy/schema/words.ts";
import { say } from "../../sentence.ts";
import { type Bump, carried, isOver } from "../../versions/bump.ts";
import { deprecationsOf } from "./removals.ts";

interface DeprecationBumpProblem extends Problem {
  readonly package: string;
  readonly api: string;
  readonly release: Release;
  readonly bump: Bump;
  readonly least: Bump;
  readonly line: string;
}

interface Options {
  readonly least: "minor" | "major";
}

const deprecating = (bump: Bump): string =>
  `---\n"@acme/core": ${bump}\n---\n\nPrefer \`openAll\`.\n\nDeprecates: open use openAll\n`;

export const deprecationBump = defineRule<DeprecationBumpProblem, Options>({
  id: "deprecation-bump",
  family: "evidence",
  summary: "A deprecation comes with a minor or more.",
  why: "A warning that a patch brings breaks whoever treats warnings as errors. Semantic Versioning asks for a minor; Dagster's text has deprecations in minors, and its own example has one in 0.8.5: 22 of its 198 patches of 1.x deprecate. So nobody has to.",
  level: "off",
  options: () =>
    strict({
      least: z._default(
        oneOf(["minor", "major"]).check(z.describe("The smallest bump that may deprecate.")),
        "minor",
      ),
    }),
  examples: {
    reject: [
      {
        title: "A patch deprecates",
        packages: { "@acme/core": "1.4.0" },
        changesets: { prefer: deprecating("patch") },
        policies: { core: { packages: ["@acme/*"], rules: { "deprecation-bump": "warn" } } },
      },
    ],
    accept: [
      {
        title: "A minor deprecates",
        packages: { "@acme/core": "1.4.0" },
        changesets: { prefer: deprecating("minor") },
        policies: { core: { packages: ["@acme/*"], rules: { "deprecation-bump": "warn" } } },
      },
    ],
  },

  check: (view, options) =>
    deprecationsOf(view).flatMap(({ package: name, api, release, changeset, at, cause }) => {
      const bump = carried(release.from, release.to);
      const { least } = options(name);
      if (!isOver(least, bump)) return [];
      const line = pathAndLine(changeset.bumps.find((one) => one.package === name)!.at);
      const track = view.trackOf(name)?.line("rules.deprecation-bump");
      const found = { package: name, api, release, at, bump, least, line };
      return [{ ...found, ...(cause ? { cause } : {}), ...(track ? { because: track } : {}) }];
    }),

  message: ({ package: name, api, release: { to }, bump, least }) =>
    say`${api} of ${name} would be deprecated in ${to} by a ${bump}, and it takes a ${least} or more`,
  help: ({ least, line }) => say`write ${least} in ${line}`,
});
