import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { NeededOptions } from "release-policy/internal";
import { git } from "./git.ts";

/** Says which objects are needed, a batch at a time. */
export type NeededObjects = (options: NeededOptions) => AsyncIterable<readonly string[]>;

type Settings = Readonly<Record<string, string>>;

/** Loaded on use: the process that only fetches contains no parsers. */
async function* neededHere(options: NeededOptions): AsyncIterable<readonly string[]> {
  const { neededObjects } = await import("release-policy/internal");
  yield* neededObjects(options);
}

interface BlobOptions {
  /** Of the repository, without a remote. */
  readonly config: string;
  readonly folder?: string | undefined;
  /** Default: found out in this process. */
  readonly needed?: NeededObjects | undefined;
  /** A commit whose last releases are judged, too. */
  readonly releasesBefore?: string;
}

/**
 * Fetches the blobs that a check of these commits reads, one request per batch. `config` makes git treat the
 * repository as complete: missing objects are then errors instead of fetches. Throws `GitFailed`.
 */
export async function fetchBlobs(
  repository: string,
  settings: Settings,
  refs: readonly [string, ...string[]],
  { config, folder, needed = neededHere, releasesBefore }: BlobOptions,
): Promise<void> {
  const forgetOrigin = () => writeFileSync(join(repository, "config"), config);
  forgetOrigin();
  const options = {
    cwd: repository,
    refs,
    ...(folder === undefined ? {} : { folder }),
    ...(releasesBefore === undefined ? {} : { releasesBefore }),
  };
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
  const missing = await missingObjects(repository, objects);
  if (missing.length === 0) return;
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
    input: `${missing.join("\n")}\n`,
  });
}

async function missingObjects(repository: string, objects: readonly string[]): Promise<string[]> {
  const { output } = await git(["cat-file", "--batch-check"], {
    cwd: repository,
    input: `${objects.join("\n")}\n`,
  });
  return String(output)
    .split("\n")
    .flatMap((line) => (line.endsWith(" missing") ? [line.slice(0, -" missing".length)] : []));
}
