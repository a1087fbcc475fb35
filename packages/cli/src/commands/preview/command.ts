import { CannotJudge } from "../../errors.ts";
import { jsonLines } from "../../formats/escape.ts";
import { changelogsMarkdown } from "../../formats/markdown/changelogs.ts";
import { closest } from "@release-policy/core/internal";
import { oneOf, textOf } from "../arguments.ts";
import type { Command } from "../command.ts";
import { SOURCE_OPTIONS, sourceOptions } from "../source-options.ts";
import { githubFacts } from "./github-facts.ts";
import { type Preview, preview } from "./preview.ts";
import { changelogsText } from "./text.ts";

const FORMATS = ["terminal", "markdown", "json"] as const;
const { dir, ref, planner } = SOURCE_OPTIONS;

export const previewCommand: Command = {
  usage: "release-policy preview [package…] [options]",
  about: "show what the next release would write into each changelog",
  examples: [
    ["release-policy preview", "the entries of all packages that would be released"],
    ["release-policy preview @acme/core", "the entries of one package"],
    ["release-policy preview --since origin/main", "only what this branch causes"],
  ],
  options: {
    since: {
      value: "ref",
      about:
        "leave out packages that would be released even without the changes since the merge base with this ref",
    },
    format: { value: "name", about: `one of ${FORMATS.join(", ")}` },
    dir,
    ref: { ...ref, about: "read a commit instead of the files (none of its code is run)" },
    planner,
  },

  async run({ values, positionals }, terminal) {
    const format = oneOf("format", textOf(values["format"]) ?? "terminal", FORMATS);
    const { changelogs, ...report } = await preview({
      ...sourceOptions(values),
      untriedFixes: true,
      github: { ask: askWithToken(process.env) },
    });
    const named = only(changelogs, positionals, report);
    if (format === "json") return { output: jsonLines({ version: 1, ...named }), code: 0 };
    const output =
      format === "markdown" ? changelogsMarkdown(named) : changelogsText(named, terminal);
    return { output, code: 0 };
  },
};

/** The entries of packages. Throws `CannotJudge` if one of them would not be released. */
function only(
  changelogs: Preview["changelogs"],
  names: readonly string[],
  { releases }: Pick<Preview, "releases">,
): Preview["changelogs"] {
  if (names.length === 0) return changelogs;
  const known = releases.map(({ name }) => name);
  const obstacles = names
    .filter((name) => !known.includes(name))
    .map((name) => {
      const suggestion = closest(name, known);
      return {
        message: `${name} would not be released`,
        help: suggestion
          ? `did you mean ${suggestion}?`
          : "run release-policy preview to list the releases",
      };
    });
  if (obstacles.length > 0) throw new CannotJudge(...obstacles);
  const entries = changelogs.entries.filter((entry) => names.includes(entry.package));
  return { ...changelogs, entries, left: names.length - entries.length };
}

/** As `changeset version` asks: with `GITHUB_TOKEN`, and without one not at all. */
function askWithToken({
  GITHUB_TOKEN: token,
  GITHUB_GRAPHQL_URL,
  GITHUB_API_URL,
}: NodeJS.ProcessEnv) {
  const graphqlUrl = GITHUB_GRAPHQL_URL || `${GITHUB_API_URL || "https://api.github.com"}/graphql`;
  const send = fetch;
  return async (needs: Parameters<typeof githubFacts>[0]) =>
    token ? await githubFacts(needs, { graphqlUrl, token, fetch: send }) : undefined;
}
