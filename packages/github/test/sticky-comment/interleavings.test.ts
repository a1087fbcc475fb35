import fc from "fast-check";
import { expect, test } from "vitest";
import type { Forge, Note } from "../../src/forge/forge.ts";
import { withMarker } from "../../src/sticky-comment/marker.ts";
import { upsert } from "../../src/sticky-comment/upsert.ts";
import { runs } from "../../../cli/test/kit/sampling.ts";

const HEAD = "c".repeat(40);

/**
 * A forge in memory that keeps the contract of the port and nothing beyond it: every request is done at one moment,
 * and the scheduler says in which order those moments come. While a run settles, what is on its way arrives.
 */
class MemoryForge implements Forge {
  readonly mostBytes = 65_536;
  notesNow: Note[] = [];
  readonly #scheduler: fc.Scheduler;
  #last = 0;

  constructor(scheduler: fc.Scheduler) {
    this.#scheduler = scheduler;
  }

  readonly #done = <T>(work: () => T): Promise<T> =>
    this.#scheduler.schedule(Promise.resolve()).then(work);

  pullRequest = (): never => {
    throw new Error("not asked");
  };

  async *notes(): AsyncIterable<Note> {
    yield* await this.#done(() => [...this.notesNow]);
  }

  create(_number: number, body: string): Promise<Note> {
    return this.#done(() => this.add(body));
  }

  update(_number: number, id: number, body: string): Promise<Note | undefined> {
    return this.#done(() => {
      this.notesNow = this.notesNow.map((note) => (note.id === id ? { ...note, body } : note));
      return this.notesNow.find((note) => note.id === id);
    });
  }

  remove(_number: number, id: number): Promise<void> {
    return this.#done(() => void (this.notesNow = this.notesNow.filter((note) => note.id !== id)));
  }

  add(body: string, own = true): Note {
    const at = "2026-11-22T00:00:00Z";
    const note = { id: (this.#last += 1), body, own, author: "bot", createdAt: at, updatedAt: at };
    this.notesNow = [...this.notesNow, note];
    return note;
  }
}

const textOf = (run: number) => withMarker(`text of ${run}`, { key: "main", run, head: HEAD });

test("for any order of requests, one comment with the newest text is left, and others' comments are untouched", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.uniqueArray(fc.integer({ min: 10, max: 99 }), { minLength: 1, maxLength: 4 }),
      fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 3 }),
      async (scheduler, given, before) => {
        const forge = new MemoryForge(scheduler);
        for (const run of before) forge.add(textOf(run));
        const foreign = forge.add(textOf(1000), false);
        const all = Promise.all(
          given.map((run) =>
            upsert(forge, 1, { key: "main", body: `text of ${run}`, head: HEAD, run, settle: 0 }),
          ),
        );
        await scheduler.waitFor(all);
        const newest = Math.max(...given);
        expect(forge.notesNow.filter(({ own }) => own).map(({ body }) => body)).toEqual([
          textOf(newest),
        ]);
        expect(forge.notesNow).toContainEqual(foreign);
      },
    ),
    { numRuns: runs(300) },
  );
});

test("a comment of the most bytes that the forge takes is posted, and one byte more is refused", async () => {
  const forge = new MemoryForge(fc.schedulerFor([]));
  const sticky = { key: "main", head: HEAD, run: 1, settle: 0 };
  const frame = Buffer.byteLength(withMarker("", sticky));
  const body = "a".repeat(forge.mostBytes - frame);
  forge.add(withMarker(body, sticky));
  forge.notes = async function* (this: MemoryForge) {
    yield* this.notesNow;
  };
  expect(await upsert(forge, 1, { ...sticky, body })).toBe("unchanged");
  await expect(upsert(forge, 1, { ...sticky, body: `${body}a` })).rejects.toThrow("too long");
});
