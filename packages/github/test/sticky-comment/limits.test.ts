import { expect, test } from "vitest";
import { ForgeRefused, type Forge } from "../../src/forge/forge.ts";
import { withMarker } from "../../src/sticky-comment/marker.ts";
import { upsert } from "../../src/sticky-comment/upsert.ts";

const sticky = { key: "main", body: "red", head: "c".repeat(40), run: 1, settle: 0 };
const BYTES = Buffer.byteLength(withMarker(sticky.body, sticky));

const DATE = "2026-12-01";
const NOTE = { id: 1, body: "", own: true, author: "bot", createdAt: DATE, updatedAt: DATE };

/** A forge that shows no comment, however many are created. */
function forgetful(given: Partial<Forge> = {}) {
  let created = 0;
  const forge: Partial<Forge> = {
    mostBytes: BYTES,
    second: 0,
    notes: async function* () {},
    create: async () => {
      created += 1;
      return NOTE;
    },
    ...given,
  };
  return { posted: () => upsert(forge as Forge, 1, sticky), created: () => created };
}

test("writes at most eight times", async () => {
  const { posted, created } = forgetful();
  expect(await posted()).toBe("created");
  expect(created()).toBe(8);
});

test("posts a comment of just the size that the forge takes", async () => {
  await expect(forgetful({ mostBytes: BYTES - 1 }).posted()).rejects.toThrow("too long");
  expect(await forgetful({ mostBytes: BYTES }).posted()).toBe("created");
});

test("replaces a comment of the same run, but not that of a later one", async () => {
  const found = (run: number) => {
    let body = withMarker("green", { ...sticky, run });
    return forgetful({
      mostBytes: 1000,
      notes: async function* () {
        yield { ...NOTE, body };
      },
      update: async (_, id, text) => {
        body = text;
        return { ...NOTE, id, body };
      },
    }).posted();
  };
  expect([await found(1), await found(2)]).toEqual(["updated", "outdated"]);
});

test.each([
  ["unavailable", undefined, 4],
  ["unavailable", 3600, 4],
  ["rate-limit", 60, 4],
  ["rate-limit", 61, 1],
  ["rate-limit", undefined, 4],
  ["locked", undefined, 1],
] as const)("gives up if it is %s for %s seconds after %i tries", async (refusal, after, tries) => {
  let tried = 0;
  const { posted } = forgetful({
    create: async () => {
      tried += 1;
      throw new ForgeRefused(refusal, "no", after);
    },
  });
  await expect(posted()).rejects.toThrow("no");
  expect(tried).toBe(tries);
});
