import { rmSync } from "node:fs";
import { dirname } from "node:path";
import { type PlannerId, plain } from "@release-policy/core";
import { exampleFiles } from "@release-policy/core/testing";
import fc from "fast-check";
import { fixtureOf } from "../kit/fixture.ts";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { CannotJudge, check } from "../../src/index.ts";
import { gitIn } from "../kit/run-example.ts";
import { changeset, repository, workspace } from "../kit/workspace.ts";
import { checkout, commitOn } from "./odd-commits.ts";
import { BEHIND, type OddEntry, additions, consistent } from "./odd-names.ts";
import type { Released } from "./planner-process.ts";
import { RealPlanners } from "./real-planners.ts";
import { runs } from "../kit/sampling.ts";

const PLANNERS: readonly PlannerId[] = ["changesets@2", "changesets@3", "pnpm"];
/** The same names each time, unless more are asked for: `ODD_NAMES=1000`. */
const { ODD_NAMES } = process.env;
const RUNS = ODD_NAMES ? { numRuns: Number(ODD_NAMES) } : { numRuns: runs(20), seed: 20_261_129 };

interface Answer {
  readonly passes: boolean;
  readonly releases: Released;
  /** `rule path`, or the path of what could not be read. */
  readonly says: readonly string[];
}

async function answerOf(options: {
  cwd: string;
  ref?: string;
  planner: PlannerId;
}): Promise<Answer> {
  try {
    const { outcome, releases, findings } = await check(options);
    return {
      passes: outcome !== "fail",
      releases: releases.map(({ name, to }) => `${name} ${to}`).toSorted(),
      says: findings.map(({ rule, at, message }) => `${rule} ${at.path} ${plain(message)}`),
    };
  } catch (error) {
    if (!(error instanceof CannotJudge)) throw error;
    return {
      passes: false,
      releases: "refused",
      says: error.obstacles.map(({ at, message }) => `${at?.path ?? ""} ${message}`),
    };
  }
}

/** A workspace whose policy allows nothing of what is hidden in odd names. Tests only add objects to it. */
const repositoryFor = async (planner: PlannerId): Promise<{ path: string; base: string }> =>
  await (made[planner] ??= makeRepository(planner));

const made: { [planner in PlannerId]?: ReturnType<typeof makeRepository> } = {};
const folders: string[] = [];
afterAll(() => folders.forEach((path) => rmSync(path, { recursive: true, force: true })));

async function makeRepository(planner: PlannerId) {
  const files = exampleFiles({
    planner,
    packages: { "@acme/core": "1.2.0", "@acme/plugin": "0.3.0" },
    changesets: { base: { "@acme/core": "major" } },
    policies: {
      core: { packages: ["@acme/core"], versions: ">=1.0.0" },
      integrations: { packages: ["@acme/*", "!@acme/core"], versions: "0.y.z" },
    },
    files: BEHIND,
  });
  const fixture = await fixtureOf(files);
  folders.push(fixture.path);
  return { path: fixture.path, base: repository(fixture) };
}

interface Answers {
  readonly folder: Answer | undefined;
  readonly commit: Answer;
  readonly planned: Released | undefined;
}

/** The three answers; without those of a folder where no folder can hold the commit. */
async function answersTo(
  { path, base }: { path: string; base: string },
  planner: PlannerId,
  entries: readonly OddEntry[],
  real: RealPlanners,
): Promise<Answers> {
  const ref = commitOn(path, base, entries);
  const commit = await answerOf({ cwd: path, ref, planner });
  const tree = checkout(path, ref);
  if (tree === undefined) return { folder: undefined, commit, planned: undefined };
  try {
    const folder = await answerOf({ cwd: tree, planner });
    return { folder, commit, planned: await real.plan(tree, planner) };
  } finally {
    rmSync(dirname(tree), { recursive: true, force: true });
  }
}

/** What a folder shows and a commit cannot: where links lead, submodules, and what the planner cannot open there. */
const isOfCommits = (message: string): boolean =>
  / is (?:a link|a submodule) in a packages folder, | is not UTF-8$/.test(message);

/** Whether an answer hides a release: it passes, and the planner would release something else. */
const hides = ({ passes, releases }: Answer, planned: Released): boolean =>
  passes && planned !== "refused" && JSON.stringify(releases) !== JSON.stringify(planned);

