import fc from "fast-check";
import { expect, test } from "vitest";
import { type Section, fitted, foldOf } from "../../../src/formats/markdown/sections.ts";

const bytesOf = (text: string): number => Buffer.byteLength(text);

/** Sections whose items differ, and are longer than the word on what is left out. */
const sectionsOf = fc
  .array(
    fc.record({
      open: fc.constantFrom("", "## Heading"),
      close: fc.constantFrom("", "</details>"),
      between: fc.constantFrom<Section["between"]>("\n", "\n\n"),
      lengths: fc.array(fc.nat(20), { maxLength: 12 }),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((all) =>
    all.map(({ lengths, ...rest }, i): Section => ({
      ...rest,
      items: lengths.map((length, j) => `[item ${i}.${j}] ${"é".repeat(length)}`),
      rest: (left) => `… ${left}`,
    })),
  );

/** The text without a limit. */
const whole = (sections: readonly Section[]): string =>
  sections
    .filter(({ items }) => items.length > 0)
    .map(({ open, items, between, close = "" }) => {
      const start = open === "" ? "" : `${open}${between}`;
      return `${start}${items.join(between)}${close === "" ? "" : `\n\n${close}`}`;
    })
    .join("\n\n");

test("sections are whole where there is room, and else say how many items are left out", () =>
  fc.assert(
    fc.property(sectionsOf, fc.double({ min: 0, max: 1, noNaN: true }), (sections, share) => {
      const text = whole(sections);
      const size = bytesOf(text);
      expect(fitted(sections, size)).toBe(text);
      const least = bytesOf(
        sections
          .flatMap(({ items }) => (items.length > 0 ? [`… ${items.length}`] : []))
          .join("\n\n"),
      );
      if (size <= least) return;
      const budget = least + Math.floor(share * (size - least));
      const part = fitted(sections, budget);
      expect(bytesOf(part)).toBeLessThanOrEqual(budget);
      const items = sections.flatMap((section) => section.items);
      const shown = items.filter((item) => part.includes(item)).length;
      const left = [...part.matchAll(/… (\d+)/g)].reduce(
        (sum, [, count]) => sum + Number(count),
        0,
      );
      expect(shown + left).toBe(items.length);
      expect(left > 0).toBe(budget < size);
    }),
  ));

const foldable = sectionsOf.map((all) => all.map((one) => ({ ...one, close: "" })));

test("a fold has the items of its sections in their order, a blank line between two sections, and says how many are left out", () =>
  fc.assert(
    fc.property(foldable, fc.double({ min: 0, max: 1, noNaN: true }), (sections, share) => {
      const inner = whole(sections);
      const fold = foldOf("Summary", sections);
      const text = whole([fold]);
      expect(text).toBe(
        inner === "" ? "" : `<details><summary>Summary</summary>\n\n${inner}\n\n</details>`,
      );
      const size = bytesOf(text);
      const least = bytesOf(fold.rest(fold.items.length));
      if (size <= least) return;
      const part = fitted([fold], least + Math.floor(share * (size - least)));
      const items = sections.flatMap((section) => section.items);
      const shown = items.filter((item) => part.includes(item)).length;
      const left = [...part.matchAll(/… (\d+)/g)].reduce((sum, [, one]) => sum + Number(one), 0);
      expect(shown + left).toBe(items.length);
      expect(part.includes("<details>")).toBe(part.includes("</details>"));
    }),
  ));
