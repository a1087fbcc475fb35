import { CannotJudge, codeOf } from "../errors.ts";

/** A folder of a working tree; or a bare repository, with the folder of the workspace in it. */
export type Repository = string | BareRepository;

export interface BareRepository {
  readonly bare: string;
  /** With a slash at its end; empty at the top. */
  readonly prefix: string;
}

/** Reading only: no hooks, no file system monitor, no prompt, no external diff, no pager, no signature, no lock. */
const SAFE = [
  "-c",
  "core.fsmonitor=false",
  "-c",
  "core.hooksPath=/dev/null",
  "-c",
  "log.showSignature=false",
  // A folder of the workspace that looks like a repository is not used as one.
  "-c",
  "safe.bareRepository=explicit",
  "--no-pager",
  "--no-optional-locks",
];

/** What would have git read another repository than the one of the folder, run a program, or write a trace. */
const STRAY =
  /^GIT_(?:DIR|WORK_TREE|COMMON_DIR|INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|NAMESPACE|PREFIX|GRAFT_FILE|SHALLOW_FILE|REPLACE_REF_BASE|EXTERNAL_DIFF|DIFF_OPTS|PAGER|EDITOR|(?:LITERAL|GLOB|NOGLOB|ICASE)_PATHSPECS|TRACE.*|CURL_VERBOSE)$/;

const OPTIONS = { encoding: "buffer" as const, maxBuffer: 1 << 28 };

/** Read each time: a hook of git, or a test, sets them for a while. */
const environment = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !STRAY.test(name))),
  GIT_TERMINAL_PROMPT: "0",
  LC_ALL: "C",
});

const argsFor = (at: Repository, args: readonly string[]): string[] => [
  ...SAFE,
  ...(typeof at === "string" ? [] : [`--git-dir=${at.bare}`]),
  ...args,
];

const gitFolder = (at: Repository): string => (typeof at === "string" ? at : at.bare);

/** git said no. `said` is its first line; nothing of it is shown unless it is known to hold no content. */
export class GitRefused extends Error {
  readonly output: string;

  constructor(output: string) {
    super(`git failed: ${output}`);
    this.name = "GitRefused";
    this.output = output;
  }
}

/** Loading it takes longer than bare Node needs to start, and most checks start no process. */
const childProcess = () => process.getBuiltinModule("node:child_process");

/** Starts git in a folder, to be written to and read from. */
export const startGit = (at: Repository, args: readonly string[]) =>
  childProcess().spawn("git", argsFor(at, args), {
    cwd: gitFolder(at),
    env: environment(),
    stdio: ["pipe", "pipe", "ignore"],
  });

/** Runs git in a folder and returns its output. Throws `GitRefused`, or `CannotJudge` without git. */
export function git(
  at: Repository,
  args: readonly string[],
  input?: string,
  env: Readonly<Record<string, string>> = {},
): Buffer {
  try {
    return childProcess().execFileSync("git", argsFor(at, args), {
      ...OPTIONS,
      cwd: gitFolder(at),
      env: { ...environment(), ...env },
      stdio: ["pipe", "pipe", "pipe"],
      ...(input === undefined ? {} : { input: Buffer.from(input) }),
    });
  } catch (error) {
    throw toRefusal(error, (error as { stderr?: Buffer }).stderr);
  }
}

/** The same, asynchronously. */
export function gitAside(
  at: Repository,
  args: readonly string[],
  input?: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = childProcess().execFile(
      "git",
      argsFor(at, args),
      { ...OPTIONS, cwd: gitFolder(at), env: { ...environment(), ...env } },
      (error, stdout, stderr) => {
        if (error) reject(toRefusal(error, stderr));
        else resolve(stdout);
      },
    );
    if (input === undefined) return;
    // Where git ends before it has read all, its exit code says why.
    child.stdin?.on("error", () => {});
    child.stdin?.end(input);
  });
}

export const tooManyFiles = (): CannotJudge =>
  new CannotJudge({ message: "the repository has too many files to check" });

function toRefusal(error: unknown, stderr: Buffer | undefined): Error {
  if (codeOf(error) === "ENOBUFS" || codeOf(error) === "ERR_CHILD_PROCESS_STDIO_MAXBUFFER") {
    return tooManyFiles();
  }
  if (codeOf(error) === "ENOENT") {
    return new CannotJudge({
      message: "git is not installed",
      help: "install git, or omit --since and --ref",
    });
  }
  const output = String(stderr ?? "");
  if (DUBIOUS.test(output)) return new UntrustedRepository(output);
  return new GitRefused(output.split("\n")[0] ?? "");
}

/** Since 2.35.2; in the words of 2.35.2 to 2.37, and of later ones. */
const DUBIOUS = /^fatal: (?:detected dubious ownership in repository at|unsafe repository) /m;

/** git reads no repository of another user, whose configuration could run programs. */
export class UntrustedRepository extends CannotJudge {
  constructor(output: string) {
    const folder = /'([^']+)'/.exec(output)?.[1] ?? ".";
    super({
      message: "git refuses to read this repository, because it belongs to another user",
      help: `if you trust it, run \`git config --global --add safe.directory '${folder}'\``,
    });
    this.name = "UntrustedRepository";
  }
}

/** The path of the workspace in its repository. */
export const workspacePrefix = (repository: Repository): string =>
  typeof repository === "string"
    ? git(repository, ["rev-parse", "--show-prefix"]).toString().replace(/\n$/, "")
    : repository.prefix;

/** Leaves out what is not of the workspace, and makes paths relative to it. */
export const relativeTo = (at: Repository): string =>
  typeof at === "string" || at.prefix === "" ? "--relative" : `--relative=${at.prefix}`;

/** Files of the workspace that are not as they are in the commit that is checked out; undefined without git. */
export function uncommittedFiles(root: string): readonly string[] | undefined {
  try {
    return [
      ...splitNul(git(root, ["diff", "--name-only", "--relative", "-z", "HEAD"])),
      ...splitNul(git(root, ["ls-files", "--others", "-z"])),
    ];
  } catch (error) {
    if (error instanceof GitRefused || error instanceof CannotJudge) return undefined;
    throw error;
  }
}

/** NUL-separated output as strings. */
export const splitNul = (output: Buffer): string[] =>
  output.toString("utf8").split("\0").filter(Boolean);
