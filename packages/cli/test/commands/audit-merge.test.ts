import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { mergedResults } from "../../src/commands/audit/merge/merged.ts";
import { mergedHtml } from "../../src/commands/audit/merge/page.ts";
import { readResults } from "../../src/commands/audit/merge/results.ts";
import { mergedMarkdown } from "../../src/commands/audit/merge/text.ts";
import { CannotJudge } from "../../src/index.ts";
import { runCli } from "../kit/run-cli.ts";
import { commitAll } from "../kit/run-example.ts";
import { changeset, folder, repository, workspace } from "../kit/workspace.ts";

const DAY = "2026-11-30";

/** An audit with one release, as `audit --format json` prints it. */
const audit = (date: string, outcome: string, name = "@acme/core"): string =>
  JSON.stringify({
    version: 1,
    workspace: "x",
    shallow: false,
    left: 0,
    releases: [
      {
        commit: "a".repeat(40),
        date,
        outcome,
        packages: [
          { name, track: "core", from: "1.0.0", to: "1.1.0", refused: outcome === "fail" },
        ],
        findings:
          outcome === "pass"
            ? []
            : [
                {
                  rule: "freeze",
                  level: outcome === "fail" ? "error" : "warn",
                  package: name,
                  message: `\`${name}\` is in a freeze`,
                },
              ],
      },
    ],
  });

const check = (outcome: string, message = "would go to 1.0.0"): string =>
  JSON.stringify({
    version: 1,
    outcome,
    ...(outcome === "cannot-judge"
      ? { obstacles: [{ message }] }
      : {
          releases: [],
          findings:
            outcome === "pass"
              ? []
              : [{ rule: "declared-bump", level: outcome === "fail" ? "error" : "warn", message }],
        }),
  });

/** Writes nothing but what is given, and merges it. */
async function merged(files: Readonly<Record<string, string>>) {
  const fixture = await folder(files);
  return mergedResults(readResults(fixture.path, ["results"]), DAY);
}

test("sorts repositories by urgency: blocked now, recently, before that, with warnings, fine", async () => {
  const result = await merged({
    "results/acme/fine/audit.json": audit("2026-11-01", "pass"),
    "results/acme/fine/check.json": check("pass"),
    "results/acme/warned/audit.json": audit("2026-11-01", "warn"),
    "results/acme/past.json": audit("2025-01-01", "fail"),
    "results/acme/recent.json": audit("2026-11-01", "fail"),
    "results/acme/blocked/check.json": check("fail"),
    "results/acme/broken/audit.json": check("cannot-judge", "policies/core.yaml is not valid"),
    "results/acme/broken/check.json": check("cannot-judge", "policies/core.yaml is not valid"),
  });
  expect(result.repositories.map(({ name, urgency, why }) => [name, urgency, why[0]])).toEqual([
    ["acme/blocked", "now", "declared-bump: would go to 1.0.0"],
    ["acme/broken", "now", "could not be judged: policies/core.yaml is not valid"],
    ["acme/recent", "recent", "1 of 1 release would have been blocked, the last on 2026-11-01"],
    ["acme/past", "past", "1 of 1 release would have been blocked, the last on 2025-01-01"],
    ["acme/warned", "warned", undefined],
    ["acme/fine", "fine", undefined],
  ]);
  expect(result.tracks).toEqual([{ track: "core", repositories: 4, packages: 4, refused: 2 }]);
  expect(result.rules).toEqual([
    { rule: "freeze", errors: 2, warnings: 1, repositories: 3, last: "2026-11-01" },
  ]);
  expect(result.repositories.find(({ name }) => name === "acme/blocked")?.missing).toEqual([
    "its past releases were not audited",
  ]);
});

test("merges what audit and check print, into every format", async () => {
  const fixture = await workspace({ files: { "results/.keep": "" } });
  await fixture.writeFile(".changeset/one.md", changeset({ "@acme/plugin": "major" }));
  repository(fixture);
  commitAll(fixture.path, "no release");
  const [audited, checked] = [
    await runCli(fixture.path, ["audit", "--format", "json"]),
    await runCli(fixture.path, ["check", "--format", "json"]),
  ];
  await fixture.mkdir("results/acme");
  await fixture.writeFile("results/audit.json", audited.stdout);
  await fixture.writeFile("results/check.json", checked.stdout);
  const args = ["audit", "--merge", "results", "--html", "page.html"];
  const { code, stdout } = await runCli(fixture.path, args);
  expect([code, stdout]).toEqual([0, expect.stringContaining("1 repository: 1 blocked now")]);
  expect(stdout).toContain("accidental-graduation: @acme/plugin");
  expect(readFileSync(fixture.getPath("page.html"), "utf8")).toContain("<h3>results</h3>");
  const json = await runCli(fixture.path, [...args.slice(0, 3), "--format", "json"]);
  expect(JSON.parse(json.stdout)).toMatchObject({
    version: 1,
    repositories: [{ name: "results" }],
  });
});

test.each([
  ["text that is not JSON", "{", /results\/a\.json is not valid JSON/],
  [
    "JSON of something else",
    '{"name":"x"}',
    /results\/a\.json was not written by the audit or check command/,
  ],
  [
    "a future version",
    '{"version":2,"outcome":"pass"}',
    /was not written by the audit or check command of this/,
  ],
  ["a list", "[]", /results\/a\.json is not a JSON object/],
  [
    "another form inside",
    audit(DAY, "fail").replace('"refused":true', '"refused":1'),
    /a\.json was/,
  ],
])("refuses %s, and names the file", async (_, text, message) => {
  const fixture = await folder({ "results/a.json": text, "results/b.json": audit(DAY, "pass") });
  const { code, stderr } = await runCli(fixture.path, ["audit", "--merge", "results"]);
  expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
});

test("refuses a folder without results, a missing one, and one repository twice", async () => {
  const fixture = await folder({
    "none/readme.md": "",
    "a/kit.json": audit(DAY, "pass"),
    "b/kit.json": audit(DAY, "pass"),
  });
  const read = (...paths: string[]) => readResults(fixture.path, paths);
  expect(() => read("none")).toThrow("no results in none");
  expect(() => read()).toThrow("no results in no folder");
  expect(() => read("missing")).toThrow("missing does not exist");
  expect(() => read("a", "b")).toThrow("b/kit.json is a second result for kit");
  expect(() => read("none", "a", "b")).toThrow(CannotJudge);
});

test("what strangers wrote is text on the page and in Markdown", async () => {
  const evil = '<script>alert(1)</script>|`"\u001B[31m';
  const result = await merged({
    "results/kit/audit.json": audit("2026-11-01", "fail", evil),
    "results/kit/check.json": check("fail", evil),
  });
  for (const text of [mergedHtml(result), mergedMarkdown(result)]) {
    expect(text).not.toContain("<script");
    expect(text).not.toContain("\u001B");
  }
  expect(
    mergedMarkdown(result)
      .split("\n")
      .find((line) => line.includes("kit"))
      ?.split("|"),
  ).toHaveLength(5);
});
