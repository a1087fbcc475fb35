import { declared } from "../../../changesets/declarations.ts";
import { expect, test } from "vitest";
import { sectionsOf } from "./sections.ts";

const sections = async (...trailers: readonly string[]): Promise<string> =>
  sectionsOf((await declared(`A summary.\n\n${trailers.join("\n")}`)).trailers);

test("a guide without a breaking change has its own place", async () => {
  expect(await sections("Upgrade-guide: ./UPGRADE.md#2.0", "Migration: db/7.sql")).toBe(
    "**Upgrading**\n\n- Upgrade guide: [./UPGRADE.md#2.0](/UPGRADE.md#2.0)\n- Migration: [db/7.sql](/db/7.sql)",
  );
});

test.each([
  ["Upgrade-guide: https://acme.dev/2", "- Upgrade guide: <https://acme.dev/2>"],
  ["Upgrade-guide: ask us", "- Upgrade guide: ask us"],
  ["Upgrade-guide: a.md](javascript:x)", "- Upgrade guide: a.md](javascript:x)"],
  ["Security: GHSA-abcd-1234-efgh", "(https://github.com/advisories/GHSA-abcd-1234-efgh)"],
  ["Security: SEC-1.2", "- SEC-1.2"],
  ["Deprecates: open", "- `open` is deprecated"],
  ["Deprecates: open use nothing", "- `open` is deprecated; there is no replacement"],
  ["Removes: `a` and `b`", "- Removed: `a` and `b`"],
  ["Fixes-regression: #12", "**Regressions Fixed**\n\n- #12"],
])("%s", async (trailer, line) => {
  expect(await sections(trailer)).toContain(line);
});

test("what the text already says stays in the text", async () => {
  const text = "A summary.\n\n### Breaking Changes\n\n- `load` is async";
  expect(await declared(`${text}\n\nRemoves: open`)).toMatchObject({
    text,
    trailers: [{ kind: "removes", value: "open" }],
    declarations: [{ kind: "breaking" }, { kind: "removes" }],
  });
});

test("a text without trailers is unchanged", async () => {
  const text = "Security: is what we care for.\n\nIt is prose: not a trailer,\nRemoves: nothing.";
  expect(await declared(text)).toMatchObject({ text, trailers: [] });
});