test.each(PLANNERS)(
  "a folder, a commit and the planner agree on any tree: %s",
  async (planner) => {
    const at = await repositoryFor(planner);
    const real = new RealPlanners();
    onTestFinished(() => real.close());
    let count = 0;
    await fc.assert(
      fc.asyncProperty(additions.map(consistent), async (entries) => {
        count += entries.length;
        const { folder, commit, planned } = await answersTo(at, planner, entries, real);
        if (!folder || planned === undefined) return;
        expect(hides(folder, planned), `folder: ${JSON.stringify({ folder, planned })}`).toBe(
          false,
        );
        expect(hides(commit, planned), `commit: ${JSON.stringify({ commit, planned })}`).toBe(
          false,
        );
        const both = JSON.stringify({ folder, commit, planned });
        // Only what a commit cannot hold may pass in one of the two alone.
        const alike = commit.passes
          ? folder.passes
          : !folder.passes || commit.says.every(isOfCommits);
        expect(alike, both).toBe(true);
      }),
      { ...RUNS, endOnFailure: true },
    );
    expect(count).toBeGreaterThan(0);
  },
  3_600_000,
);

const MAJOR = changeset({ "@acme/plugin": "major" });
const OLD = JSON.stringify({ releases: [{ name: "@acme/plugin", type: "major" }] });
const MANIFEST = JSON.stringify({ name: "@acme/extra", version: "0.1.0" });
const file = (path: string | Buffer, text = MAJOR): OddEntry => ({
  path: Buffer.from(path as string),
  mode: "100644",
  text,
});
const link = (path: string, text: string): OddEntry => ({ ...file(path, text), mode: "120000" });
const submodule = (path: string): OddEntry => ({ ...file(path), mode: "160000" });

/** What may not pass: what is found in the folder, then in the commit. */
test.each<[string, PlannerId, readonly OddEntry[], RegExp]>([
  ["a colon", "changesets@3", [file(".changeset/quiet:cats.md")], /^accidental-graduation/],
  ["a backslash", "changesets@3", [file(".changeset/quiet\\cats.md")], /^accidental-graduation/],
  ["a tab", "changesets@2", [file(".changeset/quiet\tcats.md")], /^accidental-graduation/],
  ["a line break", "pnpm", [file(".changeset/quiet\ncats.md")], /^accidental-graduation/],
  [
    "a folder of version 1",
    "changesets@2",
    [file(".changeset/quiet/changes.json", OLD), file(".changeset/quiet/changes.md")],
    /^unreadable-changeset \.changeset\/quiet /,
  ],
  [
    "a hidden folder of version 1",
    "changesets@2",
    [file(".changeset/.quiet.md/changes.json", OLD), file(".changeset/.quiet.md/changes.md")],
    /^unreadable-changeset \.changeset\/\.quiet\.md /,
  ],
  [
    "a folder of version 1 called README.md",
    "changesets@2",
    [file(".changeset/README.md/changes.json", OLD), file(".changeset/README.md/changes.md")],
    /^unreadable-changeset \.changeset\/README\.md /,
  ],
  ["a submodule", "changesets@2", [submodule(".changeset/quiet")], /^unreadable-changeset/],
  ["a link", "changesets@3", [link(".changeset/quiet.md", "../x.md")], /^unreadable-changeset/],
  [
    "a link to used changesets",
    "changesets@3",
    [link(".changeset/pre", "../behind")],
    /^\.changeset\/pre \.changeset\/pre is not a folder/,
  ],
  [
    "a file where used changesets are",
    "changesets@3",
    [file(".changeset/pre")],
    /^\.changeset\/pre \.changeset\/pre is not a folder/,
  ],
  [
    "bytes that are not UTF-8",
    "changesets@3",
    [file(Buffer.from(".changeset/quiet\xff.md", "latin1"))],
    /^\.changeset\/quiet\\xff\.md the name of .* is not UTF-8$/,
  ],
  [
    "a folder that macOS takes for .changeset",
    "changesets@3",
    [file(".Changeset/quiet.md")],
    /^\.Changeset.* is not read on Linux, but macOS and Windows read \.Changeset as \.changeset$/,
  ],
  [
    "a folder that macOS takes for .changeset, with a file whose name is not UTF-8",
    "changesets@3",
    [
      file(
        Buffer.concat([
          Buffer.from(".change\u017fet/"),
          Buffer.from([0xed, 0xa0, 0x80, 0x2e, 0x6d, 0x64]),
        ]),
      ),
    ],
    // A folder names itself, a commit the file in it.
    /^\.changeſet.* (?:read \.changeſet as \.changeset|is not UTF-8)$/,
  ],
  [
    "a state that macOS takes for pre.json",
    "changesets@2",
    [file(".changeset/Pre.json", "{}")],
    /^\.changeset\/Pre\.json .* as \.changeset\/pre\.json$/,
  ],
  [
    "a policy with an ending in capitals",
    "changesets@3",
    [file("policies/extra.YAML")],
    /^policies\/extra\.YAML policies\/extra\.YAML is ignored/,
  ],
  ...["extra.toml", "extra.yaml.bak", "team/extra.yaml", "a/b/extra.json", "x.toml/a.md"].map(
    (name): [string, PlannerId, OddEntry[], RegExp] => [
      `a policy that is not read, ${name}`,
      "changesets@3",
      [file(`policies/${name}`)],
      /^policies\/\S+ .* is ignored/,
    ],
  ),
  [
    "a folder with the name of a policy",
    "changesets@3",
    [file("policies/extra.yaml/core.md")],
    /^policies\/extra\.yaml .* is not a regular file/,
  ],
  [
    "a link beside the policies",
    "changesets@3",
    [link("policies/extra", "../behind")],
    /^policies\/extra .*(?: is ignored| not a regular file)/,
  ],
  [
    "a package in a folder with a colon, a tab and a line break",
    "changesets@3",
    [file("packages/a:b\t\n/package.json", '{ "version": "1.0.0" }')],
    /^packages\/a:b\t\n\/package\.json .* has no name$/s,
  ],
])("a folder and a commit both refuse %s (%s)", async (_, planner, entries, message) => {
  const { path, base } = await repositoryFor(planner);
  const ref = commitOn(path, base, entries);
  const tree = checkout(path, ref)!;
  onTestFinished(() => rmSync(dirname(tree), { recursive: true, force: true }));
  const answers = [
    await answerOf({ cwd: tree, planner }),
    await answerOf({ cwd: path, ref, planner }),
  ];
  for (const { passes, says } of answers) {
    expect(passes).toBe(false);
    expect(says).toContainEqual(expect.stringMatching(message));
  }
});

