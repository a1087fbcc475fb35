import * as z from "zod/mini";
import type { Location } from "../../facts/location.ts";
import { placeOf } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { listOf, oneOf, strict, text } from "../../policy/schema/words.ts";
import { list, say } from "../../sentence.ts";
import { type Bump, carried, isOver } from "../../versions/bump.ts";
import { addedMigrations } from "./migrations.ts";

interface MigrationBumpProblem extends Problem {
  readonly package: string;
  readonly files: readonly string[];
  readonly least: Bump;
  readonly pnpm: boolean;
}

interface Options {
  readonly files: readonly string[];
  readonly least: Bump;
}

const FILES = { files: ["**/migrations/**"] };

export const migrationBump = defineRule<MigrationBumpProblem, Options>({
  id: "migration-bump",
  family: "evidence",
  summary: "With --since: a package that gets a new migration is released with at least a minor.",
  why: "Polyaxon: “Every time we introduce new migrations (data and db) we will be increasing the MINOR”. Seven patches did it all the same; one of them only restored a folder, and what was there before is no new migration.",
  level: "off",
  needs: ["additions"],
  needsOptions: true,
  comparesBase: true,
  options: () =>
    strict({
      files: listOf(text("a glob"), "globs such as **/migrations/**").check(
        z.minLength(1, { error: "write a list of globs" }),
        z.describe(
          "Migrations: globs from the root, the last that matches decides, `!` before one to leave it out.",
        ),
      ),
      least: z._default(
        oneOf(["patch", "minor", "major"]).check(
          z.describe("The smallest bump that may bring a migration."),
        ),
        "minor",
      ),
    }),
  examples: {
    reject: [
      {
        title: "A patch brings a migration",
        packages: { "@acme/server": "1.2.0" },
        changesets: { "user-names": { "@acme/server": "patch" } },
        files: {
          "packages/server/migrations/0007_names.sql": "ALTER TABLE users ADD name text;\n",
        },
        policies: {
          server: { packages: ["@acme/*"], rules: { "migration-bump": ["error", FILES] } },
        },
        since: { changesets: {}, files: {} },
      },
      {
        title: "A migration without a release",
        packages: { "@acme/server": "1.2.0" },
        files: {
          "packages/server/migrations/0007_names.sql": "ALTER TABLE users ADD name text;\n",
        },
        policies: {
          server: {
            packages: ["@acme/*"],
            rules: { "migration-bump": ["error", FILES], "changeset-missing": "off" },
          },
        },
        since: { files: {} },
      },
    ],
    accept: [
      {
        title: "A minor brings it",
        packages: { "@acme/server": "1.2.0" },
        changesets: { "user-names": { "@acme/server": "minor" } },
        files: {
          "packages/server/migrations/0007_names.sql": "ALTER TABLE users ADD name text;\n",
        },
        policies: {
          server: { packages: ["@acme/*"], rules: { "migration-bump": ["error", FILES] } },
        },
        since: { changesets: {}, files: {} },
      },
    ],
  },

  check: (view, options) => {
    const migrations = addedMigrations(view, (name) => options(name)?.files ?? []);
    return [...migrations].flatMap(([name, files]): MigrationBumpProblem[] => {
      const pkg = view.packageNamed(name);
      if (!pkg || !view.isJudged(pkg)) return [];
      const { least } = options(name);
      const release = view.releaseOf(name);
      if (release && !isOver(least, carried(release.from, release.to))) return [];
      const at: Location = release
        ? placeOf(view, release)
        : { path: files[0]!, line: 1, column: 1 };
      const pnpm = view.planner.id === "pnpm";
      return [{ package: name, at, files, least, pnpm, ...(release ? { release } : {}) }];
    });
  },

  message: ({ package: name, files, least, release }) => {
    const added =
      files.length > 1
        ? say`${name} gets the new migrations `
        : say`${name} gets the new migration `;
    const shown = [...list(files.slice(0, MOST_NAMED)), ...more(files)];
    return release
      ? say`${added}${shown} in ${release.to}, which is less than a ${least}`
      : say`${added}${shown}, and no release is planned for it`;
  },
  help: ({ package: name, least, pnpm, release }) =>
    release
      ? say`declare ${`"${name}": ${least}`} in its changeset`
      : say`add a changeset (${pnpm ? "pnpm change" : "pnpm changeset"}) with ${`"${name}": ${least}`}`,
});

const MOST_NAMED = 3;

const more = (files: readonly string[]) =>
  files.length > MOST_NAMED ? say` and ${files.length - MOST_NAMED} more` : [];
