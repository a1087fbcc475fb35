import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { BARE } from "./bare-repository.ts";
import { git } from "./git.ts";

/** Where commits are, and which. */
export interface NeededOptions {
  readonly repository: string;
  readonly folder?: string;
  /** Full names. */
  readonly commits: readonly [string, ...string[]];
  /** A commit whose last releases are judged, too. */
  readonly releasesBefore?: string;
}

/** Says which objects are needed that are not there, a batch at a time. */
export type NeededObjects = (options: NeededOptions) => AsyncIterable<readonly string[]>;

type Settings = Readonly<Record<string, string>>;

/**
 * Fetches the blobs that a check of these commits reads, one request per batch. In between, git treats the repository
 * as complete: missing objects are then errors instead of fetches. Throws `GitFailed`.
 */
export async function fetchBlobs(
  options: NeededOptions,
  settings: Settings,
  needed: NeededObjects,
): Promise<void> {
  const { repository } = options;
  // Fetching notes the origin in it.
  const forgetOrigin = () => writeFileSync(join(repository, "config"), BARE.config);
  forgetOrigin();
  try {
    for await (const objects of needed(options)) {
      await fetchObjects(repository, settings, objects);
      forgetOrigin();
    }
  } catch (error) {
    // What cannot be read is said when it is judged.
    if (!(error instanceof Error && error.name === "CannotJudge")) throw error;
  }
}

async function fetchObjects(
  repository: string,
  settings: Settings,
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
