import { CannotJudge } from "../errors.ts";
import { git, GitRefused, type Repository } from "./git.ts";
import { sizesOf } from "./objects.ts";

/**
 * The sizes of objects. Where a partial clone lacks one of them, all are fetched in one go: git itself would fetch each
 * by itself when it is read. Throws `CannotJudge` where they cannot be fetched.
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
      message: "this is a partial clone, and what it lacks cannot be fetched",
      help: "see that its remote can be reached, or clone without `--filter`",
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
