import { CannotJudge } from "../errors.ts";
import { GitRefused, type Repository, git } from "./git.ts";

/** What git has under a name. */
export interface GitObject {
  readonly object: string;
  readonly type: string;
  readonly content: Buffer;
}

/** The contents of blobs, in their order, from one process; undefined for what is missing or no blob. */
export const readBlobs = (
  repository: Repository,
  objects: readonly string[],
  env: Readonly<Record<string, string>> = {},
): (Buffer | undefined)[] =>
  readObjects(repository, objects, env).map((found) =>
    found?.type === "blob" ? found.content : undefined,
  );

/** The same of many: if a partial clone lacks one of them, all are fetched at once (see `fetchedSizes`). */
function fetchedBlobs(repository: Repository, objects: readonly string[]): (Buffer | undefined)[] {
  try {
    return readBlobs(repository, objects, NOT_LAZY);
  } catch (error) {
    if (!(error instanceof GitRefused)) throw error;
    fetchObjects(repository, objects);
    return readBlobs(repository, objects);
  }
}

/** The objects of the names, in their order, from one process; undefined for what is missing, or has a line break. */
export function readObjects(
  repository: Repository,
  names: readonly string[],
  env: Readonly<Record<string, string>> = {},
): (GitObject | undefined)[] {
  const readable = names.filter((name) => !/[\r\n]/.test(name));
  if (readable.length === 0) return names.map(() => undefined);
  const output = git(repository, ["cat-file", "--batch"], `${readable.join("\n")}\n`, env);
  let offset = 0;
  return names.map((name) => {
    if (/[\r\n]/.test(name)) return undefined;
    const end = output.indexOf(10, offset);
    // A missing one is answered with its own name, which may look like anything but this.
    const head = /^([0-9a-f]{40,64}) ([a-z]+) (\d+)$/.exec(output.toString("utf8", offset, end));
    offset = end + 1;
    if (!head) return undefined;
    const content = output.subarray(offset, offset + Number(head[3]));
    offset += content.length + 1;
    return { object: head[1]!, type: head[2]!, content };
  });
}

/** The same, with the blobs of them added to those that are `known`. */
export function keptObjects(
  repository: Repository,
  names: readonly string[],
  known: Map<string, Buffer>,
): (GitObject | undefined)[] {
  const found = readObjects(repository, names);
  for (const one of found) if (one?.type === "blob") known.set(one.object, one.content);
  return found;
}

/** The contents of blobs, in their order; undefined for what is missing. Those that are `known` are not read again. */
export function keptBlobs(
  repository: Repository,
  objects: readonly string[],
  known: Map<string, Buffer>,
): (Buffer | undefined)[] {
  const others = objects.filter((object) => !known.has(object));
  // A partial clone fetches a few as fast one by one.
  const read = others.length > 10 ? fetchedBlobs : readBlobs;
  for (const [i, content] of read(repository, others).entries())
    if (content) known.set(others[i]!, content);
  return objects.map((object) => known.get(object));
}

/** The sizes of the objects that are there, from one process. */
function sizesOf(
  repository: Repository,
  objects: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ReadonlyMap<string, number> {
  if (objects.length === 0) return new Map();
  const input = `${[...new Set(objects)].join("\n")}\n`;
  const format = "--batch-check=%(objectname) %(objectsize)";
  const lines = git(repository, ["cat-file", format], input, env).toString().split("\n");
  return new Map(
    lines.flatMap((line): [string, number][] => {
      const [object = "", size = ""] = line.split(" ");
      return /^\d+$/.test(size) ? [[object, Number(size)]] : [];
    }),
  );
}

/**
 * The sizes of objects. If a partial clone lacks one of them, all are fetched at once: git itself would fetch each
 * one on reading. Throws `CannotJudge` if they cannot be fetched.
 */
export function fetchedSizes(
  repository: Repository,
  objects: readonly string[],
): ReadonlyMap<string, number> {
  try {
    return sizesOf(repository, objects, NOT_LAZY);
  } catch (error) {
    if (!(error instanceof GitRefused)) throw error;
    fetchObjects(repository, objects);
    return sizesOf(repository, objects);
  }
}

/** git then ends at the first object that a partial clone lacks. Without it, it fetches each. */
const NOT_LAZY = { GIT_NO_LAZY_FETCH: "1" };

function fetchObjects(repository: Repository, objects: readonly string[]): void {
  try {
    const settings = ["config", "--name-only", "--get-regexp", "^remote\\..*\\.promisor$"];
    const [first = ""] = git(repository, settings).toString().split("\n");
    const remote = first.slice("remote.".length, -".promisor".length);
    git(repository, [...FETCH, "--", remote], `${objects.join("\n")}\n`);
  } catch (error) {
    if (!(error instanceof GitRefused)) throw error;
    throw new CannotJudge({
      message: "this is a partial clone, but missing objects cannot be fetched",
      help: "make sure that its remote is reachable, or clone without `--filter`",
    });
  }
}

/** As git itself does it. */
const FETCH = [
  "-c",
  "fetch.negotiationAlgorithm=noop",
  "fetch",
  "--quiet",
  "--no-tags",
  "--no-write-fetch-head",
  "--no-recurse-submodules",
  "--no-auto-maintenance",
  "--filter=blob:none",
  "--stdin",
];
