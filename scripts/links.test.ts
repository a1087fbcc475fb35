import { join } from "node:path";
import { createFixture } from "fs-fixture";
import { expect, onTestFinished, test } from "vitest";
import { brokenLinks } from "./links.ts";

async function broken(files: Readonly<Record<string, string>>): Promise<string[]> {
  const fixture = await createFixture(files);
  onTestFinished(() => fixture.rm());
  return brokenLinks(fixture.path);
}

test("every link of this repository leads somewhere, and the index has every page", () => {
  expect(brokenLinks(join(import.meta.dirname, ".."))).toEqual([]);
});

test.each([
  ["a missing page", "See [it](gone.md).\n", "gone.md, but there is no such file."],
  ["a missing heading", "[a](#gone)\n", "#gone, but README.md has no such heading."],
  [
    "a missing heading of a page",
    "[a](docs/a.md#b)\n",
    "docs/a.md#b, but docs/a.md has no such heading.",
  ],
  ["a missing picture", "![a](a.png)\n", "a.png, but there is no such file."],
  ["a missing picture in HTML", '<img src="b.png">\n', "b.png, but there is no such file."],
  ["a link in a table", "| a |\n| - |\n| [b](c.md) |\n", "c.md, but there is no such file."],
  ["a reference", "[a]\n\n[a]: d.md\n", "d.md, but there is no such file."],
])("reports %s", async (_, text, expected) => {
  const found = await broken({
    "README.md": text,
    "docs/README.md": "[a](a.md)\n",
    "docs/a.md": "# A\n",
  });
  expect(found).toEqual([expect.stringMatching(/^README\.md:\d links to /)]);
  expect(found[0]).toContain(expected);
});

test("accepts files, folders, headings as GitHub names them, other sites, and code", async () => {
  const text = [
    "# `a` & B",
    "## Twice",
    "## Twice",
    "[a](#a--b) [b](#twice-1) [c](docs/a.md#a) [d](docs/) [e](https://example.com/x.md) [f](mailto:a@example.com)",
    "`[g](gone.md)`",
    "```md\n[h](gone.md)\n```",
  ].join("\n\n");
  const found = await broken({
    "README.md": text,
    "docs/README.md": "[a](a.md)\n",
    "docs/a.md": "# A\n",
  });
  expect(found).toEqual([]);
});

test("reports a page that the index does not link to", async () => {
  const files = { "docs/README.md": "# All\n", "docs/new.md": "# New\n" };
  expect(await broken(files)).toEqual(["docs/README.md has no link to docs/new.md."]);
});
