import { Guesses, fileOf, plain } from "@release-policy/core";
import { expect, test } from "vitest";
import { endsSections, trailersOf } from "../../src/changesets/declaration-grammar.ts";
import { fencedIn } from "../../src/changesets/fences.ts";
import { mayDeclare, unparsedReason } from "../../src/changesets/declarations.ts";
import { readPlainChangeset } from "../../src/changesets/front-matter.ts";
import { MOST_PARSED, ParsingBudget } from "../../src/changesets/parsing-budget.ts";
import { oddKeys } from "../../src/files/ambiguous-json-keys.ts";
import { guideMatcher, readDocuments } from "../../src/files/documents.ts";
import { pointersIn } from "../../src/files/json-trees.ts";
import { headingsOf } from "../../src/files/markdown-headings.ts";
import { YamlText } from "../../src/files/yaml/yaml-text.ts";
import { CannotJudge, check } from "../../src/index.ts";
import { policyOf } from "../../src/policy/policy-files.ts";
import { workspaceSettings } from "../../src/workspace/workspace-file.ts";
import { changeset, folder, repository, workspace } from "../kit/workspace.ts";
import { sampled } from "../kit/sampling.ts";
import { growthOf, longestMatched } from "./work.ts";

const lines = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join("");

const refused = (run: () => unknown) => (): void => {
  try {
    run();
  } catch (error) {
    if (!(error instanceof CannotJudge)) throw error;
  }
};

/** A text of so many parts, and what reads it. */
let texts = 0;
/** What was read before is remembered. */
const renewed = (text: string): string => `${text}# ${texts++}\n`;

const GROWING: readonly (readonly [string, (size: number) => () => unknown])[] = [
  [
    "keys of pnpm-workspace.yaml",
    (size) => {
      const text = lines(size, (i) => `k${i}: 1\n`);
      return () => workspaceSettings(renewed(text));
    },
  ],
  [
    "one key many times",
    (size) => {
      const text = "k: 1\n".repeat(size);
      return () => new YamlText(text).faults.length;
    },
  ],
  [
    "anchors, and the most aliases",
    (size) => {
      const text = `${lines(size, (i) => `a${i}: &a${i} 1\n`)}x: [${"*a1, ".repeat(900)}1]\n`;
      return () => workspaceSettings(renewed(text));
    },
  ],
  [
    "maps in a list",
    (size) => {
      const text = lines(size, () => "- {a: 1, b: [c]}\n");
      return () => new YamlText(text).data();
    },
  ],
  [
    "brackets that close nothing",
    (size) => {
      const text = `x: [${"}".repeat(size)}`;
      return () => new YamlText(text).faults.length;
    },
  ],
  [
    "unknown keys of a policy",
    (size) => {
      const text = lines(size, (i) => `k${i}: 1\n`);
      return refused(() => policyOf([{ path: "policies/core.yaml", text }]));
    },
  ],
  [
    "entries of a policy, each with its place",
    (size) => {
      const text = `deprecations:\n${lines(size, (i) => `  - { package: a, api: f${i}, deprecatedIn: 1.0.0 }\n`)}`;
      return refused(() => policyOf([{ path: "policies/deprecations.yaml", text }]));
    },
  ],
  [
    "keys that stand twice in JSON",
    (size) => {
      const text = `{${'"a":1,\n'.repeat(size)}"b":1}`;
      return () => oddKeys("package.json", text);
    },
  ],
  [
    "keys of JSON below many others",
    (size) => {
      const text = `${'{"a":'.repeat(200)}{${lines(size, (i) => `"k${i}":1,`)}"b":1,"b":2}${"}".repeat(200)}`;
      return () => oddKeys("package.json", text);
    },
  ],
  [
    "places in JSON",
    (size) => {
      const text = JSON.stringify({ fixed: Array.from({ length: size }, () => ["a"]) }, null, 1);
      const at = { path: "x", line: 1, column: 1 };
      return () => {
        const place = pointersIn(text);
        for (let i = 0; i < size; i++) place({ ...at, pointer: ["fixed", String(i)] });
      };
    },
  ],
  [
    "headings",
    (size) => {
      const text = lines(size, (i) => `## ${i}\n- a\n  b\n===\n`);
      return () => headingsOf(text);
    },
  ],
  [
    "fences in one line",
    (size) => {
      const text = `---\n${"--- ".repeat(size * 8)}`;
      return () => fencedIn(text, "changesets@3");
    },
  ],
  [
    "words of a deprecation",
    (size) => {
      const text = `Deprecates: a ${"use b ".repeat(size)}${"until 1 ".repeat(size)}`;
      return () => trailersOf([text]);
    },
  ],
  [
    "words between fences",
    (size) => {
      const text = `---\n${"a --- b\n".repeat(size)}`;
      return () => fencedIn(text, "changesets@3");
    },
  ],
];

