import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { EXAMPLE_DAY, type Example, exampleFiles } from "@release-policy/core/testing";
import { fixtureOf } from "./fixture.ts";
import { type CheckOptions, type Report, check } from "../../src/index.ts";
import { run } from "./small-shell.ts";

/** git in a folder, with an author and without the maintenance that races with removing the folder. */
export const gitIn = (cwd: string, ...args: string[]): string =>
  run(cwd, [asAnn(args)])
    .toString()
    .trim();

const SETTINGS = [
  "user.name=Ann",
  "user.email=ann@example.com",
  "gc.auto=0",
  "maintenance.auto=false",
  "commit.gpgsign=false",
].flatMap((setting) => ["-c", setting]);

const asAnn = (args: readonly string[]) => ["git", ...SETTINGS, ...args] as const;

const ALL = ["add", "-A"];
const commitArgs = (message: string) => ["commit", "-q", "--allow-empty", "-m", message];

/** Makes the folder a repository without a commit, on main: a copy of one that git made. */
export const initIn = (cwd: string): void =>
  cpSync((empty ??= emptyRepository()), join(cwd, ".git"), { recursive: true });

let empty: string | undefined;

function emptyRepository(): string {
  const folder = mkdtempSync(
    join(process.env["RELEASE_POLICY_TESTS"] ?? tmpdir(), "empty-repository-"),
  );
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  gitIn(folder, "init", "-q", "--template=", "-b", "main");
  for (const place of ["hooks", "info"]) mkdirSync(join(folder, ".git", place));
  return join(folder, ".git");
}

export function commitAll(cwd: string, message: string): string {
  run(cwd, [asAnn(ALL), asAnn(commitArgs(message))]);
  return headOf(cwd);
}

const onDay = (day: string) => {
  const time = `${day}T12:00:00Z`;
  return { GIT_AUTHOR_DATE: time, GIT_COMMITTER_DATE: time };
};

/** The same as of a day, so that equal files have equal ids. */
export function commitOn(day: string, cwd: string, message: string): string {
  run(cwd, [asAnn(ALL), asAnn(commitArgs(message))], { env: onDay(day) });
  return headOf(cwd);
}

/** The commit of HEAD, read without a process where a file of its branch has it. */
function headOf(cwd: string): string {
  try {
    const branch = readFileSync(join(cwd, ".git/HEAD"), "utf8").replace("ref: ", "").trim();
    return readFileSync(join(cwd, ".git", branch), "utf8").trim();
  } catch {
    return gitIn(cwd, "rev-parse", "HEAD");
  }
}

/** An annotated tag of a day, as `changeset tag` and pnpm make them. */
const tagIn = (cwd: string, tag: string, day: string): Buffer =>
  run(cwd, [asAnn(["tag", "-a", "-m", tag, tag])], { env: onDay(day) });

/** Runs a rule's example as a real workspace with its real planner, in git where it has a base or tags. */
export const runExample = (example: Example): Promise<Report> =>
  inExample(example, (root, options) => check({ ...options, cwd: root })).then((report) =>
    report.since ? { ...report, since: { ...report.since, ref: "main" } } : report,
  );

/** Writes an example out as a workspace, does the work in it with the options of its check, and removes it. */
export async function inExample<T>(
  example: Example,
  work: (root: string, options: Omit<CheckOptions, "cwd">) => Promise<T>,
): Promise<T> {
  const { branch, today = EXAMPLE_DAY, since, tags } = example;
  const files = exampleFiles(example);
  const before = since ? exampleFiles({ ...example, ...since }) : files;
  const fixture = await fixtureOf(before);
  try {
    const options = { today, ...(branch === undefined ? {} : { branch }) };
    if (!since && !tags) return await work(fixture.path, options);
    initIn(fixture.path);
    const base = commitAll(fixture.path, "base");
    for (const [tag, date] of Object.entries(tags ?? {})) tagIn(fixture.path, tag, date);
    if (!since) return await work(fixture.path, options);
    for (const path of Object.keys(before)) await fixture.rm(path);
    for (const [path, text] of Object.entries(files)) {
      await fixture.mkdir(dirname(path));
      await fixture.writeFile(path, text);
    }
    commitAll(fixture.path, "head");
    return await work(fixture.path, { ...options, since: base });
  } finally {
    await fixture.rm();
  }
}
