import { execFile, execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { githubFacts } from "../../src/commands/preview/github-facts.ts";
import { type Preview, preview } from "../../src/commands/preview/preview.ts";
import { changesetsBin } from "../kit/changesets-cli.ts";
import { install } from "../kit/installed.ts";

const require = createRequire(import.meta.url);
const ROOT = join(import.meta.dirname, "../../../..");

export const CHANGELOG_GENERATORS = [
  "@changesets/cli/changelog",
  "@changesets/changelog-git",
  "@changesets/changelog-github",
  "@release-policy/changelog",
] as const;
export type ChangelogGenerator = (typeof CHANGELOG_GENERATORS)[number];

export interface ChangelogComparison {
  readonly preview: Preview;
  /** Entries that were written with the same bytes. */
  readonly equal: number;
  /** Entries that were predicted, or written, otherwise, and why as far as the preview says. */
  readonly differences: readonly ChangelogDifference[];
  /** Entries of which the preview says that they are shown before a formatter, or with something unknown. */
  readonly said: number;
  readonly refused: boolean;
}

export interface ChangelogDifference {
  readonly path: string;
  readonly predicted: string | undefined;
  readonly written: string | undefined;
}

/** Makes the generator of a configuration available, as its package manager would. */
export function installGenerator(root: string, name: string, major: 2 | 3): void {
  const link = (target: string, to: string) => {
    const path = join(root, "node_modules", to);
    mkdirSync(dirname(path), { recursive: true });
    if (!existsSync(path)) symlinkSync(target, path, "junction");
  };
  const installed = (from: string, one: string) =>
    realpathSync(join(ROOT, from, "node_modules", one));
  if (name === "@changesets/changelog-github")
    link(installed("packages/cli", major === 2 ? "changelog-github-0" : name), name);
  if (name === "@changesets/changelog-git") {
    const cli = realpathSync(
      dirname(
        require.resolve(`${major === 2 ? "changesets-cli-2" : "@changesets/cli"}/package.json`),
      ),
    );
    link(realpathSync(join(cli, "..", "changelog-git")), name);
  }
  if (name === "@release-policy/changelog") {
    install(root, major);
    const folder = join(root, "node_modules", name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name, main: "index.cjs" }));
    const entry = join(ROOT, "packages/changelog/src/index.ts");
    writeFileSync(join(folder, "index.cjs"), `module.exports = require(${JSON.stringify(entry)});`);
  }
}

const IDENTITY = [
  "-c",
  "user.name=acme",
  "-c",
  "user.email=acme@example.com",
  "-c",
  "commit.gpgsign=false",
];

/** Commits a workspace: first all but its changesets, then these in several commits, and the last one not at all. */
export function commitHistory(root: string): void {
  const git = (...args: readonly string[]) =>
    execFileSync("git", [...IDENTITY, ...args], { cwd: root, stdio: ["ignore", "ignore", "pipe"] });
  const folder = join(root, ".changeset");
  const changesets = readdirSync(folder, { recursive: true })
    .map(String)
    .filter((path) => path.endsWith(".md"))
    .toSorted();
  git("init", "--quiet", "--initial-branch=main");
  writeFileSync(join(root, ".git/info/exclude"), "node_modules\n");
  git("add", "--all", ":!.changeset/*.md", ":!.changeset/pre/*.md");
  git("commit", "--quiet", "--allow-empty", "-m", "first");
  const batches = Math.min(4, changesets.length);
  for (let i = 0; i < batches; i++) {
    const some = changesets.filter(
      (_, at) => at % batches === i && (changesets.length < 3 || at < changesets.length - 1),
    );
    if (some.length === 0) continue;
    git("add", "--", ...some.map((path) => `.changeset/${path}`));
    git("commit", "--quiet", "-m", `batch ${i}`);
  }
}

