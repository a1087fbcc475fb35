import { plain } from "@release-policy/core";
import { expect, test } from "vitest";
import { formattingOf } from "../../src/commands/preview/formatting.ts";
import { githubFacts, soundNeeds } from "../../src/commands/preview/github-facts.ts";
import { changelogsText } from "../../src/commands/preview/text.ts";
import { folder } from "../kit/workspace.ts";

const COMMITS = Array.from({ length: 101 }, (_, i) => `abcdef${i}`.padEnd(10, "0"));

test.each([
  [undefined, undefined],
  [{ repo: "acme/mono", commits: [], pulls: [] }, undefined],
  [{ repo: "acme mono", commits: ["abcdef1"], pulls: [] }, undefined],
  [{ repo: 1, commits: ["abcdef1"], pulls: [] }, undefined],
  [
    { repo: "acme/mono", commits: ["abcdef1", "xyz", 5], pulls: [1, 0, -1, 1.5, "2"] },
    { repo: "acme/mono", commits: ["abcdef1"], pulls: [1] },
  ],
  [
    { repo: "acme/mono", pulls: [7] },
    { repo: "acme/mono", commits: [], pulls: [7] },
  ],
  [
    { repo: "acme/mono", commits: COMMITS },
    { repo: "acme/mono", commits: COMMITS.slice(0, 100), pulls: [] },
  ],
])("only takes what is well-formed of %j", (given, needs) => {
  expect(soundNeeds(given)).toEqual(needs);
});

/** GitHub's API with these answers, one for each request. Without one, the request fails. */
async function asked(answers: readonly unknown[], commits: readonly string[], pulls: number[]) {
  const queries: string[] = [];
  const send = (_: unknown, init?: { readonly body?: unknown }) => {
    queries.push((JSON.parse(String(init?.body)) as { query: string }).query);
    const answer = answers[queries.length - 1];
    if (answer === undefined) return Promise.reject(new Error("unreachable"));
    return Promise.resolve(Response.json(answer));
  };
  const facts = await githubFacts(
    { repo: "acme/mono", commits, pulls },
    { graphqlUrl: "https://api.github.test", token: "x", fetch: send },
  );
  return { facts, queries };
}

test("asks GitHub in requests of fifty, with the fragments that they use", async () => {
  const commit = { commitUrl: "u" };
  const [first, last] = [COMMITS[0]!, COMMITS[50]!];
  const { facts, queries } = await asked(
    [
      { data: { repository: { [`commit__${first}`]: commit, commit__x: null } } },
      { data: { repository: { [`commit__${last}`]: commit, pull__7: { url: "p" } } } },
    ],
    COMMITS.slice(0, 51),
    [7],
  );
  expect(facts).toEqual({
    commits: { [first]: commit, [last]: commit },
    pulls: { 7: { url: "p" } },
  });
  expect(queries.map((one) => one.match(/object\(/g)?.length)).toEqual([50, 1]);
  expect(queries.map((one) => one.match(/fragment \w/g))).toEqual([
    ["fragment C"],
    ["fragment C", "fragment P"],
  ]);
});

test.each([
  ["no answer", []],
  ["a refusal", [{ errors: [{ message: "x" }] }]],
  ["an unknown repository", [{ data: { repository: null } }]],
])("%s leaves links unknown", async (_, answers) => {
  const { facts } = await asked(answers, [COMMITS[0]!], []);
  expect(facts).toEqual({ commits: {}, pulls: {} });
});

const ENTRY = { package: "a", path: "packages/a/CHANGELOG.md", text: "## 1.0.0\n\n- x" };
const textOf = (over: object) =>
  changelogsText(
    { entries: [], notes: [], left: 0, ...over },
    {
      color: false,
      width: 100,
    },
  );

test.each([
  [{}, "Nothing would be written.\n"],
  [{ disabled: true }, "No changelogs are written (changelog: false in .changeset/config.json).\n"],
  [{ notes: [["a"]] }, "note: a\n"],
  [
    { entries: [ENTRY], left: 1, generator: { name: "g", version: "1.0.0", within: "b" } },
    "packages/a/CHANGELOG.md\n\n## 1.0.0\n\n- x\n\n1 more changelog not shown.\nWritten by g 1.0.0 in b.\n",
  ],
  [
    { entries: [ENTRY], generator: { name: "g", version: "1.0.0" } },
    "packages/a/CHANGELOG.md\n\n## 1.0.0\n\n- x\n\nWritten by g 1.0.0.\n",
  ],
  [{ entries: [ENTRY], generator: { name: "g" } }, "packages/a/CHANGELOG.md\n\n## 1.0.0\n\n- x\n"],
  [{ generator: { name: "g", version: "1.0.0" } }, "Nothing would be written.\n"],
])("shows the changelogs %j", (over, text) => {
  expect(textOf(over)).toBe(text);
});

/** How a release with the files and settings formats: what it says, and whether it formats here. */
async function formatting(
  major: 2 | 3,
  files: Readonly<Record<string, string>>,
  config: object = {},
) {
  const { path } = await folder({ "package.json": "{}", ...files });
  const plan = { major, config, root: path, packages: [{ dir: `${path}/packages/a` }] };
  const { format, notes } = formattingOf(plan as never, { root: path });
  return { format, said: notes.map((note) => plain(note).split("`")[1]) };
}

test.each<[2 | 3, Readonly<Record<string, string>>, object, readonly string[], boolean]>([
  [3, {}, {}, [], false],
  [3, { "packages/a/.oxfmtrc.json": "" }, {}, ["oxfmt"], false],
  [3, { ".oxfmtrc.json": "" }, { format: false }, [], false],
  [3, {}, { format: "dprint" }, ["dprint"], false],
  [3, { "package.json": '{"prettier":{}}' }, {}, ["prettier"], false],
  [3, { "package.json": '{"devDependencies":{"oxfmt":"1"}}' }, {}, ["oxfmt"], false],
  [3, { "node_modules/dprint/package.json": "" }, {}, ["dprint"], false],
  [2, { ".prettierrc": "" }, { prettier: false }, [], false],
  [2, { "package.json": '{"devDependencies":{"prettier":"^3"}}' }, {}, ["prettier ^3"], false],
  [2, { "node_modules/prettier/package.json": "" }, {}, ["prettier"], false],
  [2, { "packages/a/.prettierrc.json": "" }, {}, ["prettier"], false],
  [2, { "package.json": '{"prettier":{}}' }, {}, ["prettier"], false],
  [2, { "dprint.json": "" }, {}, [], true],
])("Changesets %i with %j and %j: says %j, formats here: %s", async (...row) => {
  const [major, files, config, said, formats] = row;
  const found = await formatting(major, files, config);
  expect([found.said, found.format !== undefined]).toEqual([said, formats]);
});

test.each([
  ["* a\n* b", "- a\n- b"],
  ["x".repeat(20_000), "x".repeat(20_000)],
  ["x".repeat(20_001), undefined],
  ["> ".repeat(8), undefined],
  ["[".repeat(40), undefined],
  ["```js\nlet a\n```", undefined],
])(
  "formats an entry as the release command does, unless that takes long: %#",
  async (entry, text) => {
    const { format } = await formatting(2, {});
    expect(await format!("1.0.0", entry)).toBe(text);
  },
);
