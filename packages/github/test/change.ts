import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { exampleFiles, type ExampleWorkspace } from "@release-policy/core/testing";
import { onTestFinished } from "vitest";

process.env["RELEASE_POLICY_GIT_PROTOCOLS"] = "https:file";

const SETTINGS = [
  "user.name=Ann",
  "user.email=ann@example.com",
  "gc.auto=0",
  "maintenance.auto=false",
  "commit.gpgsign=false",
  "protocol.file.allow=always",
];

/** git as the people of the repository run it. */
export const gitIn = (cwd: string, ...args: string[]): string =>
  execFileSync("git", [...SETTINGS.flatMap((setting) => ["-c", setting]), ...args], {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  }).trim();

/** A folder that is removed when the test ends. */
export function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), "rp-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export type Files = Readonly<Record<string, string | null>>;

/** A workspace with two packages on two tracks. */
export const FILES = (given: Partial<ExampleWorkspace> = {}): Record<string, string> =>
  exampleFiles({
    packages: {
      "@acme/core": "1.2.0",
      "@acme/plugin": { version: "0.3.0", peerDependencies: { "@acme/core": "workspace:^" } },
    },
    policies: {
      core: { packages: ["@acme/core"], versions: ">=1.0.0" },
      integrations: { packages: ["@acme/plugin"], versions: "0.y.z", breaking: "minor" },
    },
    ...given,
  });

export const changeset = (name: string, bump: string): string =>
  `---\n"${name}": ${bump}\n---\n\nSay what changed.\n`;

/** A bare origin and a clone of it, as somebody works in. */
export class Origin {
  readonly bare = join(temporary(), "origin.git");
  readonly work = temporary();
  /** Base repository's address. */
  readonly url = pathToFileURL(this.bare).href;

  constructor(files: Files = FILES(), branch = "main") {
    gitIn(this.work, "init", "-q", "--bare", "-b", "main", this.bare);
    gitIn(this.bare, "config", "uploadpack.allowFilter", "true");
    gitIn(this.work, "init", "-q", "-b", "main");
    this.commit(files, "first");
    this.push(`refs/heads/${branch}`);
  }

  /** Writes (or, for null, removes) files and commits everything. */
  commit(files: Files = {}, message = "change"): string {
    for (const [path, text] of Object.entries(files)) {
      const full = join(this.work, path);
      rmSync(full, { recursive: true, force: true });
      if (text === null) continue;
      mkdirSync(dirname(full), { recursive: true });
      writeFileSync(full, text);
    }
    gitIn(this.work, "add", "-A", "--force");
    gitIn(this.work, "commit", "-q", "--allow-empty", "-m", message);
    return this.head();
  }

  /** Commits that change nothing. */
  emptyCommits(count: number): void {
    for (let i = 0; i < count; i++) gitIn(this.work, "commit", "-q", "--allow-empty", "-m", `${i}`);
  }

  head = (): string => gitIn(this.work, "rev-parse", "HEAD");

  push(ref: string, commit = "HEAD"): void {
    gitIn(this.work, "push", "-q", "--force", this.bare, `${commit}:${ref}`);
  }

  /** Goes back to a commit, as a branch off it. */
  goTo = (commit: string): string => gitIn(this.work, "checkout", "-q", "--detach", commit);

  /** A pull request with these files on top of where the work is; returns its head. */
  pullRequest(files: Files, number = 7): string {
    const head = this.commit(files, "a pull request");
    this.push(`refs/pull/${number}/head`);
    return head;
  }

  request = (head: string, { baseRef = "main", number = 7 } = {}) => ({
    url: this.url,
    baseRef,
    headRef: `refs/pull/${number}/head`,
    head,
  });
}
