import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { exampleFiles, type ExampleWorkspace } from "@release-policy/core/testing";
import { onTestFinished } from "vitest";

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

/** A bare origin, and where somebody works. */
interface Repositories {
  readonly bare: string;
  readonly work: string;
}

/** What tests begin with is made once: empty repositories, and those of most tests. */
const begun: { empty?: Repositories; first?: Repositories } = {};

function kept({ bare, work }: Repositories): Repositories {
  const folder = mkdtempSync(join(process.env["RELEASE_POLICY_TESTS"] ?? tmpdir(), "origin-"));
  const copy = { bare: join(folder, "origin.git"), work: join(folder, "work") };
  cpSync(bare, copy.bare, { recursive: true });
  cpSync(work, copy.work, { recursive: true });
  return copy;
}

function emptyRepositories(): Repositories {
  const [bare, work] = [join(temporary(), "origin.git"), temporary()];
  gitIn(work, "init", "-q", "--bare", "--template=", "-b", "main", bare);
  gitIn(bare, "config", "uploadpack.allowFilter", "true");
  gitIn(work, "init", "-q", "--template=", "-b", "main");
  return kept({ bare, work });
}

/** A bare origin and a clone of it, as somebody works in. */
export class Origin {
  readonly bare = join(temporary(), "origin.git");
  readonly work = temporary();
  /** Base repository's address. */
  readonly url = pathToFileURL(this.bare).href;

  constructor(files?: Files, branch = "main") {
    const usual = files === undefined && branch === "main";
    const from = (usual && begun.first) || (begun.empty ??= emptyRepositories());
    cpSync(from.bare, this.bare, { recursive: true });
    cpSync(from.work, this.work, { recursive: true });
    // One store of objects: a push only has to move a reference.
    mkdirSync(join(this.bare, "objects/info"), { recursive: true });
    writeFileSync(join(this.bare, "objects/info/alternates"), `${this.work}/.git/objects\n`);
    if (from === begun.first) return;
    this.commit(files ?? FILES(), "first");
    this.push(`refs/heads/${branch}`);
    if (usual) begun.first = kept(this);
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

  /** So many commits, each with another number in the file: of one process. */
  commits(count: number, path: string): string {
    const stream = Array.from({ length: count }, (_, i) => {
      const from = i === 0 ? `from ${this.head()}\n` : "";
      const text = `${i}\n`;
      return `commit refs/heads/series\ncommitter Ann <ann@example.com> now\ndata 6\nchange\n${from}M 644 inline ${path}\ndata ${text.length}\n${text}\n`;
    });
    const args = ["fast-import", "--quiet", "--force", "--date-format=now"];
    execFileSync("git", args, { cwd: this.work, input: stream.join("") });
    gitIn(this.work, "reset", "-q", "--hard", "series");
    return this.head();
  }

  /** The commit that the work is at, read without a process. */
  /** A minor release of `@acme/core`, as `changeset version` writes it, after the commit that asks for it. */
  release(version: string): void {
    const manifest = "packages/core/package.json";
    const written = FILES()[manifest]!.replace(/("version": ?)"[^"]*"/, `$1"${version}"`);
    this.commit({ ".changeset/one.md": changeset("@acme/core", "minor") });
    this.commit({ ".changeset/one.md": null, [manifest]: written }, "Version Packages");
  }

  head(): string {
    const head = readFileSync(join(this.work, ".git/HEAD"), "utf8").trim();
    if (!head.startsWith("ref: ")) return head;
    return readFileSync(join(this.work, ".git", head.slice("ref: ".length)), "utf8").trim();
  }

  /** Makes a reference of the origin the commit; default: where the work is. */
  push(ref: string, commit = this.head()): void {
    const path = join(this.bare, ref);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${commit}\n`);
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
