import { setTimeout as wait } from "node:timers/promises";
import { ForgeRefused, type Forge } from "../forge/forge.ts";
import { markerKey, readMarker, textDigest, withMarker, type Marker } from "./marker.ts";

export interface Sticky {
  /** One comment for each key: a repository with two workspaces has two. */
  readonly key: string;
  /** Markdown, without the marker. */
  readonly body: string;
  /** The commit that was judged. */
  readonly head: string;
  /** A later run has a greater number. */
  readonly run: number;
  /** False: an existing comment is updated, but no new one is created. */
  readonly create?: boolean;
  /** Milliseconds between writing and looking again: a second of the forge, by default. */
  readonly settle?: number;
}

/** `outdated`: a newer run has posted. `absent`: there was none, and none was requested. */
export type Upserted = "created" | "updated" | "unchanged" | "outdated" | "absent";

interface Own {
  readonly id: number;
  readonly marker: Marker;
  readonly body: string;
  /** False if the text under the marker was edited. */
  readonly intact: boolean;
}

const MOST_ROUNDS = 8;
const MOST_SECONDS = 60;

/**
 * Makes the pull request have exactly one comment of this key, with the text of the newest run, however many runs do
 * so at once. No forge writes on condition, so every run looks again after it wrote, until it finds one comment, as
 * new as its own. Throws `ForgeRefused`.
 */
export async function upsert(forge: Forge, number: number, sticky: Sticky): Promise<Upserted> {
  const { second = 1000 } = forge;
  // By then, a run that decided before ours has finished writing.
  const { run, head, create = true, settle = second } = sticky;
  const key = markerKey(sticky.key);
  const body = withMarker(sticky.body, { key: sticky.key, run, head });
  if (Buffer.byteLength(body) > forge.mostBytes)
    throw new ForgeRefused(
      "too-large",
      `The comment is too long (limit: ${forge.mostBytes} bytes)`,
    );
  const mine: Own = {
    id: 0,
    body,
    intact: true,
    marker: { key, run, head, digest: textDigest(sticky.body) },
  };
  let done: Upserted = "unchanged";

  for (let round = 1; ; round += 1) {
    try {
      const own = await ownNotes(forge, number, key);
      const [keep, ...others] = own;
      if (!keep && !create) return "absent";
      const target = newestOf([mine, ...own]);
      if (keep && others.length === 0 && isUpToDate(keep, target))
        return target === mine || isUpToDate(keep, mine) ? done : "outdated";
      if (round > MOST_ROUNDS) return done;
      if (!keep) {
        await forge.create(number, target.body);
        done = "created";
      } else if (isUpToDate(keep, target)) {
        // Only the others have to go.
      } else if (await forge.update(number, keep.id, target.body)) {
        if (done === "unchanged") done = "updated";
      } else continue;
      for (const { id } of others) await forge.remove(number, id);
      await wait(settle);
    } catch (error) {
      const pause = roundPause(error, round, second);
      if (pause === undefined) throw error;
      await wait(pause);
    }
  }
}

async function ownNotes(forge: Forge, number: number, key: string): Promise<Own[]> {
  const own: Own[] = [];
  for await (const note of forge.notes(number)) {
    const read = note.own ? readMarker(note.body) : undefined;
    if (read?.marker.key !== key) continue;
    own.push({
      id: note.id,
      body: note.body,
      marker: read.marker,
      intact: textDigest(read.text) === read.marker.digest,
    });
  }
  return own.toSorted((a, b) => a.id - b.id);
}

/** The first of those with the greatest number: ours, where another has the same. */
const newestOf = (all: readonly Own[]): Own =>
  all.reduce((best, it) => (it.marker.run > best.marker.run && it.intact ? it : best));

/** The same text about the same commit: the number of the run alone is not a reason to edit. */
const isUpToDate = (it: Own, target: Own): boolean =>
  it.intact && it.marker.digest === target.marker.digest && it.marker.head === target.marker.head;

function roundPause(error: unknown, round: number, second: number): number | undefined {
  if (!(error instanceof ForgeRefused) || round > 3) return undefined;
  if (error.refusal === "unavailable") return second * (error.retryAfter ?? round);
  if (error.refusal !== "rate-limit") return undefined;
  const seconds = error.retryAfter ?? 10 * round;
  return seconds <= MOST_SECONDS ? seconds * second : undefined;
}
