import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type Changeset,
  type Facts,
  type Sentence,
  type TrainMove,
  list,
  say,
} from "@release-policy/core";
import { SIZE_LIMITS, readText } from "../../files/files.ts";
import { isObjectOrArray, parseJsonObject } from "../../files/json.ts";
import type { Snapshot } from "../../files/writing/snapshot.ts";
import { PRE_FILE } from "../../planners/changesets/pre-state.ts";
import { CONFIG_FILE } from "../../workspace/changesets/changesets-config.ts";
import { isObject, readWorkspaceFile } from "../../workspace/workspace-file.ts";
import { yamlMapping } from "../../workspace/yaml-mapping.ts";

const LEDGER_FILE = ".changeset/ledger.yaml";

/**
 * What the command lost without failing, one sentence per file: changelog entries, and changesets that it did not use
 * or should have kept. Changesets 2 only warns if a formatter throws, and continues without the entry.
 */
export function lostWork(
  root: string,
  facts: Facts,
  trains: readonly TrainMove[],
  before: Snapshot,
): Sentence[] {
  const entries = writesChangelogs(root, facts) ? lostEntries(root, facts, trains, before) : [];
  return [...entries, ...lostChangesets(root, facts)];
}

function writesChangelogs(root: string, { planner }: Facts): boolean {
  if (planner.id === "pnpm") {
    const changelog = readWorkspaceFile(root)?.versioning?.["changelog"];
    return isObject(changelog) && changelog["storage"] === "repository";
  }
  const config = readText(root, CONFIG_FILE, SIZE_LIMITS.manifest) ?? "{}";
  return parseJsonObject(CONFIG_FILE, config)["changelog"] !== false;
}

function lostEntries(
  root: string,
  { releases }: Facts,
  trains: readonly TrainMove[],
  before: Snapshot,
): Sentence[] {
  // Changesets writes none for a member that only its train releases.
  const moved = new Set(trains.filter((one) => one.planned === undefined).map(({ dir }) => dir));
  const written = releases.filter(({ dir, from, to }) => from !== to && !moved.has(dir));
  return written.flatMap(({ name, dir, to }): Sentence[] => {
    const path = dir === "." ? "CHANGELOG.md" : `${dir}/CHANGELOG.md`;
    // A link to a changelog elsewhere counts as well.
    const full = join(root, path);
    const now = versionsIn(existsSync(full) ? readFileSync(full, "utf8") : "");
    const lost = [...versionsIn(before.text(path) ?? "")].filter((version) => !now.has(version));
    return [
      ...(now.has(to) ? [] : [say`${name} ${to} has no entry in ${path}`]),
      ...(lost.length === 0 ? [] : [say`${path} lost its entries for ${list(lost, "and")}`]),
    ];
  });
}

/** The versions in headings; a formatter may underline them. */
const versionsIn = (changelog: string): ReadonlySet<string> =>
  new Set(
    [...changelog.matchAll(/^(?:#{1,6}\s+)?\[?v?(\d+\.\d+\.\d+[\w.+-]*)(?![^\s\])])/gm)].map(
      ([, version]) => version!,
    ),
  );

function lostChangesets(root: string, facts: Facts): Sentence[] {
  const { planner, packages, changesets, releases, pre } = facts;
  const isThere = (path: string): boolean => existsSync(join(root, path));
  const again = ({ path }: Changeset) =>
    say`${path} still exists, so its bumps would be released again`;
  const open = changesets.filter(({ consumed }) => !consumed);
  if (planner.id === "pnpm") {
    const noted = notedIn(yamlMapping(LEDGER_FILE, textAt(root, LEDGER_FILE)));
    const used = new Set(
      releases.flatMap(({ causes }) =>
        causes.flatMap((one) => (one.kind === "changeset" ? [one.changeset] : [])),
      ),
    );
    return open
      .filter(({ id, path }) => used.has(id) && isThere(path) && !noted.has(id))
      .map(again);
  }
  const skipped = new Set(packages.filter((one) => one.skipped).map(({ name }) => name));
  const isKept = ({ bumps }: Changeset): boolean => bumps.some((bump) => skipped.has(bump.package));
  const inPre = pre?.mode === "pre";
  const noted =
    inPre && planner.id === "changesets@2"
      ? notedIn(parseJsonObject(PRE_FILE, textAt(root, PRE_FILE)))
      : undefined;
  return open.flatMap((one): Sentence[] => {
    const { id, path } = one;
    if (noted) {
      if (!isThere(path))
        return [say`${path} was deleted, but pre mode needs it for the changelog`];
      return noted.has(id) || isKept(one) ? [] : [say`${path} is not recorded in ${PRE_FILE}`];
    }
    if (isThere(path)) return isKept(one) ? [] : [again(one)];
    if (isKept(one))
      return [say`${path} was deleted, but the packages that it names were not released`];
    return inPre && !isThere(`.changeset/pre/${id}.md`)
      ? [say`${path} was deleted, but pre mode needs it in ${".changeset/pre/"}`]
      : [];
  });
}

const textAt = (root: string, path: string): string =>
  readText(root, path, SIZE_LIMITS.manifest) ?? "{}";

/** Every text in the data: both files keep nothing but names, versions and the ids of changesets. */
const notedIn = (data: unknown): ReadonlySet<string> =>
  new Set(
    typeof data === "string"
      ? [data]
      : isObjectOrArray(data)
        ? Object.values(data).flatMap((inner: unknown) => [...notedIn(inner)])
        : [],
  );
