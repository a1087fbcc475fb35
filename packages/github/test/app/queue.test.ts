import fc from "fast-check";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { Queue } from "../../src/app/queue.ts";

test("for one pull request there are never two at once, never more than the limit in all, and the newest is done", () =>
  fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.record({ key: fc.constantFrom("a", "b", "c", "d"), wait: fc.nat(2) }), {
        minLength: 1,
        maxLength: 30,
      }),
      async (atOnce, offers) => {
        const queue = new Queue({ atOnce, most: 100 });
        const running = new Map<string, number>();
        const done = new Map<string, number>();
        const last = new Map<string, number>();
        for (const [at, { key, wait }] of offers.entries()) {
          last.set(key, at);
          const taken = queue.offer(key, async () => {
            expect(running.has(key)).toBe(false);
            running.set(key, at);
            expect(running.size).toBeLessThanOrEqual(atOnce);
            await pause(wait);
            running.delete(key);
            expect(done.get(key) ?? -1).toBeLessThan(at);
            done.set(key, at);
            return undefined;
          });
          expect(taken).toBe(true);
          if (wait === 0) await pause(0);
        }
        await queue.idle();
        expect(done).toEqual(last);
      },
    ),
    { numRuns: 60 },
  ));

test("a full queue takes nothing new, and newer work for what waits", async () => {
  const queue = new Queue({ atOnce: 1, most: 1 });
  const done: string[] = [];
  const work = (name: string) => async () => {
    await pause(1);
    done.push(name);
    return undefined;
  };
  expect(queue.offer("a", work("a"))).toBe(true);
  expect(queue.offer("b", work("b: old"))).toBe(true);
  expect(queue.full).toBe(true);
  expect(queue.offer("c", work("c"))).toBe(false);
  expect(queue.offer("b", work("b: new"))).toBe(true);
  await queue.idle();
  expect(done).toEqual(["a", "b: new"]);
});

test("work that asks for it is done again after a while", async () => {
  const queue = new Queue({ atOnce: 1, most: 10 });
  let tries = 0;
  queue.offer("a", async () => (++tries < 3 ? 5 : undefined));
  await queue.idle();
  expect(tries).toBe(3);
});

test("newer work does not wait until older work would be done again", async () => {
  const queue = new Queue({ atOnce: 1, most: 10 });
  const done: string[] = [];
  queue.offer("a", async () => {
    done.push("old");
    return 60_000;
  });
  await pause(5);
  queue.offer("a", async () => {
    done.push("new");
    return undefined;
  });
  await queue.idle();
  expect(done).toEqual(["old", "new"]);
});

test("a closed queue takes nothing more and finishes what it has", async () => {
  const queue = new Queue({ atOnce: 1, most: 10 });
  const done: string[] = [];
  const work = (name: string) => async () => {
    await pause(5);
    done.push(name);
    return undefined;
  };
  for (const name of ["a", "b"]) queue.offer(name, work(name));
  queue.close();
  expect(queue.offer("c", work("c"))).toBe(false);
  await queue.idle();
  expect(done).toEqual(["a", "b"]);
});

test("what has not begun can be dropped, and is named", async () => {
  const queue = new Queue({ atOnce: 1, most: 10 });
  const done: string[] = [];
  for (const name of ["a", "b", "c"]) {
    queue.offer(name, async () => {
      await pause(5);
      done.push(name);
      return undefined;
    });
  }
  expect(queue.drop()).toEqual(["b", "c"]);
  await queue.idle();
  expect(done).toEqual(["a"]);
});

test("patient work waits until half of the places are free", async () => {
  const queue = new Queue({ atOnce: 1, most: 4 });
  const done: string[] = [];
  for (const name of ["a", "b", "c", "d", "e"]) {
    queue.offer(name, async () => {
      await pause(2);
      done.push(name);
      return undefined;
    });
  }
  await queue.roomy();
  expect(done.length).toBeGreaterThanOrEqual(2);
  expect(done.length).toBeLessThan(5);
  await queue.idle();
});
