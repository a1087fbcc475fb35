import type { OptionsFor } from "../../judge/rule.ts";
import { placeOf } from "../../judge/remedy.ts";
import type { View } from "../../judge/view.ts";
import { type Sentence, firstOf, say } from "../../sentence.ts";
import { carried, isOver } from "../../versions/bump.ts";
import { addedMigrations } from "./added-migrations.ts";
import { type Change, neededBump } from "./change.ts";
import type { ChangeBumpOptions } from "./change-bump-options.ts";

/** New migrations in packages whose release is too small for them, or that nothing releases. */
export function smallMigrations(
  view: View,
  options: OptionsFor<ChangeBumpOptions>,
): readonly Change[] {
  const migrations = addedMigrations(view, (name) => options(name).migrations);
  return [...migrations].flatMap(([name, files]): Change[] => {
    const pkg = view.packageNamed(name);
    if (!pkg || !view.isJudged(pkg)) return [];
    const release = view.releaseOf(name);
    const track = view.trackOf(name);
    const from = release?.from ?? pkg.version ?? "";
    const needed = neededBump(options(name).kinds.migration, from, track);
    const got = release ? carried(release.from, release.to) : "none";
    if (!isOver(needed, got)) return [];
    const because = track?.line("rules.change-bump");
    return [
      {
        package: name,
        at: release ? placeOf(view, release) : { path: files[0]!, line: 1, column: 1 },
        ...(release ? { release } : {}),
        ...(because ? { because } : {}),
        needed,
        got,
        reason: migrationsNamed(files),
        without: say`move the migration to a later change`,
      },
    ];
  });
}

const migrationsNamed = (files: readonly string[]): Sentence => [
  files.length === 1 ? "the new migration " : "the new migrations ",
  ...firstOf(
    files.map((path) => say`${path}`),
    3,
  ),
];
