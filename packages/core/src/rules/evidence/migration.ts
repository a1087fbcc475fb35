import * as z from "zod/mini";
import { fileOf } from "../../docs/named-paths.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import type { View } from "../../judge/view.ts";
import type { Track } from "../../policy/policy.ts";
import { listOf, strict, text } from "../../policy/schema/words.ts";
import { list, say } from "../../sentence.ts";
import { addedMigrations, hasDown } from "../changes/added-migrations.ts";

interface MigrationProblem extends Problem {
  readonly package: string;
  readonly file: string;
  /** Named by a changeset, and not there. */
  readonly missing: readonly string[];
}

interface Options {
  readonly files: readonly string[];
}

export const migration = defineRule<MigrationProblem, Options>({
  id: "migration",
  family: "evidence",
  summary: "With --since: a new migration comes with its way back, where the track requires one.",
  why: "Polyaxon brings migrations “while providing automatic migration paths”. Whether a path works nobody can tell from files; whether there is one, anybody can.",
  notWhen:
    "Where one file holds both directions, as in Knex or TypeORM: leave such files out with the option `files`.",
  level: "warn",
  needs: ({ tracks }) => (tracks.some(requiresPath) ? ["additions", "documents"] : []),
  comparesBase: true,
  options: () =>
    strict({
      files: z._default(
        listOf(text("a glob"), "globs such as **/migrations/**").check(
          z.describe(
            "Migrations: globs from the root, the last that matches decides, `!` before one to leave it out.",
          ),
        ),
        ["**/migrations/**"],
      ),
    }),
  examples: {
    reject: [
      {
        title: "A migration that nothing undoes",
        packages: { "@acme/server": "1.2.0" },
        changesets: { "user-names": { "@acme/server": "minor" } },
        files: {
          "packages/server/migrations/0007_names.sql": "ALTER TABLE users ADD name text;\n",
        },
        policies: {
          server: { packages: ["@acme/*"], require: { migration: ["path"] } },
        },
        since: { changesets: {}, files: {} },
      },
    ],
    accept: [
      {
        title: "Another file undoes it",
        packages: { "@acme/server": "1.2.0" },
        changesets: { "user-names": { "@acme/server": "minor" } },
        files: {
          "packages/server/migrations/0007_names.up.sql": "ALTER TABLE users ADD name text;\n",
          "packages/server/migrations/0007_names.down.sql": "ALTER TABLE users DROP name;\n",
        },
        policies: {
          server: { packages: ["@acme/*"], require: { migration: ["path"] } },
        },
        since: { changesets: {}, files: {} },
      },
      {
        title: "The changeset names the way",
        packages: { "@acme/server": "1.2.0" },
        changesets: {
          "user-names":
            '---\n"@acme/server": minor\n---\n\nUsers have names.\n\nMigration: docs/names.md\n',
        },
        files: {
          "packages/server/migrations/0007_names.sql": "ALTER TABLE users ADD name text;\n",
          "docs/names.md": "# Names\n",
        },
        policies: {
          server: { packages: ["@acme/*"], require: { migration: ["path"] } },
        },
        since: { changesets: {}, files: {} },
      },
    ],
  },

  check: (view, options) => {
    const migrations = addedMigrations(view, (name) => options(name).files);
    return [...migrations].flatMap(([name, files]): MigrationProblem[] => {
      const track = view.trackOf(name);
      if (!track || !requiresPath(track) || !view.isJudged(view.packageNamed(name)!)) return [];
      const named = pathsNamed(view, name);
      if (named.some((path) => path === undefined || view.paths?.includes(path))) return [];
      const missing = named.filter((path) => path !== undefined);
      return files
        .filter((file) => !hasDown(view, file))
        .map((file) => ({
          package: name,
          file,
          at: { path: file, line: 1, column: 1 },
          missing,
          because: track.line("require.migration"),
        }));
    });
  },

  message: ({ package: name, file, missing }) =>
    say`${name} gets the migration ${file}, but nothing reverts it${missing.length > 0 ? say`: ${list(missing)} is not there` : say``}`,
  help: ({ file }) =>
    say`add ${file.replace(/(?:\.up)?(\.[^./]+)?$/, ".down$1")}, or end the changeset of the package with ${"Migration: <path or URL>"}`,
});

const requiresPath = ({ require }: Track): boolean => require.migration?.includes("path") ?? false;

/** What the package's changesets call its migration path; undefined for a URL. */
const pathsNamed = ({ changesets }: View, name: string): readonly (string | undefined)[] =>
  changesets
    .filter(({ bumps }) => bumps.some((bump) => bump.package === name))
    .flatMap(({ declarations }) => declarations.filter(({ kind }) => kind === "migration"))
    .map(fileOf);
