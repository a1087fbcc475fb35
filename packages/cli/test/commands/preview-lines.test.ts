import { expect, test } from "vitest";
import { declared } from "../../src/changesets/declarations.ts";
import type { Report, ReportedRelease } from "../../src/check/report.ts";
import { sectionsOf } from "../../src/commands/preview/lines/sections.ts";
import { whyReleased } from "../../src/commands/preview/lines/why-released.ts";

async function shown(...trailers: readonly string[]) {
  const { text, trailers: read } = await declared(`Adds cats.\n\n${trailers.join("\n")}`);
  return [text, sectionsOf(read)];
}

test("trailers become sections, and the text stays", async () => {
  expect(
    await shown("Removes: `old()`", "Removes: all of `older`", "Upgrade-guide: docs/upgrade.md"),
  ).toEqual([
    "Adds cats.",
    "**Breaking Changes**\n\n- Removed: `old()`\n- Removed: all of `older`\n- Upgrade guide: [docs/upgrade.md](/docs/upgrade.md)",
  ]);
  expect(await shown("Upgrade-guide: https://acme.test/a b")).toEqual([
    "Adds cats.",
    "**Upgrading**\n\n- Upgrade guide: https://acme.test/a b",
  ]);
  expect(await shown("Security: GHSA-aaaa-bbbb-cccc", "Security: CVE-2026-1234")).toEqual([
    "Adds cats.",
    "**Security**\n\n- [GHSA-aaaa-bbbb-cccc](https://github.com/advisories/GHSA-aaaa-bbbb-cccc)\n- [CVE-2026-1234](https://www.cve.org/CVERecord?id=CVE-2026-1234)",
  ]);
  expect(
    await shown(
      "Deprecates: `old()` use `load()` until 3.0.0",
      "Deprecates: unload use nothing",
      "Deprecates: a",
    ),
  ).toEqual([
    "Adds cats.",
    "**Deprecations**\n\n- `old()` is deprecated; use `load()`; removal in 3.0.0\n- `unload` is deprecated; there is no replacement\n- `a` is deprecated",
  ]);
  expect(await shown("Security: https://acme.test/a")).toEqual([
    "Adds cats.",
    "**Security**\n\n- <https://acme.test/a>",
  ]);
});

test("a text without trailers stays as it is", async () => {
  const { text, trailers } = await declared("BREAKING: gone\n\nMore.");
  expect([text, sectionsOf(trailers)]).toEqual(["BREAKING: gone\n\nMore.", ""]);
});

test("says what the release of a package comes from, up to a change", () => {
  const releases = [
    {
      name: "a",
      to: "1.0.1",
      causes: [
        { kind: "dependency", bump: "patch", on: "b", field: "dependencies", range: "^1.0.0" },
      ],
    },
    { name: "b", to: "2.0.0", causes: [{ kind: "changeset", bump: "major", changeset: "x" }] },
    { name: "c", to: "1.0.1", causes: [] },
  ];
  const why = (name: string) =>
    whyReleased({ releases } as unknown as Report, { name } as ReportedRelease);
  expect(why("a")).toBe(
    "- No change of its own. Released because of: dependency on `b@^1.0.0` ← `b@2.0.0` ← a major change",
  );
  expect(why("c")).toBe("");
});
