import { expect, test } from "vitest";
import { nearBase } from "../../src/git/changes.ts";

const [HEAD, PARENT, OTHER] = ["a", "b", "c"].map((letter) => letter.repeat(40));

/** What a reader says of a head with one parent, where the base is at `object`. */
const objectsAt = (object: string | undefined, type = "commit") => {
  const head = {
    object: HEAD!,
    type,
    size: 1,
    content: Buffer.from(`tree t\nparent ${PARENT}\n\n`),
  };
  return async () => [head, object === undefined ? undefined : { ...head, object }];
};

const manifests = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    status: "M",
    path: `packages/${i}/package.json`,
    before: "d".repeat(40),
  }));

test.each([
  ["the head itself", 1, objectsAt(HEAD), HEAD],
  ["the commit before it", 10, objectsAt(PARENT), PARENT],
  ["with more manifests than are read in any case", 11, objectsAt(PARENT), undefined],
  ["without a manifest to read", 0, objectsAt(PARENT), undefined],
  ["further away", 1, objectsAt(OTHER), undefined],
  ["missing", 1, objectsAt(undefined), undefined],
  ["of a head that is not a commit", 1, objectsAt(HEAD, "tag"), undefined],
])("a base that is near is found without git's help: %s", async (_, count, objects, expected) => {
  expect(await nearBase("main", manifests(count), objects)).toBe(expected);
});
