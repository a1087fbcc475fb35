import fc from "fast-check";
import { expect, test } from "vitest";
import { code, link } from "../../../cli/src/formats/markdown/text.ts";
import { githubLinks, type GithubLinkOptions } from "../../src/forge/github-links.ts";
import { hostile } from "../comment/hostile-text.ts";
import { structureOf } from "../comment/structure.ts";
import { runs } from "../../../cli/test/kit/sampling.ts";

const links = (given: Partial<GithubLinkOptions> = {}) =>
  githubLinks({
    server: "https://github.com",
    owner: "acme",
    name: "mono",
    ref: "fix",
    pullRequest: 7,
    ...given,
  });

test("links files at the commit and line, Markdown as source", () => {
  const { view, edit, create } = links({ commit: "abc" });
  expect(view("packages/core/package.json", 3)).toBe(
    "https://github.com/acme/mono/blob/abc/packages/core/package.json#L3",
  );
  expect(view(".changeset/bold-cats.md", 2)).toBe(
    "https://github.com/acme/mono/blob/abc/.changeset/bold-cats.md?plain=1#L2",
  );
  expect(view("package.json")).toBe("https://github.com/acme/mono/blob/abc/package.json");
  expect(edit!(".changeset/bold-cats.md")).toBe(
    "https://github.com/acme/mono/edit/fix/.changeset/bold-cats.md",
  );
  expect(create!(".changeset/pr-7.md", "---\n---\n")).toBe(
    "https://github.com/acme/mono/new/fix?filename=.changeset%2Fpr-7.md&value=---%0A---%0A",
  );
  expect(create!(".changeset/pr-7.md", "")).toBe(
    "https://github.com/acme/mono/new/fix?filename=.changeset%2Fpr-7.md",
  );
});

test("links the policy on the base", () => {
  const { view } = links({
    owner: "fork",
    base: { owner: "acme", name: "mono", ref: "maint/1.x" },
  });
  expect(view("policies/core.yaml", 2, "base")).toBe(
    "https://github.com/acme/mono/blob/maint/1.x/policies/core.yaml#L2",
  );
  expect(view("policies/core.yaml", 2)).toBe(
    "https://github.com/fork/mono/blob/fix/policies/core.yaml#L2",
  );
});

test("links files of a workspace in a subfolder", () => {
  const { view, create } = links({ folder: "js/" });
  expect(view("package.json")).toBe("https://github.com/acme/mono/blob/fix/js/package.json");
  expect(create!(".changeset/pr-7.md", "")).toContain("filename=js%2F.changeset%2Fpr-7.md");
});

test("offers no editor if the fork is deleted", () => {
  const missing = links({ ref: undefined, commit: "abc" });
  expect(missing.edit).toBeUndefined();
  expect(missing.create).toBeUndefined();
  expect(missing.view("package.json")).toBe("https://github.com/acme/mono/blob/abc/package.json");
});

test.each(["../../settings", "a/../../b", "./x", ".."])(
  "no link leaves the repository by %s",
  (path) => {
    expect(links().view(path)).toBeUndefined();
    expect(links().edit!(path)).toBeUndefined();
  },
);

test("uses the server's host, whatever its path", () => {
  expect(links({ server: "https://ghe.acme.example/x?y" }).view("a")).toBe(
    "https://ghe.acme.example/acme/mono/blob/fix/a",
  );
});

test("makes one link with the exact address, from which every component round-trips", () => {
  const plain = hostile.map((text) => text.replaceAll("/", "").replace(/^\.*$/, "x"));
  fc.assert(
    fc.property(plain, plain, hostile, (ref, name, content) => {
      const { edit, create } = links({ ref });
      const url = edit!(`.changeset/${name}.md`)!;
      expect(structureOf(`x ${link(code(name), url)} y`).links).toEqual([url]);
      const { origin, pathname, search, hash } = new URL(url);
      expect([origin, search, hash]).toEqual(["https://github.com", "", ""]);
      expect(pathname.split("/").map(decodeURIComponent)).toEqual(
        ["", "acme", "mono", "edit", ref, ".changeset", `${name}.md`].map((part) =>
          part.toWellFormed(),
        ),
      );
      const made = create!(`.changeset/${name}.md`, content)!;
      expect(structureOf(`x ${link("new", made)} y`).links).toEqual([made]);
      const { searchParams, pathname: page } = new URL(made);
      expect(page.split("/").map(decodeURIComponent)).toEqual([
        "",
        "acme",
        "mono",
        "new",
        ref.toWellFormed(),
      ]);
      expect([...searchParams.keys()]).toEqual(["filename", "value"]);
      expect(searchParams.get("filename")).toBe(`.changeset/${name}.md`.toWellFormed());
      expect(searchParams.get("value")).toBe(content.toWellFormed());
    }),
    { numRuns: runs(3000) },
  );
}, 240_000);

test.each([
  ["javascript:alert(1)", []],
  ["data:text/html,x", []],
  ["//evil.example", []],
  [
    "https://ok.example/a b)(c<d>e|f`g\\h\n",
    ["https://ok.example/a%20b%29%28c%3Cd%3Ee%7Cf%60g%5Ch%0A"],
  ],
])(
  "an address from elsewhere, %j, is followed only on the web, and ends where it ends",
  (url, expected) => {
    const found = structureOf(`x ${link("label", url)} y`);
    expect(found.links).toEqual(expected);
    expect(found.strange).toEqual([]);
  },
);
