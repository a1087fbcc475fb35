import { readFileSync } from "node:fs";
import { join } from "node:path";
import { exampleFiles } from "@release-policy/core/testing";
import { createFixture } from "fs-fixture";
import { type Report, check, formatMarkdown } from "release-policy";
import { isWorthSaying } from "release-policy/internal";
import { expect, onTestFinished, test } from "vitest";
import { commitAll, gitIn } from "../../cli/test/kit/run-example.ts";
import { OPTIONS, commentOf, judgeCase, judgedOnce } from "./comment/case.ts";
import { CASES } from "./comment/cases.ts";
import { commentPage } from "./comment/page.ts";
import { structureOf } from "./comment/structure.ts";

const CORE = { core: { packages: ["@acme/*"], versions: "1.x" } };
const ONE = { packages: { "@acme/core": "1.4.0" }, policies: CORE };

const judge = async (...given: Parameters<typeof judgeCase>): Promise<Report> => {
  const judged = await judgeCase(...given);
  if (judged instanceof Error) throw judged;
  return judged;
};

test("the page with the comments is up to date", async () => {
  const page = readFileSync(join(import.meta.dirname, "../../../docs/comment.md"), "utf8");
  expect(await commentPage(), "run `pnpm generate`").toBe(page);
});

test.each(CASES)(
  "the verdict has at most twelve words and says it with an icon: $title",
  async (one) => {
    const [headline = ""] = commentOf(await judgedOnce(one))!.split("\n");
    expect(headline).toMatch(/^### (?:❌|⚠️|✅) (?:Release policy|\d+ changed packages? ha)/u);
    expect(headline.replace(/^### \S+ /, "").split(" ").length).toBeLessThanOrEqual(12);
  },
);

test("posts nothing without a release, a finding or a policy change", async () => {
  const report = await judge({ base: ONE, head: { files: { "README.md": "new" } } });
  expect(isWorthSaying(report)).toBe(false);
  expect(formatMarkdown(report, OPTIONS)).toContain("### ✅ Release policy: nothing to release");
});

test("does not mention what only the base would release", async () => {
  const older = { older: { "@acme/core": "minor" as const } };
  const base = { ...ONE, changesets: older };
  expect(isWorthSaying(await judge({ base, head: { files: { "README.md": "new" } } }))).toBe(false);
});

test("a change of only the policy gets a comment", async () => {
  const head = { policies: { core: { ...CORE.core, versions: ">=1.0.0" } } };
  expect(isWorthSaying(await judge({ base: ONE, head }))).toBe(true);
});

test("a new changeset has a unique file name, ignoring case", async () => {
  const nothing = "---\n---\n";
  const base = {
    ...ONE,
    files: { "packages/core/a.js": "1" },
    changesets: { "PR-7": nothing, "pr-7-2": nothing },
  };
  const report = await judge({ base, head: { files: { "packages/core/a.js": "2" } } });
  const names = structureOf(formatMarkdown(report, OPTIONS)).links.flatMap(
    (url) => new URL(url).searchParams.get("filename") ?? [],
  );
  expect(names.length).toBeGreaterThan(0);
  expect(new Set(names)).toEqual(new Set([".changeset/pr-7-3.md"]));
});

test("only offers bumps that the track allows", async () => {
  const base = {
    packages: { "@acme/core": "0.4.0" },
    policies: { core: { packages: ["@acme/*"], versions: "0.y.z" } },
    files: { "packages/core/a.js": "1" },
  };
  const { links } = structureOf(
    formatMarkdown(await judge({ base, head: { files: { "packages/core/a.js": "2" } } }), OPTIONS),
  );
  const values = links.flatMap((url) => new URL(url).searchParams.get("value") ?? []);
  expect(values).toEqual([
    "---\n---\n",
    '---\n"@acme/core": patch\n---\n\nBetter names\n',
    '---\n"@acme/core": minor\n---\n\nBetter names\n',
  ]);
});

test.each([
  ["fits into the link", "a", 40, true],
  ["is there to be copied where the link would be too long", "a".repeat(150), 40, false],
])("a changeset for many packages %s", async (_, long, number, fits) => {
  const named = (): string[] => Array.from({ length: number }, (__, i) => `@acme/${long}-${i}`);
  const packages = Object.fromEntries(named().map((name) => [name, "1.0.0"]));
  const filesOf = (text: string) =>
    Object.fromEntries(named().map((name) => [`packages/${name.slice(6)}/a.js`, text]));
  const report = await judge({
    base: { packages, policies: CORE, files: filesOf("1") },
    head: { files: filesOf("2") },
  });
  const { links, blocks, tables } = structureOf(formatMarkdown(report, OPTIONS));
  for (const url of links) expect(url.length).toBeLessThanOrEqual(6000);
  const whole = `---\n${named()
    .toSorted()
    .map((name) => `"${name}": patch\n`)
    .join("")}---\n\nBetter names`;
  const prefilled = links.map((url) => new URL(url).searchParams.get("value")?.trimEnd());
  expect(prefilled.includes(whole)).toBe(fits);
  expect(blocks.includes(whole)).toBe(!fits);
  expect(tables[0]).toHaveLength(number + 1);
});

test.each(CASES)("each fix links the editor of a file that it names: $title", async (one) => {
  const links = (commentOf(await judgedOnce(one)) ?? "").matchAll(
    /\*\*Fix:\*\* ([^\n]*)\n\s*\[Edit `([^`]*)`\]/g,
  );
  for (const [, fix, path] of links) expect(fix).toContain(path);
});

test("the line to type is in its own code block", async () => {
  const base = {
    packages: {
      "@acme/core": "1.4.0",
      "@acme/vue": { version: "0.3.0", peerDependencies: { "@acme/core": "workspace:^" } },
    },
    policies: {
      core: { packages: ["@acme/core"] },
      vue: { packages: ["@acme/vue"], versions: "0.y.z", breaking: "minor" },
    },
  };
  const report = await judge({
    base,
    head: { changesets: { cats: { "@acme/core": "major" }, dogs: { "@acme/vue": "major" } } },
  });
  const { blocks } = structureOf(formatMarkdown(report, OPTIONS));
  expect(blocks).toContain('"@acme/vue": minor');
});

test("a version pull request offers no editor for its consumed changesets", async () => {
  const one = CASES.find(({ title }) => title === "A version pull request")!;
  const { links } = structureOf(commentOf(await judgedOnce(one))!);
  expect(links.filter((url) => url.includes("/edit/"))).toEqual([]);
});

test("a dependent release names its cause, whatever it is", () => {
  const at = { path: ".changeset/a.md", line: 2, column: 1 };
  const causes = {
    own: { kind: "changeset", changeset: "a", bump: "patch", at },
    dependent: {
      kind: "dependency",
      on: "own",
      field: "dependencies",
      range: "^1.0.0",
      bump: "patch",
    },
    fixed: {
      kind: "group",
      group: "fixed",
      from: "own",
      highest: "own",
      version: "1.0.0",
      bump: "patch",
    },
    linked: {
      kind: "group",
      group: "linked",
      from: "own",
      highest: "own",
      version: "1.0.0",
      bump: "patch",
    },
    carriage: { kind: "train", leader: "own", bump: "patch" },
    led: { kind: "epic", lead: "own", bump: "patch" },
    leaving: { kind: "pre", tag: "next", bump: "patch", at },
    first: { kind: "unpublished", bump: "patch" },
  } as const;
  const releases = Object.entries(causes).map(([name, cause]) => ({
    name,
    dir: name,
    private: false,
    from: "1.0.0",
    to: "1.0.1",
    bump: "patch" as const,
    causes: [cause],
    written: false,
  }));
  const text = formatMarkdown(
    {
      outcome: "pass",
      planner: { id: "pnpm", package: "p", version: "1.0.0", from: "bundled" },
      releases,
      findings: [],
      pending: [],
      waived: [],
      notes: [],
    },
    {},
  );
  const bumps = text
    .split("\n")
    .flatMap((line) => /^\| `\w+` \|[^|]*\| ([^|]*) \|/.exec(line)?.[1] ?? []);
  expect(bumps).toEqual([
    "patch",
    "patch via `own`",
    "patch via fixed group of `own`",
    "patch via linked group of `own`",
    "patch via train of `own`",
    "patch via epic of `own`",
    "patch leaving `next`",
    "patch, first publication",
  ]);
});

test("using a policy from elsewhere is not a policy change", async () => {
  const fixture = await createFixture(exampleFiles(ONE));
  onTestFinished(() => fixture.rm());
  const { path } = fixture;
  gitIn(path, "init", "-q", "-b", "main");
  const since = commitAll(path, "base");
  const ref = commitAll(path, "nothing");
  const report = await check({ cwd: path, ref, since, policyAt: since, advice: true });
  expect(isWorthSaying(report)).toBe(false);
});
