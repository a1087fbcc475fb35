import { createFixture } from "fs-fixture";
import { expect, test } from "vitest";
import { browserNames } from "../src/browser-names.ts";

const LIBRARY = `
interface Window {}
type Body = string;
declare var document: Document;
declare namespace CSS {}
`;

test("finds the types of a library in a text, and its values where their types are asked for", async () => {
  await using fixture = await createFixture({ "lib.d.ts": LIBRARY });
  const has = browserNames(fixture.getPath("lib.d.ts"));
  const texts = ["a: Window", "a: Body", "CSS.b", "typeof globalThis", "typeof document"];
  expect(texts.filter(has)).toEqual(texts);
  expect(["a: Widow", "document: string", "typeof documents"].filter(has)).toEqual([]);
});

test("takes each text to name something of a library that cannot be read", () => {
  expect(browserNames("/gone/lib.d.ts")("a: string")).toBe(true);
});
