import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { BARE } from "./bare-repository.ts";
import { fetchPast, type Origin } from "./fetch-history.ts";
import { git } from "./git.ts";

/** Where commits are, and which. */
export interface NeededOptions {
  readonly repository: string;
  readonly folder?: string;
  /** Full names. */
  readonly commits: readonly [string, ...string[]];
  /** A commit whose last releases are judged, too, if the first of the commits has different policies. */
  readonly before: string;
}

/** Says what is needed that is not there: objects, a batch at a time, or more of the history. */
export type NeededObjects = (options: NeededOptions) => AsyncIterable<readonly string[] | "past">;

/**
 * Fetches the blobs that a check of these commits reads, one request per batch, and more of the history at most once.
 * In between, git treats the repository as complete: missing objects are then errors instead of fetches. Throws
 * `GitFailed`.
 */
export async function fetchBlobs(
  options: NeededOptions,
  origin: Origin,
  needed: NeededObjects,
): Promise<void> {
  const { repository, settings } = origin;
  // Fetching notes the origin in it.
  const forgetOrigin = () => writeFileSync(join(repository, "config"), BARE.config);
  forgetOrigin();
  let knowsPast = false;
  for await (const batch of needed(options)) {
    if (batch !== "past") await fetchObjects(repository, settings, batch);
    else if (!knowsPast) await fetchPast(origin);
    knowsPast ||= batch === "past";
    forgetOrigin();
  }
}

async function fetchObjects(
  repository: string,
  settings: Origin["settings"],
  objects: readonly string[],
): Promise<void> {
  const args = [
    "fetch",
    "--quiet",
    "--no-tags",
    "--no-write-fetch-head",
    "--no-recurse-submodules",
  ];
  await git([...args, "--filter=blob:none", "--stdin", "origin"], {
    cwd: repository,
    settings: { ...settings, "fetch.negotiationAlgorithm": "noop" },
    input: `${objects.join("\n")}\n`,
  });
}
