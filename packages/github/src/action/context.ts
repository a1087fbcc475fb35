import { readFileSync } from "node:fs";

/** What the runner tells of the job. */
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
}

/** Reads the runner's environment. Throws where this is no job of GitHub Actions. */
export function contextOf(env: NodeJS.ProcessEnv): Context {
  const [owner = "", name = ""] = needed(env, "GITHUB_REPOSITORY").split("/");
  const server = (env["GITHUB_SERVER_URL"] || "https://github.com").replace(/\/+$/, "");
  const id = Number(needed(env, "GITHUB_RUN_ID"));
  return {
    event: needed(env, "GITHUB_EVENT_NAME"),
    payload: JSON.parse(readFileSync(needed(env, "GITHUB_EVENT_PATH"), "utf8")) as unknown,
    owner,
    name,
    server,
    apiUrl: (env["GITHUB_API_URL"] || "https://api.github.com").replace(/\/+$/, ""),
    run: id * 100 + Math.min(Number(env["GITHUB_RUN_ATTEMPT"] ?? 1), 99),
    runUrl: `${server}/${owner}/${name}/actions/runs/${id}`,
  };
}

function needed(env: NodeJS.ProcessEnv, name: string): string {
  const value = env[name];
  if (value) return value;
  throw new Error(`${name} is not set: this runs as a step of GitHub Actions`);
}
