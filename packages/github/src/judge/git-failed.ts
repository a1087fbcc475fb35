import type { Obstacle } from "release-policy";

/** Why git failed. Contains no output of git, a server or a repository. */
export class GitFailed extends Error {
  readonly reason: "missing" | "refused" | "too-slow" | "too-much" | "unauthorized" | "unreachable";
  readonly #stderr: string;

  constructor(reason: GitFailed["reason"], stderr = "") {
    super(`git: ${reason}`);
    this.name = "GitFailed";
    this.reason = reason;
    this.#stderr = stderr;
  }

  /** What git wrote, for the log of the App alone: a server may have said anything. Not among what is printed with the error. */
  get stderr(): string {
    return this.#stderr;
  }
}

/** The message if git failed: our own sentences, nothing from git or a server. */
const OBSTACLES: Readonly<Record<GitFailed["reason"], Obstacle>> = {
  missing: {
    message: "a commit or branch was not found in the repository",
    help: "check that the branch still exists, then run it again",
  },
  refused: {
    message: "git could not read the change",
    help: "run it again, or see the server log",
  },
  "too-slow": {
    message: "git exceeded its time limit",
    help: "run it again, or rebase an old branch",
  },
  "too-much": { message: "the change has too many files" },
  unauthorized: {
    message: "the token cannot read this repository",
    help: "give it `contents: read`",
  },
  unreachable: { message: "the server is unreachable", help: "run it again" },
};

export const gitObstacle = ({ reason }: GitFailed): Obstacle => OBSTACLES[reason];
