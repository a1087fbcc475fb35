import { OpenCommits } from "release-policy/internal";
import type { NeededObjects } from "../src/judge/fetch-blobs.ts";
import { type Fetched, fetchChange, type FetchRequest } from "../src/judge/fetch-change.ts";

/** Fetches a change, and finds out in this process what judging it reads. */
export const fetchHere = (request: FetchRequest): Promise<Fetched> =>
  fetchChange(request, { needed: neededHere });

const neededHere: NeededObjects = async function* ({ repository, folder, commits, before }) {
  const open = new OpenCommits(repository, folder);
  try {
    yield* open.needed(commits, before);
  } finally {
    await open.close();
  }
};
