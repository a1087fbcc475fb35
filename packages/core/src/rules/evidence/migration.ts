import * as s from "../../policy/schema/definition.ts";
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
  summary: "With --since: a new migration must have a down migration where the track requires one.",
  why: "Users need a way back when an upgrade fails. The rule checks that a down migration exists, not that it works.",
  notWhen:
    "When one file holds both directions, as in Knex or TypeORM: exclude such files with the option `files`.",
  level: "warn",
  looksAt: ["evidence"],
  needs: ({ tracks }) => (tracks.some(requiresPath) ? ["additions", "documents"] : []),
  comparesBase: true,
  options: () =>
    strict({
      files: s.withDefault(
        listOf(text("a glob"), "globs such as **/migrations/**").check(
          s.description(
            "Globs of migrations, from the root. The last match decides; `!` excludes.",
          ),
        ),
        ["**/migrations/**"],
      ),
    }),
  examples: {
    reject: [
      {
        title: "A migration without a down migration",
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
        title: "A down migration next to it",
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
        title: "The changeset names the migration guide",
        packages: { "@acme/server": "1.2.0" },
        changesets: {
          "user-names":
            '---\n"@acme/server": minor\n---\n\nUsers now have names.\n\nMigration: docs/names.md\n',
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
    say`${name} would get the migration ${file}, but it has no down migration${missing.length > 0 ? say` (not found: ${list(missing)})` : say``}`,
  help: ({ file }) =>
    say`add ${file.replace(/(?:\.up)?(\.[^./]+)?$/, ".down$1")}, or end the changeset with ${"Migration: <path or URL>"}`,
});

const requiresPath = ({ require }: Track): boolean => require.migration?.includes("path") ?? false;

/** What the package's changesets call its migration path; undefined for a URL. */
const pathsNamed = ({ changesets }: View, name: string): readonly (string | undefined)[] =>
  changesets
    .filter(({ bumps }) => bumps.some((bump) => bump.package === name))
    .flatMap(({ declarations }) => declarations.filter(({ kind }) => kind === "migration"))
    .map(fileOf);