/** A GitHub on this machine that knows every commit and pull request: with or without authors, as their names decide. */
export async function fakeGithub(): Promise<{ readonly url: string; close: () => void }> {
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += String(chunk)));
    request.on("end", () => {
      const { query } = JSON.parse(body) as { query: string };
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ data: answerTo(query) }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/graphql`, close: () => server.close() };
}

/** Both releases of get-github-info ask for several repositories by aliases; ours asks for one. */
function answerTo(query: string): unknown {
  const fields: Record<string, unknown> = {};
  for (const [, alias = "", sha = ""] of query.matchAll(/(\w+): object\(expression: "([^"]+)"\)/g))
    fields[alias] = commitAnswer(sha);
  for (const [, alias = "", number = ""] of query.matchAll(/(\w+): pullRequest\(number: (\d+)\)/g))
    fields[alias] = pullAnswer(Number(number));
  const aliases = [...query.matchAll(/(\w+): repository\(/g)].map(([, alias = ""]) => alias);
  return aliases.length === 0
    ? { repository: fields }
    : Object.fromEntries(aliases.map((alias) => [alias, fields]));
}

const digit = (text: string): number => createHash("sha256").update(text).digest()[0]!;
const user = (n: number) => ({ login: `dev-${n % 7}`, url: `https://github.com/dev-${n % 7}` });

function commitAnswer(sha: string) {
  const n = digit(sha);
  const pull = (i: number) => ({
    number: n + i,
    url: `https://github.com/acme/acme/pull/${n + i}`,
    mergedAt: i === 0 ? null : `2026-0${i}-01T00:00:00Z`,
    author: n % 5 === 0 ? null : user(n + i),
  });
  return {
    commitUrl: `https://github.com/acme/acme/commit/${sha}`,
    associatedPullRequests: { nodes: Array.from({ length: n % 3 }, (_, i) => pull(i)) },
    author: n % 4 === 0 ? { user: null } : { user: user(n + 3) },
  };
}

function pullAnswer(number: number) {
  const sha = createHash("sha1").update(`${number}`).digest("hex");
  return {
    url: `https://github.com/acme/acme/pull/${number}`,
    author: number % 5 === 0 ? null : user(number),
    mergeCommit:
      number % 4 === 0
        ? null
        : {
            commitUrl: `https://github.com/acme/acme/commit/${sha}`,
            abbreviatedOid: sha.slice(0, 10),
          },
  };
}

/** Previews a workspace, has the real `changeset version` write it, and compares each changelog byte for byte. */
export async function compareChangelogs(
  root: string,
  major: 2 | 3,
  packages: readonly { readonly name: string; readonly dir: string }[],
  github: string,
): Promise<ChangelogComparison> {
  const pathOf = (dir: string) => (dir === "." ? "CHANGELOG.md" : `${dir}/CHANGELOG.md`);
  const textAt = (path: string) =>
    existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8") : undefined;
  const before = new Map(packages.map(({ dir }) => [dir, textAt(pathOf(dir))]));
  const predicted = await preview({
    cwd: root,
    today: "2026-01-01",
    branch: "main",
    untriedFixes: true,
    github: { ask: (needs) => githubFacts(needs, { graphqlUrl: github, token: "secret" }) },
  });
  const refused = await new Promise<boolean>((resolve) => {
    const env = {
      ...process.env,
      GITHUB_GRAPHQL_URL: github,
      GITHUB_TOKEN: "secret",
      RELEASE_POLICY_OVERRIDE: "test",
      CI: undefined,
    };
    const args = ["--conditions=source", changesetsBin(`changesets@${major}`), "version"];
    execFile(process.execPath, args, { cwd: root, env }, (error, stdout, stderr) => {
      resolve(error !== null && !/No unreleased changesets/.test(stdout + stderr));
    });
  });
  const { entries, notes } = predicted.changelogs;
  const byName = new Map(entries.map((entry) => [entry.package, entry]));
  const differences: ChangelogDifference[] = [];
  let [equal, said] = [0, 0];
  for (const { name, dir } of refused ? [] : packages) {
    const entry = byName.get(name);
    const path = pathOf(dir);
    const written = textAt(path);
    const isEqual = entry
      ? isInserted(before.get(dir), written, name, entry.text)
      : written === before.get(dir);
    if (isEqual) equal += entry ? 1 : 0;
    else if (
      entry?.unknown.length ||
      notes.some((note) => JSON.stringify(note).includes("before "))
    )
      said++;
    else differences.push({ path, predicted: entry?.text, written });
  }
  return { preview: predicted, equal, said, differences, refused };
}

/** Whether a changelog is what was there before with the entry in it, but for empty lines around it. */
function isInserted(
  before: string | undefined,
  after: string | undefined,
  name: string,
  entry: string,
): boolean {
  if (after === undefined) return false;
  if (!before) return after === `# ${name}\n\n${entry}\n`;
  const parts = after.split(`${entry}\n`);
  const lines = (text: string) => text.replaceAll(/\n+/g, "\n").trim();
  return parts.length === 2 && lines(parts.join("")) === lines(before);
}
