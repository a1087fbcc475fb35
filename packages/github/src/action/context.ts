import { readFileSync } from "node:fs";
import { runNumber } from "../sticky-comment/marker.ts";

/** The runner's data about the job. */
export interface Context {
  readonly event: string;
  readonly payload: unknown;
  readonly owner: string;
  readonly name: string;
  /** Where people look, without a slash at the end: another one on GitHub Enterprise. */
  readonly server: string;
  readonly apiUrl: string;
  /** Grows with every run and every attempt: who is newer. */
  readonly run: number;
  /** The page of the run, with the job summary. */
  readonly runUrl: string;
  /** Milliseconds that a second of patience with GitHub takes. Default: 1000. */
  readonly second?: number | undefined;
}

/** Reads the runner's environment. Throws where this is not a job of GitHub Actions. */
export function contextOf(env: NodeJS.ProcessEnv): Context {
  const [owner = "", name = ""] = runnerVariable(env, "GITHUB_REPOSITORY").split("/");
  const server = (env["GITHUB_SERVER_URL"] || "https://github.com").replace(/\/+$/, "");
  const id = Number(runnerVariable(env, "GITHUB_RUN_ID"));
  return {
    event: runnerVariable(env, "GITHUB_EVENT_NAME"),
    payload: JSON.parse(readFileSync(runnerVariable(env, "GITHUB_EVENT_PATH"), "utf8")) as unknown,
    owner,
    name,
    server,
    apiUrl: (env["GITHUB_API_URL"] || "https://api.github.com").replace(/\/+$/, ""),
    run: runNumber(id, Number(env["GITHUB_RUN_ATTEMPT"] ?? 1)),
    runUrl: `${server}/${owner}/${name}/actions/runs/${id}`,
  };
}

function runnerVariable(env: NodeJS.ProcessEnv, name: string): string {
  const value = env[name];
  if (value) return value;
  throw new WrongWorkflow(`${name} is not set (expected to run as a step of GitHub Actions)`);
}

/** A mistake in the workflow, in words for who wrote it. */
export class WrongWorkflow extends Error {
  constructor(message: string) {
    super(message);
    this.name = "WrongWorkflow";
  }
}