test("looks up removals in changelogs up to a limit, beyond which they count as unannounced", async () => {
  const removals = lines(700, () => "Removes: open\n");
  const fixture = await workspace({
    policies: { core: { packages: ["@acme/*"], require: { removal: {} } } },
    files: {
      // The long note counts as searched, but without the name it takes no time.
      "packages/core/CHANGELOG.md": `## 1.1.0\n\n### Deprecations\n\n- \`open\`\n\n## 1.0.0\n\n### Deprecations\n\n${"x ".repeat(500_000)}\n`,
      ".changeset/a.md": changeset({ "@acme/core": "major" }, `Less.\n\n${removals}`),
      ".changeset/b.md": changeset({ "@acme/core": "major" }, `Less.\n\n${removals}`),
    },
  });
  const { findings } = await check({ cwd: fixture.path });
  const unannounced = findings.filter(({ rule }) => rule === "removal");
  expect(new Set(unannounced.map(({ at }) => at.path))).toEqual(new Set([".changeset/b.md"]));
});

test.each(sampled(GROWING))("%s: eight times the size is eight times the work", async (_, run) => {
  expect(await growthOf(250, run)).toBeLessThan(20);
});

/** A planner's own pattern for the front matter, which tries every start with every end. */
const isFence = ({ source }: RegExp): boolean => source.includes("[^]*?");

test.each([
  ["blank lines without an end", `---\n${"\n".repeat(200_000)}`],
  ["spaces without a fence", `${" ".repeat(200_000)}x`],
  ["fences without an end", "---a".repeat(50_000)],
  ["spaces before the fence", `${" ".repeat(200_000)}x\n---\n# odd\n"@acme/core": patch\n---\n`],
])("no pattern of a planner receives %s", async (_, text) => {
  const fixture = await workspace({ files: { ".changeset/one.md": text } });
  const longest = await longestMatched(isFence, () => check({ cwd: fixture.path }));
  expect(longest).toBeLessThan(20_000);
});

test("rejects long front matter that is not in the plain form", async () => {
  const bumps = lines(2000, (i) => `'@acme/p${i}': patch # odd\n`);
  const fixture = await workspace({ files: { ".changeset/one.md": `---\n${bumps}---\n\nx\n` } });
  const { findings } = await check({ cwd: fixture.path });
  expect(findings.map(({ rule }) => rule)).toEqual(["unreadable-changeset"]);
  expect(JSON.stringify(findings[0]!.message)).toContain("front matter has more than");
});

test("parses at most one megabyte of changesets", async () => {
  const odd = `---\n# ${"x".repeat(16_000)}\n"@acme/core": patch\n---\n\nx\n`;
  const count = Math.ceil(MOST_PARSED / 16_000) + 2;
  const files = Object.fromEntries(
    Array.from({ length: count }, (_, i) => [`.changeset/c${String(i).padStart(3, "0")}.md`, odd]),
  );
  const fixture = await workspace({ files });
  const { findings } = await check({ cwd: fixture.path });
  const unread = findings.filter(({ rule }) => rule === "unreadable-changeset");
  expect(unread.length).toBeGreaterThanOrEqual(1);
  expect(unread.length).toBeLessThan(6);
});