const EXTRA = "behind/package.json";

test.each<[string, readonly OddEntry[], string | undefined]>([
  ["a link to a package of the commit", [link("packages/x", "../behind")], "packages/x is a link"],
  ["a link out of the repository", [link("packages/x", "../../out")], "packages/x is a link"],
  ["an absolute link", [link("packages/x", "/srv/x")], "packages/x is a link"],
  ["a link to a link", [link("packages/x", "../y"), link("y", "behind")], "packages/x is a link"],
  ["a submodule", [submodule("packages/x")], "packages/x is a submodule"],
  ["a link to a file", [link("packages/README.md", "../behind/evil.md")], undefined],
  ["a link that leads nowhere", [link("packages/x", "../dist")], undefined],
  ["a link deep in a package", [link("packages/core/docs", "../../behind")], undefined],
  ["a link elsewhere", [link("docs", "behind"), submodule("vendor/x")], undefined],
  ["a link in node_modules", [link("packages/core/node_modules/x", "../../..")], undefined],
])("a commit with %s where packages are", async (_, entries, message) => {
  const { path, base } = await repositoryFor("changesets@3");
  const ref = commitOn(path, base, [file(EXTRA, MANIFEST), ...entries]);
  const { says } = await answerOf({ cwd: path, ref, planner: "changesets@3" });
  expect(says).toHaveLength(message === undefined ? 0 : 1);
  expect(says.join("\n")).toContain(message ?? "");
});

test("a commit includes packages in a folder whose name ends like node_modules", async () => {
  const { path, base } = await repositoryFor("changesets@3");
  const ref = commitOn(path, base, [
    file("packages/my_node_modules/package.json", MANIFEST),
    file(".changeset/one.md", changeset({ "@acme/extra": "minor" })),
  ]);
  const { releases } = await check({ cwd: path, ref });
  expect(releases.map(({ name, to }) => `${name} ${to}`)).toContain("@acme/extra 0.2.0");
});

test("a workspace in a folder with a tab and a blank before its name is read", async () => {
  const fixture = await workspace({ changesets: { one: { "@acme/plugin": "major" } } });
  const inner = "\tweb apps";
  repository(fixture);
  gitIn(fixture.path, "read-tree", "--empty");
  gitIn(fixture.path, "read-tree", `--prefix=${inner}/`, "HEAD");
  gitIn(fixture.path, "commit", "-q", "-m", "moved");
  gitIn(fixture.path, "reset", "-q", "--hard");
  const cwd = fixture.getPath(inner);
  const folder = await answerOf({ cwd, planner: "changesets@3" });
  expect(await answerOf({ cwd, ref: "HEAD", planner: "changesets@3" })).toEqual(folder);
  expect(folder.passes).toBe(false);
});
