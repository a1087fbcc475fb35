import { CannotJudge } from "release-policy";
import { OpenCommits } from "release-policy/internal";
import type { NeededObjects } from "../src/judge/fetch-blobs.ts";
import { type Fetched, fetchChange, type FetchRequest } from "../src/judge/fetch-change.ts";

/** Fetches a change, and finds out in this process what judging it reads. */
export const fetchHere = (request: FetchRequest): Promise<Fetched> =>
  fetchChange(request, { needed: neededHere });

const neededHere: NeededObjects = async function* ({ repository, folder, commits, before }) {
  let open: OpenCommits | undefined;
  try {
    open = new OpenCommits(repository, folder);
    yield* open.needed(commits, before);
  } catch (error) {
    // What cannot be read is said when it is judged.
    if (!(error instanceof CannotJudge)) throw error;
  } finally {
    await open?.close();
  }
};
