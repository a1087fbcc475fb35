import type { UnreadableChangeset } from "../../facts/facts.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { type Sentence, say } from "../../sentence.ts";

interface UnreadableChangesetProblem extends Problem {
  readonly file: UnreadableChangeset;
}

export const unreadableChangeset = defineRule<UnreadableChangesetProblem>({
  id: "unreadable-changeset",
  family: "changesets",
  summary: "The release command must be able to parse every changeset.",
  why: "One invalid file stops the release of the whole repository, and the release command reports only the first. Changesets with `path` instead of `patch` have stayed on main for weeks.",
  level: "error",
  looksAt: ["unreadable"],
  workspaceOnly: true,
  asksParser: true,
  examples: {
    reject: [
      {
        title: "A misspelled bump, and a file without front matter",
        packages: { "@acme/core": "1.2.0" },
        changesets: {
          "bad-bump": '---\n"@acme/core": path\n---\n\nFix it.\n',
          "no-fence": '"@acme/core": patch\n\nFix it.\n',
        },
        policies: { core: { packages: ["@acme/*"] } },
      },
    ],
    accept: [
      {
        title: "Single quotes, a comment and CRLF",
        packages: { "@acme/core": "1.2.0" },
        changesets: { fine: "---\r\n# why not\r\n'@acme/core': patch\r\n---\r\n\r\nFix it.\r\n" },
        policies: { core: { packages: ["@acme/*"] } },
      },
    ],
  },

  check: ({ unreadable }) =>
    unreadable
      .filter(({ kind }) => kind !== "duplicate-key")
      .map((file) => ({ at: file.at, file })),

  message: ({ file }) =>
    file.kind.startsWith("used-")
      ? say`${file.path} ${file.reason}`
      : say`cannot read ${file.path}: ${file.reason}`,
  help: ({ file }) => HELP[file.kind],
});

const FORM = say`start the file with ${"---"}, a line such as ${'"@acme/ui": patch'} for each package, and ${"---"}`;
const HELP: Readonly<Record<UnreadableChangeset["kind"], Sentence>> = {
  "front-matter": FORM,
  "not-closed": say`add a line ${"---"} below the last package`,
  incomplete: say`complete it: ${"---"}, a line such as ${'"@acme/ui": patch'} for each package, ${"---"}, and a summary`,
  conflict: say`resolve the conflict and delete its markers`,
  yaml: say`write each line between the two ${"---"} as in ${'"@acme/ui": patch'}, with the name in quotes`,
  bump: say`write ${"patch"}, ${"minor"}, ${"major"} or ${"none"}`,
  // `duplicate-package` reports these.
  "duplicate-key": FORM,
  "too-large": say`shorten the changeset and move the details to the documentation`,
  "used-name": say`rename the file`,
  "used-folder": say`move it to ${".changeset/"}`,
  "used-edit": say`move the new lines to a new changeset`,
  "not-a-file": say`replace it with a regular file`,
  folder: say`move it out of ${".changeset"}`,
  "pre-folder": say`upgrade to Changesets 3; to keep Changesets 2, move its files to ${".changeset"} and list their names under ${"changesets"} in ${".changeset/pre.json"}`,
};
