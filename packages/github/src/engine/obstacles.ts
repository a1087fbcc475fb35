import type { Obstacle } from "release-policy";
import type { GitFailed } from "./git.ts";

/** What a reader is told where git failed: sentences of ours, nothing that git or a server said. */
const OBSTACLES: Readonly<Record<GitFailed["reason"], Obstacle>> = {
  missing: {
    message: "the repository does not have what was asked for",
    help: "see that the branch is still there, and run it again",
  },
  refused: {
    message: "git could not read the change",
    help: "run it again; if it stays so, the log of the server says more",
  },
  "too-slow": {
    message: "git took longer than its time limit",
    help: "run it again; rebase the branch where it left its base long ago",
  },
  "too-much": { message: "the change has more files than are read" },
  unauthorized: {
    message: "the token may not read this repository",
    help: "give it `contents: read`",
  },
  unreachable: { message: "the server could not be reached", help: "run it again" },
};

export const obstacleOf = ({ reason }: GitFailed): Obstacle => OBSTACLES[reason];
