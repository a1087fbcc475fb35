import { expect, test } from "vitest";
import type { Report, Unreleased } from "../../../src/check/report.ts";
import { missingSection } from "../../../src/formats/markdown/missing-changesets.ts";
import type { MarkdownOptions } from "../../../src/formats/markdown/text.ts";
import { findingOf, reportOf } from "../../kit/report.ts";

const LINKS = {
  links: {
    view: () => undefined,
    create: (path: string, text: string) => `https://forge.test/${path}?${text}`,
  },
} as MarkdownOptions;
const BARE = {} as MarkdownOptions;

type Offer = readonly [bump: "patch" | "minor" | "major", allowed: boolean, version?: string];

const unreleased = (
  name: string,
  offers: readonly Offer[],
  given: Partial<Unreleased> = {},
): Unreleased =>
  ({
    rule: "changeset-missing",
    name,
    dir: `packages/${name}`,
    track: "core",
    emptyCounts: false,
    bumps: offers.map(([bump, allowed, version]) => ({
      bump,
      allowed,
      ...(version === undefined ? {} : { version }),
    })),
    ...given,
  }) as Unreleased;

const section = (packages: readonly Unreleased[], options = BARE, given: Partial<Report> = {}) =>
  missingSection(
    reportOf({
      unreleased: packages,
      findings: packages.map(({ name }) => findingOf({ rule: "changeset-missing", package: name })),
      ...given,
    }),
    options,
  );

test.each<[Unreleased, string]>([
  [
    unreleased("ui", [
      ["patch", true, "1.0.1"],
      ["minor", true],
      ["major", false],
    ]),
    "| `ui` | patch\u00A0→\u00A0`1.0.1` · minor | `core` |",
  ],
  [
    unreleased("ui", [
      ["patch", false],
      ["minor", false],
    ]),
    "| `ui` | cannot be released now | `core` |",
  ],
  [unreleased("ui", []), "| `ui` |  | `core` |"],
])("offers for %j the changesets that its track takes", (one, row) => {
  expect(section([one]).items).toEqual([row]);
});

test("shows a package without a track as on none", () => {
  const { track: _, ...one } = unreleased("ui", []);
  expect(section([one]).items).toEqual(["| `ui` |  | none |"]);
});

test("links the first twenty packages, each to a file of its own", () => {
  const patch: readonly Offer[] = [["patch", true]];
  const packages = Array.from({ length: 21 }, (_, i) => unreleased(`p${i}`, patch));
  const { items } = section(packages, LINKS);
  expect(items[0]).toContain("[patch](https://forge.test/.changeset/new-2.md?");
  expect(items[19]).toContain("[patch](https://forge.test/.changeset/new-21.md?");
  expect(items[20]).toBe("| `p20` | patch | `core` |");
  expect(section(packages.slice(0, 1), LINKS).items[0]).toContain("/.changeset/new.md?");
});

test.each<[string, readonly Unreleased[], MarkdownOptions, string]>([
  [
    "without links",
    [unreleased("a", [["patch", true]])],
    BARE,
    "**Fix:** add a changeset, with `pnpm changeset`",
  ],
  [
    "with links",
    [unreleased("a", [["patch", true]])],
    LINKS,
    "**Fix:** add a changeset, by a link below or with `pnpm changeset`",
  ],
  [
    "where an empty one counts",
    [unreleased("a", [], { emptyCounts: true })],
    BARE,
    "**Fix:** add a changeset, with `pnpm changeset`",
  ],
])("says how to add a changeset %s", (_, packages, options, text) => {
  expect(section(packages, options).open.split("\n")[0]).toBe(text);
});

test("offers an empty changeset only if it counts for all, and one for all with the smallest bumps", () => {
  const patch: readonly Offer[] = [
    ["patch", true],
    ["minor", true],
  ];
  const minor: readonly Offer[] = [
    ["patch", false],
    ["minor", true],
  ];
  const fix = (...packages: readonly Unreleased[]) => section(packages, LINKS).open;
  const empty = { emptyCounts: true };
  expect(fix(unreleased("a", patch, empty), unreleased("b", patch, empty))).toContain(
    "declare that there is [nothing to release](",
  );
  expect(fix(unreleased("a", patch, empty), unreleased("b", patch))).not.toContain("nothing to");
  expect(fix(unreleased("a", patch), unreleased("b", patch))).toContain("[a patch for all 2](");
  expect(fix(unreleased("a", patch), unreleased("b", minor))).toContain(
    "[the smallest bump for all 2](",
  );
  expect(fix(unreleased("a", patch), unreleased("b", minor), unreleased("c", []))).toContain(
    "[the smallest bump for 2 of 3](",
  );
  expect(fix(unreleased("a", patch), unreleased("c", []))).not.toContain(" for ");
});
