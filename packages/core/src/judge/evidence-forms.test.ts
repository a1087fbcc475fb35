import { expect, test } from "vitest";
import { readPolicy } from "../policy/reading/read-policy.ts";
import { rules } from "../rules/index.ts";
import type { Sentence } from "../sentence.ts";
import { policyFile } from "../testing/policy-file.ts";
import { evidenceForms } from "./allowed.ts";

const wordsOf = (sentence: Sentence): string =>
  sentence.map((part) => (typeof part === "string" ? part : part.code)).join("");

function forms(require: object): Readonly<Record<string, string>> {
  const file = policyFile("all", { packages: ["ui"], require });
  const [track] = readPolicy([file], rules).policy!.tracks;
  return Object.fromEntries(
    evidenceForms("1.4.0", track!).map(({ kind, form, asks }) => [
      kind,
      `${form.join("; ")} ${wordsOf(asks)}`,
    ]),
  );
}

test("a track always says which bump a breaking change takes, and the rest where it requires it", () => {
  expect(forms({})).toEqual({ breaking: "BREAKING: <what breaks> requires a major" });
  expect(
    forms({
      breaking: ["section", "upgrade-guide"],
      deprecation: ["replacement"],
      security: ["advisory"],
    }),
  ).toEqual({
    breaking:
      "### Breaking Changes; Upgrade-guide: <path or url> requires a major and an upgrade guide",
    deprecation: "Deprecates: <api> use <replacement> requires a replacement",
    security: "Security: <advisory id> requires an advisory",
  });
});

test.each([
  [{ bump: "minor" }, "a minor or more"],
  [{ deprecatedFor: {} }, "an earlier deprecation"],
  [{ deprecatedFor: { days: 1 } }, "a deprecation for 1 day"],
  [{ deprecatedFor: { lines: 2 } }, "a deprecation for 2 release lines"],
  [
    { deprecatedFor: { lines: 1, releases: 1, days: 90 } },
    "a deprecation for 1 release line, 1 release and 90 days",
  ],
  [
    { deprecatedFor: { releases: 3, days: 90, any: true } },
    "a deprecation for 3 releases or 90 days",
  ],
  [{ bump: "major", deprecatedFor: { lines: 1 } }, "a major and a deprecation for 1 release line"],
])("with %j, a removal requires %s", (removal, words) => {
  expect(forms({ removal })["removal"]).toBe(`Removes: <api> requires ${words}`);
});
