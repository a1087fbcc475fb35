import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { inject, onTestFinished, vi } from "vitest";
import { parse } from "yaml";
import { runAction } from "../../src/action/run-action.ts";
import type { Judge } from "../../src/judge/children/judge-in-children.ts";
import { judgeHere, judgeOverHttp } from "../judge-here.ts";
import { SECOND } from "../second.ts";

export interface ActionRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly summary: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** What was written to the files that only attacks write to. */
  readonly exported: string;
  /** What was left in the folder of the job, and in its temporary folder, beside the runner's own files. */
  readonly written: readonly string[];
}

export interface ActionJob {
  readonly event: string;
  readonly payload: unknown;
  readonly apiUrl: string;
  readonly server: string;
  readonly token: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly run?: number;
  readonly env?: Readonly<Record<string, string>>;
}

const MANIFEST = parse(readFileSync(join(import.meta.dirname, "../../action.yml"), "utf8")) as {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
};

/** What is run in a folder with an environment. */
export type Step = (
  folder: string,
  env: Readonly<Record<string, string>>,
) => Promise<Pick<ActionRun, "code" | "stdout" | "stderr">>;

/** What is published, as a process. Never through a shell, which would lose the inputs with a hyphen. */
export const published =
  (name: "action" | "comment"): Step =>
  async (cwd, env) => {
    const script = join(inject("bundle"), `${name}.mjs`);
    const child = spawn(process.execPath, [script], { cwd, env });
    const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
    const [stdout, stderr, code] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      ended,
    ]);
    return { code, stdout, stderr };
  };

/** The sources in this process, for what does not depend on processes: starting and judging in them takes most of a run. */
const inThisProcess =
  (judge: Judge): Step =>
  async (folder, env) => {
    const before = { env: process.env, folder: process.cwd() };
    let [stdout, stderr] = ["", ""];
    const out = vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
      stdout += String(chunk);
      return true;
    });
    const error = vi.spyOn(process.stderr, "write").mockImplementation((chunk) => {
      stderr += String(chunk);
      return true;
    });
    process.env = { ...env };
    process.chdir(folder);
    try {
      const code = await runAction(process.env, judge, SECOND);
      return { code, stdout, stderr };
    } finally {
      process.env = before.env;
      process.chdir(before.folder);
      out.mockRestore();
      error.mockRestore();
    }
  };

export const here = inThisProcess(judgeHere);
/** For what git's server gets. */
export const hereOverHttp = inThisProcess(judgeOverHttp);

/** Runs the Action as a runner does: its inputs and files in the environment, nothing else of ours. */
export async function runJob(step: Step, job: ActionJob): Promise<ActionRun> {
  const folder = mkdtempSync(join(tmpdir(), "runner-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = (name: string, content = ""): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const files = Object.fromEntries(
    ["STEP_SUMMARY", "OUTPUT", "ENV", "PATH", "STATE"].map((name) => [
      `GITHUB_${name}`,
      file(name),
    ]),
  );
  const given: Record<string, string> = { ...job.with, token: job.token };
  const inputs = Object.entries(MANIFEST.inputs).map(([name, { default: value = "" }]) => [
    `INPUT_${name.toUpperCase()}`,
    given[name] ?? value,
  ]);
  const event = file("event.json", JSON.stringify(job.payload));
  const before = new Set(readdirSync(folder));
  const ran = await step(folder, {
    PATH: process.env["PATH"] ?? "",
    TMPDIR: folder,
    CI: "true",
    GITHUB_ACTIONS: "true",
    GITHUB_ACTOR: "somebody",
    GITHUB_API_URL: job.apiUrl,
    GITHUB_EVENT_NAME: job.event,
    GITHUB_EVENT_PATH: event,
    GITHUB_REPOSITORY: "acme/mono",
    GITHUB_RUN_ATTEMPT: "1",
    GITHUB_RUN_ID: String(job.run ?? 1000),
    GITHUB_SERVER_URL: job.server,
    GITHUB_WORKSPACE: folder,
    RELEASE_POLICY_GIT_PROTOCOLS: "http:file",
    ...files,
    ...Object.fromEntries(inputs),
    ...job.env,
  });
  const read = (name: string): string => readFileSync(join(folder, name), "utf8");
  return {
    ...ran,
    summary: read("STEP_SUMMARY"),
    outputs: outputsIn(read("OUTPUT")),
    exported: read("ENV") + read("PATH") + read("STATE"),
    written: readdirSync(folder).filter((name) => !before.has(name)),
  };
}

/** The format of `GITHUB_OUTPUT`, as the runner reads it. */
function outputsIn(content: string): Record<string, string> {
  const found: Record<string, string> = {};
  const lines = content.split("\n");
  while (lines.length > 0) {
    const line = lines.shift()!;
    const heredoc = /^([^=]+?)<<(.+)$/.exec(line);
    if (!heredoc) continue;
    const end = lines.indexOf(heredoc[2]!);
    found[heredoc[1]!] = lines
      .splice(0, end + 1)
      .slice(0, -1)
      .join("\n");
  }
  return found;
}
