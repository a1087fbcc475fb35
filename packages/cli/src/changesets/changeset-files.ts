import { join } from "node:path";
import {
  type Changeset,
  type PlannerId,
  type Sentence,
  type UnreadableChangeset,
  say,
} from "@release-policy/core/internal";
import { CannotJudge } from "../errors.ts";
import { SIZE_LIMITS, entryAt, entryOf, listFolder, readText } from "../files/files.ts";
import type { Declared } from "./declaration-grammar.ts";
import { NO_DECLARATIONS, declarationsOf, mayDeclare, unparsedReason } from "./declarations.ts";
import { type PlainChangeset, readPlainChangeset } from "./front-matter.ts";
import { ParsingBudget } from "./parsing-budget.ts";

const CHANGESET_FOLDER = ".changeset";
/** Where Changesets 3 keeps those that a prerelease has used. */
export const USED_FOLDER = `${CHANGESET_FOLDER}/pre`;

export interface ChangesetReading {
  readonly changesets: readonly Changeset[];
  readonly unreadable: readonly UnreadableChangeset[];
}

/**
 * Reads every changeset that the planner would read, in the order of their names: those at fault become
 * `unreadable`, never an exception. `consumed` names those that a prerelease has used (Changesets 2 lists
 * them in pre.json; Changesets 3 keeps them in `.changeset/pre/`).
 */
export async function readChangesets(
  root: string,
  planner: PlannerId,
  consumed: ReadonlySet<string>,
): Promise<ChangesetReading> {
  if (!hasChangesetFolder(root, planner)) return { changesets: [], unreadable: [] };
  const changesets: Changeset[] = [];
  const unreadable: UnreadableChangeset[] = [];
  const budget = new ParsingBudget();
  for (const { path, regular, content } of changesetPaths(root, planner)) {
    const known = content && LAST.get(content);
    if (known?.path === path && known.planner === planner) {
      changesets.push(consumedOrNot(known, consumed));
      continue;
    }
    const id = idOf(path, planner);
    const read = regular
      ? readOne(root, path, planner, budget)
      : [fault(path, "not-a-file", say`it is a link or a folder`)];
    // Waiting for each of many hundreds takes longer than reading most of them.
    const result = read instanceof Promise ? await read : read;
    if (!("bumps" in result)) unreadable.push(...result);
    else {
      const used = wasConsumed(id, consumed);
      const unparsed = unparsedReason(result.summary, budget);
      if (unparsed) unreadable.push(unparsedFault(path, unparsed));
      const mayDeclareMore = mayDeclare(result.summary);
      const declared =
        unparsed || !mayDeclareMore ? NO_DECLARATIONS : await declarationsOf(path, result);
      const changeset = toChangeset(id, path, result, used, declared);
      changesets.push(changeset);
      if (content && !(read instanceof Promise) && !mayDeclareMore)
        LAST.set(content, { path, planner, changeset });
    }
  }
  if (planner === "changesets@2")
    unreadable.push(...oldChangesets(root, new Set(unreadable.map(({ path }) => path))));
  return { changesets, unreadable };
}

/** It is in the plan regardless: the planner does not read its declarations. */
export const unparsedFault = (path: string, reason: Sentence): UnreadableChangeset =>
  fault(path, "too-large", reason);

/** As the planner names it in pre.json and in its plan: Changesets 2 cuts out the first `.md`, wherever it is. */
export function idOf(path: string, planner: PlannerId): string {
  const name = path.slice(CHANGESET_FOLDER.length + 1);
  return planner === "changesets@2" ? name.replace(".md", "") : name.slice(0, -".md".length);
}

/**
 * Changesets 2 reads every folder as a changeset of version 1, including hidden ones and `README.md`, and fails on
 * any other. `found` lists those that are already reported.
 */
const oldChangesets = (root: string, found: ReadonlySet<string>): UnreadableChangeset[] =>
  listFolder(root, CHANGESET_FOLDER)
    .filter((entry) => entry.isDirectory() && !found.has(`${CHANGESET_FOLDER}/${entry.name}`))
    .map(({ name }) => {
      const path = `${CHANGESET_FOLDER}/${name}`;
      return path === USED_FOLDER
        ? fault(
            path,
            "pre-folder",
            say`Changesets 3 keeps used changesets in it, but Changesets 2 fails on it`,
          )
        : fault(path, "folder", say`Changesets 2 reads a folder as a changeset of version 1`);
    });