test.each([
  ["too many characters", `BREAKING: x\n\n${"`a ".repeat(11_000)}`],
  ["too many lines", `BREAKING: x\n${"a\n".repeat(1001)}`],
  ["comments without an end", `BREAKING: x\n\n${"<!".repeat(101)}`],
  ["quotations in quotations", `BREAKING: x\n\n${"> ".repeat(20)}a`],
])("a text with %s that may contain declarations is reported", async (_, text) => {
  const fixture = await workspace({
    files: { ".changeset/one.md": changeset({ "@acme/core": "patch" }, text) },
  });
  const { findings, releases } = await check({ cwd: fixture.path });
  expect(findings.map(({ rule }) => rule)).toContain("unreadable-changeset");
  expect(releases.map(({ name }) => name)).toContain("@acme/core");
});

test("a long text without declarations is accepted", async () => {
  const text = "Say what changed. ".repeat(5000);
  expect(mayDeclare(text)).toBe(false);
  expect(unparsedReason(text, new ParsingBudget())).toBeUndefined();
});

test.each([
  ["docs: { guides: ['**/**/**/**/x.md'] }", "more than three `**`"],
  ["docs: { guides: ['{a,b}{a,b}{a,b}{a,b}{a,b}'] }", "nests or repeats too many groups"],
  ["docs: { guides: ['+(a|b)*'] }", "nests or repeats too many groups"],
  [`docs: { guides: [${"'a', ".repeat(21)}] }`, "`docs.guides` is a list"],
  [`unpublished: ['${"a".repeat(300)}']`, "`unpublished.0` is"],
])("rejects %s in a policy, with its place", async (text, message) => {
  const fixture = await workspace({ files: { "policies/workspace.yaml": `${text}\n` } });
  const error: unknown = await check({ cwd: fixture.path }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(CannotJudge);
  const [obstacle] = (error as CannotJudge).obstacles;
  expect(obstacle!.message).toContain(message);
  expect(obstacle!.at).toMatchObject({ path: "policies/workspace.yaml", line: 1 });
  expect(obstacle!.at!.column).toBeGreaterThan(5);
});

test("rejects a selector of more than 256 characters, and more than a thousand selectors", async () => {
  for (const packages of [["@acme/*", "a".repeat(257)], Array.from({ length: 1001 }, () => "*")]) {
    const fixture = await workspace({
      files: { "policies/core.yaml": JSON.stringify({ packages }) },
    });
    await expect(check({ cwd: fixture.path })).rejects.toThrow("packages");
  }
});

test.each([
  ["more files than people have tracks", 199, "x", "201 files (limit: 200)"],
  ["more text than people write", 5, `# ${"x".repeat(250_000)}`, "more than 1048576 characters"],
])("rejects a policy of %s", async (_, count, text, message) => {
  const files = Object.fromEntries(
    Array.from({ length: count }, (__, i) => [`policies/t${i}.yaml`, text]),
  );
  const fixture = await workspace({ files });
  await expect(check({ cwd: fixture.path })).rejects.toThrow(
    `policies is too large to read: ${message}`,
  );
});

test("rejects a pnpm-workspace.yaml of more than 256 kB", async () => {
  const text = `packages: [packages/*]\n${lines(40_000, (i) => `k${i}: 1\n`)}`;
  const fixture = await workspace({ files: { "pnpm-workspace.yaml": text } });
  await expect(check({ cwd: fixture.path })).rejects.toThrow("(limit: 262144)");
});

test.each([
  ["many aliases", `a: &a 1\nx: [${"*a, ".repeat(1001)}1]`],
  [
    "aliases in aliases",
    "a: &a [1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]",
  ],
  ["an alias of what it is in", "a: &a [*a]"],
])("%s expand to too much data", (_, text) => {
  expect(() => workspaceSettings(text)).toThrow("aliases that expand to too much data");
});

test("a path above the length limit is not a guide", async () => {
  const isGuide = await guideMatcher(["**/*a*/**/*a*/**/x.md"]);
  expect(isGuide("a/a/x.md")).toBe(true);
  expect(isGuide(`${"a".repeat(200)}/${"a".repeat(200)}/x.md`)).toBe(false);
  expect(isGuide(`${"a/".repeat(40)}x.md`)).toBe(false);
});

test("reads at most 5,000 headings of all guides, and says so", async () => {
  const fixture = await folder({
    "a.md": "# 1.0.0\n".repeat(4000),
    "b.md": "# 2.0.0\n".repeat(4000),
  });
  const { documents, notes } = await readDocuments(fixture.path, {
    guides: ["*.md"],
    changelogs: [],
    paths: [],
  });
  expect(documents.map(({ headings }) => headings.length)).toEqual([4000, 1000]);
  expect(notes.map((note) => plain(note))).toEqual([
    "`b.md`: too many headings in all guides (limit: `5000`): the rest is ignored",
  ]);
});

/** Begins anywhere and goes on to the end: from every place where it may begin, it looks at all that follows. */
const isOpen = ({ source }: RegExp): boolean => {
  const last = source.slice(source.lastIndexOf("|") + 1);
  const part = last.includes(")") ? source : last;
  return !part.startsWith("^") && /[+*](?:\["'\]\?)?\$$/.test(part);
};

const OPEN: readonly (readonly [string, () => unknown])[] = [
  ["a heading of dashes", () => endsSections(`${"-".repeat(30_000)}a`)],
  [
    "a name of spaces",
    () => readPlainChangeset(`---\n"${" ".repeat(30_000)}b": patch\n---\n\nx\n`),
  ],
  ["a path of anchors", () => fileOf({ value: `${"#".repeat(30_000)}\nx` })],
];

test.each(OPEN)("no unanchored pattern is matched with %s", async (_, run) => {
  expect(await longestMatched(isOpen, run)).toBe(0);
});

test.each([
  ["the planner that is found", {}],
  ["Changesets 3", { planner: "changesets@3" }],
  ["pnpm", { planner: "pnpm" }],
] as const)(
  "no unanchored pattern is matched with names and versions, under %s",
  async (_, options) => {
    const fixture = await workspace({
      files: {
        "package.json": JSON.stringify({
          name: "root",
          private: true,
          devDependencies: { "@changesets/cli": `${"#".repeat(30_000)}\nx` },
        }),
        ".changeset/one.md": changeset({ [`${"/".repeat(30_000)}x`]: "patch" }),
      },
    });
    const longest = await longestMatched(isOpen, () => check({ cwd: fixture.path, ...options }));
    expect(longest).toBeLessThan(1000);
  },
);

test("shows the first hundred mistakes of a policy, and how many more there are", () => {
  const text = lines(2000, (i) => `k${i}: 1\n`);
  const error = (() => {
    try {
      return policyOf([{ path: "policies/core.yaml", text }]);
    } catch (thrown) {
      return thrown as CannotJudge;
    }
  })() as CannotJudge;
  expect(error.obstacles).toHaveLength(101);
  expect(error.obstacles.at(-1)!.message).toMatch(/^\d+ more mistakes in policies$/);
});

test("compares unknown names with those of packages up to a limit", () => {
  const guesses = new Guesses();
  let seen = 0;
  const names = Array.from({ length: 2000 }, (_, i) => `@acme/${"q".repeat(60)}${i}`);
  function* counted() {
    for (const name of names) {
      seen += 1;
      yield name;
    }
  }
  for (let i = 0; i < 1000; i++) guesses.closest(`@acme/${"p".repeat(60)}${i}`, counted());
  expect(seen).toBeLessThan(10_000);
  expect(new Guesses().closest("@acme/cor", ["@acme/core"])).toBe("@acme/core");
});

test("rejects ranges of more than a thousand characters in a commit", async () => {
  const fixture = await workspace({
    packages: {
      "@acme/core": "1.2.0",
      "@acme/plugin": { version: "0.3.0", peerDependencies: { "@acme/core": "1 || ".repeat(300) } },
    },
  });
  repository(fixture);
  await expect(check({ cwd: fixture.path, ref: "HEAD" })).rejects.toThrow(
    "a range that is too long",
  );
});
