import { expect, onTestFinished, test } from "vitest";
import { fakeGithub } from "../../../cli/test/oracle/changelogs.ts";
import { changeset, FILES, Origin } from "../change.ts";
import { judgeInChildren } from "./published-judge.ts";

const JUDGE = { baseRef: "main", today: "2026-11-22" };

/** The preview of a pull request's changelogs, made by processes that have only git objects. */
async function previewed(
  given: Parameters<typeof FILES>[0],
  files: Readonly<Record<string, string>>,
  repo?: string,
) {
  const origin = new Origin(FILES(given));
  const head = origin.pullRequest(files);
  const server = await fakeGithub();
  onTestFinished(() => server.close());
  const evaluation = await judgeInChildren(origin.request(head), {
    ...JUDGE,
    changelogs: { serverUrl: "https://github.com", ...(repo === undefined ? {} : { repo }) },
    ...(repo === undefined ? {} : { github: { graphqlUrl: server.url, token: "secret", repo } }),
  });
  if (evaluation.kind !== "judged") throw new Error(evaluation.obstacles[0]?.message);
  return { head, report: evaluation.report };
}

const GITHUB = { config: { changelog: ["@changesets/changelog-github", { repo: "acme/acme" }] } };
const CHANGE = { ".changeset/a.md": changeset("@acme/core", "minor") };

test("shows the authors and links that the token reads, and only asks about the base repository", async () => {
  const own = await previewed(GITHUB, CHANGE, "acme/acme");
  const [entry] = own.report.changelogs!.entries;
  expect(entry!.text).toContain(
    `[\`${own.head.slice(0, 7)}\`](https://github.com/acme/acme/commit/${own.head})`,
  );
  expect(entry!.unknown).toEqual([]);
  const other = await previewed(GITHUB, CHANGE, "acme/other");
  expect(other.report.changelogs!.entries[0]!.unknown).toEqual(["github"]);
});

test("changelogs that are too large are left out, and the verdict stays", async () => {
  const names = Array.from({ length: 30 }, (_, i) => `@acme/p${i}`);
  const text = `---\n${names.map((name) => `"${name}": patch\n`).join("")}---\n\n${"Long. ".repeat(15_000)}\n`;
  const { report } = await previewed(
    {
      packages: Object.fromEntries(names.map((name) => [name, "1.0.0"])),
      policies: { all: { packages: names } },
      config: { changelog: "@changesets/cli/changelog" },
    },
    { ".changeset/a.md": text },
  );
  expect(report.releases).toHaveLength(30);
  expect(report.changelogs).toMatchObject({ entries: [], notes: [expect.anything()] });
});