/** pnpm does not need the folder. Throws `CannotJudge` if Changesets lacks it, or it is not a folder. */
export function hasChangesetFolder(root: string, planner: PlannerId): boolean {
  const entry = entryAt(join(root, CHANGESET_FOLDER));
  if (entry === "folder") return true;
  if (entry === "missing" && planner === "pnpm") return false;
  throw new CannotJudge(
    entry === "missing"
      ? {
          message: `the folder ${CHANGESET_FOLDER} is missing`,
          help: "run `pnpm changeset init`",
        }
      : {
          message: `${CHANGESET_FOLDER} is not a folder`,
          help: "replace it with a regular folder",
          at: { path: CHANGESET_FOLDER, line: 1, column: 1 },
        },
  );
}

/** Changesets 3 leaves files for coding agents alone, and all planners the README. */
export const NOT_CHANGESETS: Readonly<Record<PlannerId, RegExp>> = {
  "changesets@2": /^(?:\..*|readme\.md)$/i,
  "changesets@3": /^(?:\..*|[rR][eE][aA][dD][mM][eE]\.[mM][dD]|AGENTS\.md|CLAUDE\.md|GEMINI\.md)$/,
  pnpm: /^readme\.md$/i,
};

function changesetPaths(root: string, planner: PlannerId) {
  const skipped = NOT_CHANGESETS[planner];
  const folders = [CHANGESET_FOLDER];
  if (planner === "changesets@3" && hasUsedFolder(root)) folders.push(USED_FOLDER);
  return folders.flatMap((folder) =>
    listFolder(root, folder)
      .filter(({ name }) => name.endsWith(".md") && !skipped.test(name))
      .map((entry) => ({
        path: `${folder}/${entry.name}`,
        regular: entry.isFile(),
        content: entry.isFile() ? entry.content : undefined,
      })),
  );
}

/** Throws `CannotJudge` if it is not a folder: Changesets follows a link, and fails on a file. */
function hasUsedFolder(root: string): boolean {
  const entry = entryAt(join(root, USED_FOLDER));
  if (entry === "folder" || entry === "missing") return entry === "folder";
  throw new CannotJudge({
    message: `${USED_FOLDER} is not a folder, but Changesets 3 reads changesets from it`,
    help: "replace it with a regular folder, or delete it",
    at: { path: USED_FOLDER, line: 1, column: 1 },
  });
}

type Read = PlainChangeset | readonly UnreadableChangeset[];

function readOne(
  root: string,
  path: string,
  planner: PlannerId,
  budget: ParsingBudget,
): Read | Promise<Read> {
  let text: string;
  try {
    text = readText(root, path, SIZE_LIMITS.changeset) ?? "";
  } catch (error) {
    if (!(error instanceof CannotJudge)) throw error;
    return [
      entryOf(join(root, path))!.size > SIZE_LIMITS.changeset
        ? fault(path, "too-large", say`it has more than ${SIZE_LIMITS.changeset} bytes`)
        : fault(path, "not-a-file", say`permission denied`),
    ];
  }
  return readPlainChangeset(text) ?? parsedOtherwise(path, text, planner, budget);
}

interface KnownChangeset {
  readonly path: string;
  readonly planner: PlannerId;
  readonly changeset: Changeset;
}

/** What was read of a text last. Before its release, a changeset is in every commit; of those, only what declares nothing. */
const LAST = new WeakMap<Buffer, KnownChangeset>();

const wasConsumed = (id: string, consumed: ReadonlySet<string>): boolean =>
  consumed.has(id) || id.startsWith("pre/");

/** The same changeset, which may have been used since. */
function consumedOrNot({ changeset }: KnownChangeset, consumed: ReadonlySet<string>): Changeset {
  const used = wasConsumed(changeset.id, consumed);
  return used === changeset.consumed ? changeset : { ...changeset, consumed: used };
}

/** What is not of the plain form, as the planner parses it; else what is wrong with it. */
export async function parsedOtherwise(
  path: string,
  text: string,
  planner: PlannerId,
  budget: ParsingBudget,
): Promise<Read> {
  const { readOtherChangeset } = await import("./changeset-errors.ts");
  return readOtherChangeset(path, text, planner, budget);
}

const fault = (
  path: string,
  kind: UnreadableChangeset["kind"],
  reason: Sentence,
): UnreadableChangeset => ({ path, kind, reason, at: { path, line: 1, column: 1 } });

export function toChangeset(
  id: string,
  path: string,
  { bumps, summary, summaryLine }: PlainChangeset,
  consumed: boolean,
  declared: Declared,
): Changeset {
  return {
    id,
    path,
    bumps: bumps.map(({ name, bump, line, column, length, nameColumn, nameLength }) => ({
      package: name,
      bump,
      at: { path, line, column, length },
      nameAt: { path, line, column: nameColumn, length: nameLength },
    })),
    summary,
    summaryAt: { path, line: summaryLine, column: 1 },
    consumed,
    ...declared,
  };
}
