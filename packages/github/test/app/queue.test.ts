import fc from "fast-check";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { Gate, Queue } from "../../src/app/queue.ts";

test("runs one job per pull request at a time, at most the limit in total, and always the newest", () =>
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

test("a full queue only accepts newer work for waiting entries", async () => {
  const replaced: string[] = [];
  const queue = new Queue({ atOnce: 1, most: 1 }, (key) => replaced.push(key));
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
  expect(replaced).toEqual(["b"]);
});

test("what waits for a retry takes up places, too", async () => {
  const resting = async (most: number) => {
    const queue = new Queue({ atOnce: 1, most });
    for (const key of ["a", "b"]) queue.offer(key, () => Promise.resolve(60_000));
    while (queue.state.resting < 2) await pause(1);
    return queue;
  };
  const [full, crowded] = [await resting(2), await resting(3)];
  expect([full.full, crowded.full]).toEqual([true, false]);
  let isRoomy = false;
  void crowded.roomy().then(() => (isRoomy = true));
  await pause(1);
  expect(isRoomy).toBe(false);
  for (const queue of [full, crowded]) queue.drop();
});

test("work that was dropped or has newer work is not retried", async () => {
  const queue = new Queue({ atOnce: 1, most: 10 });
  const done: string[] = [];
  const work = (name: string, again?: number) => async () => {
    done.push(name);
    await pause(1);
    return again;
  };
  queue.offer("a", work("old", 60_000));
  queue.offer("a", work("new"));
  await queue.idle();
  queue.offer("a", work("dropped", 60_000));
  queue.drop();
  await queue.idle();
  expect(done).toEqual(["old", "new", "dropped"]);
});

test("one installation leaves one place at the gate, and those with less to do come first", async () => {
  const gate = new Gate(2);
  const begun: string[] = [];
  const held = Promise.withResolvers<void>();
  const through = (name: string, installation: number) =>
    gate.through(async (waited) => {
      begun.push(waited ? `${name} after others` : name);
      await held.promise;
    }, installation);
  const all = [through("a1", 1), through("a2", 1), through("a3", 1)];
  all.push(through("b1", 2), through("c1", 3));
  await pause(1);
  expect(begun).toEqual(["a1", "a2", "b1"]);
  held.resolve();
  await Promise.all(all);
  expect(begun.slice(3)).toEqual(["c1 after others", "a3 after others"]);
});

test("limits what waits of one repository and of one installation, retries included", async () => {
  const queue = new Queue({ atOnce: 1, most: 20, mostOfInstallation: 3, mostEach: 2 });
  const held = Promise.withResolvers<undefined>();
  const offer = (key: string, installation: number, repository: string) =>
    queue.offer(key, () => held.promise, { installation, repository });
  expect(offer("running", 1, "a/a")).toBe(true);
  expect([offer("a1", 1, "a/a"), offer("a2", 1, "a/a"), offer("a3", 1, "a/a")]).toEqual([
    true,
    true,
    false,
  ]);
  expect([offer("b1", 1, "a/b"), offer("b2", 1, "a/b")]).toEqual([true, false]);
  expect([offer("c1", 2, "c/c"), offer("a1", 1, "a/a")]).toEqual([true, true]);
  held.resolve(undefined);
  await queue.idle();
  const again = { installation: 1, repository: "a/a" };
  for (const key of ["d1", "d2"]) queue.offer(key, () => Promise.resolve(60_000), again);
  while (queue.state.resting < 2) await pause(1);
  expect(queue.offer("d3", () => held.promise, again)).toBe(false);
  expect(queue.drop()).toEqual(["d1", "d2"]);
});

test("tells how long the oldest work has waited", async () => {
  const queue = new Queue({ atOnce: 1, most: 10 });
  const empty = { waiting: 0, running: 0, resting: 0, oldest: 0 };
  expect(queue.state).toEqual(empty);
  const held = Promise.withResolvers<undefined>();
  const began = performance.now();
  for (const key of ["a", "b"]) queue.offer(key, () => held.promise);
  await pause(5);
  const { oldest, ...counts } = queue.state;
  expect(counts).toEqual({ waiting: 1, running: 1, resting: 0 });
  expect(oldest).toBeGreaterThan(1);
  expect(oldest).toBeLessThan(performance.now() - began);
  held.resolve(undefined);
  await queue.idle();
  expect(queue.state).toEqual(empty);
});

test("work is retried later on request", async () => {
  const queue = new Queue({ atOnce: 1, most: 10 });
  let tries = 0;
  queue.offer("a", async () => (++tries < 3 ? 5 : undefined));
  await queue.idle();
  expect(tries).toBe(3);
});

test("newer work does not wait for the retry of older work", async () => {
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

test("a closed queue accepts nothing and finishes its work", async () => {
  const queue = new Queue({ atOnce: 1, most: 10 });
  const done: string[] = [];
  const work = (name: string) => async () => {
    await pause(5);
    done.push(name);
    return undefined;
  };
  for (const name of ["a", "b"]) queue.offer(name, work(name));
  queue.close();
  expect(queue.full).toBe(true);
  expect(queue.offer("c", work("c"))).toBe(false);
  await queue.idle();
  expect(done).toEqual(["a", "b"]);
});

test("work that has not started can be dropped, and is named", async () => {
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

test("low-priority work waits until half of the slots are free", async () => {
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
  // Two of the four places are free again.
  expect(done).toEqual(["a", "b"]);
  await queue.idle();
});

test("1,100 jobs of one repository do not delay another installation beyond its own work", async () => {
  const queue = new Queue({ atOnce: 5, atOnceEach: 4, most: 10_000, mostEach: 1000 });
  const gate = new Gate(1);
  let finished = 0;
  const busy = { installation: 1, repository: "acme/mono" };
  const work = async () => {
    await gate.through(async () => await pause(2), 1);
    finished += 1;
    return undefined;
  };
  const taken = Array.from({ length: 1100 }, (_, i) => queue.offer(`acme/mono#${i}`, work, busy));
  // 4 are under way, 1,000 wait.
  expect(taken.filter(Boolean)).toHaveLength(1004);
  expect(queue.full).toBe(false);
  await pause(20);
  for (let i = 0; i < 5; i += 1) {
    const before = finished;
    const other = { installation: 2, repository: "other/mono" };
    const done = new Promise<number>((resolve) =>
      queue.offer(
        `other/mono#${i}`,
        async () => {
          await gate.through(async () => await pause(2), 2);
          resolve(finished);
          return undefined;
        },
        other,
      ),
    );
    // It has a place of its own, in the queue and where it is judged.
    expect((await done) - before).toBeLessThan(10);
  }
  queue.close();
  queue.drop();
  await queue.idle();
});

test("repositories of an installation alternate", async () => {
  const queue = new Queue({ atOnce: 1, most: 100 });
  const done: string[] = [];
  for (const [repository, numbers] of [
    ["a", [1, 2, 3, 4]],
    ["b", [1, 2]],
  ] as const)
    for (const number of numbers) {
      const key = `${repository}${number}`;
      const work = async () => {
        await pause(1);
        done.push(key);
        return undefined;
      };
      queue.offer(key, work, { installation: 1, repository });
    }
  await queue.idle();
  expect(done).toEqual(["a1", "b1", "a2", "b2", "a3", "a4"]);
});
