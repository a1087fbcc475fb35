import { exampleFiles, type ExampleWorkspace } from "@release-policy/core/testing";
import { NAME, OWNER, startGitHub, type GitHub } from "../emulator.ts";
import { serveGit, type GitServer } from "../git-server.ts";
import { createOrigin, type Files, type Origin } from "../origin.ts";
import type { Repo } from "../payloads.ts";
import { here, runJob, type ActionJob, type ActionRun, type Step } from "./run-action.ts";

export { OWNER, REPOSITORY } from "../emulator.ts";

/** A repository on the forge, and what runs the Action in it. */
export interface Scene {
  readonly origin: Origin;
  readonly github: GitHub;
  readonly git: GitServer;
  readonly repo: Repo;
  readonly fork: Repo;
  /** Runs the Action with the token of a workflow that may write; every run is newer than the one before. */
  readonly run: (event: string, payload: unknown, job?: Partial<ActionJob>) => Promise<ActionRun>;
}

const WORKSPACE: ExampleWorkspace = {
  packages: {
    "@acme/core": "1.2.0",
    "@acme/plugin": { version: "0.3.0", peerDependencies: { "@acme/core": "workspace:^" } },
  },
  policies: {
    core: { packages: ["@acme/core"], versions: ">=1.0.0" },
    integrations: { packages: ["@acme/plugin"], versions: "0.y.z", breaking: "minor" },
  },
};

export interface SceneOptions {
  readonly workspace?: Partial<ExampleWorkspace>;
  readonly files?: Files;
  /** The folder of the workspace, with a slash at its end. */
  readonly folder?: string;
  /** What the Action is: its sources in this process, or the bundle. */
  readonly step?: Step;
}

export async function setScene({
  workspace,
  files,
  folder = "",
  step = here,
}: SceneOptions = {}): Promise<Scene> {
  const own = Object.entries(exampleFiles({ ...WORKSPACE, ...workspace }));
  const placed = own.map(([path, text]) => [`${folder}${path}`, text] as const);
  const origin = createOrigin({ ...Object.fromEntries(placed), ...files });
  const [github, git] = await Promise.all([startGitHub({ origin }), serveGit(origin)]);
  const idOf = async (owner: string): Promise<number> =>
    ((await github.as(OWNER).request(`GET /repos/${owner}/${NAME}`)).data as { id: number }).id;
  const token = await github.appToken("github-actions");
  let run = 1000;
  return {
    origin,
    github,
    git,
    repo: { id: await idOf(OWNER), owner: OWNER },
    fork: { id: await idOf("contrib"), owner: "contrib" },
    run: (event, payload, job) =>
      runJob(step, {
        event,
        payload,
        apiUrl: github.apiUrl,
        server: git.server,
        token,
        run: ++run,
        ...job,
      }),
  };
}

/** Changesets: one that the policy refuses, and one that it takes. */
export const REFUSED = changeset({ "@acme/plugin": "major" });
export const TAKEN = changeset({ "@acme/plugin": "minor" });

export function changeset(bumps: Readonly<Record<string, string>>, summary = "Say it."): string {
  const lines = Object.entries(bumps).map(([name, bump]) => `"${name}": ${bump}\n`);
  return `---\n${lines.join("")}---\n\n${summary}\n`;
}
