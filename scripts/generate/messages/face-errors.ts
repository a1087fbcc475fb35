import { generateKeyPairSync } from "node:crypto";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { optionsOf } from "../../../packages/cli/src/commands/preview/lines/options.ts";
import { contextOf } from "../../../packages/github/src/action/context.ts";
import { readInputs } from "../../../packages/github/src/action/inputs.ts";
import { BadSettings, readSettings } from "../../../packages/github/src/app/settings.ts";
import { jobOf } from "../../../packages/github/src/comment/job.ts";
import { refusalOf } from "../../../packages/github/src/forge/refusal.ts";
import { GitFailed, gitObstacle } from "../../../packages/github/src/judge/git-failed.ts";
import { type PrintedError, inWorkspace, outputOf } from "./inputs.ts";

/** What the guard says: of its options, and of a release that fails or cannot be judged. */
export async function guardErrors(root: string): Promise<PrintedError[]> {
  const options: unknown[] = [
    "git",
    { generater: "@changesets/changelog-github" },
    { generator: 1 },
  ];
  return [
    ...options.map((given) => thrownBy(() => optionsOf(given))),
    await guardSays(root, {
      changesets: { drop: { "@acme/core": "patch", "@acme/plugin": "major" } },
    }),
    await guardSays(root, { policies: {} }),
  ];
}

async function guardSays(
  root: string,
  workspace: NonNullable<Parameters<typeof inWorkspace>[0]["workspace"]>,
): Promise<PrintedError> {
  const guard = pathToFileURL(join(root, "packages/changelog/src/guard.ts")).href;
  const script = `import { guard } from ${JSON.stringify(guard)};
    await guard().catch((error) => { process.stderr.write(error.message); process.exit(1); });`;
  return inWorkspace({ workspace }, async (folder) => {
    const lines = outputOf(folder, script).trim().split("\n");
    const help = lines.find((line) => /^ *help: /.test(line))?.replace(/^ *help: /, "");
    return { message: lines[0]!, help: help ?? lines.at(-1) };
  });
}

type Provoke = () => PrintedError;

const answered = (status: number, message = "", headers: Record<string, string> = {}) => ({
  status,
  message,
  headers,
});

/** What the Action says of its workflow, its forge and git. */
export const ACTION_ERRORS: readonly Provoke[] = [
  () => thrownBy(() => contextOf({})),
  () => thrownBy(() => withInput("comment", "always", readInputs)),
  () => thrownBy(() => jobOf({})),
  () => thrownBy(() => jobOf({ GITLAB_CI: "true", CI_MERGE_REQUEST_IID: "7" })),
  ...[
    answered(403),
    answered(403, "API rate limit exceeded"),
    answered(404),
    answered(423, "locked"),
    answered(422, "body is too long"),
    answered(422),
    answered(502),
    answered(0),
  ].map((answer) => () => messageOf(refusalOf("GitHub", "create the comment", answer))),
  ...(["missing", "refused", "too-slow", "too-much", "unauthorized", "unreachable"] as const).map(
    (reason) => () => gitObstacle(new GitFailed(reason)),
  ),
];

/** What the App says of its settings when it starts. */
export function appErrors(): PrintedError[] {
  const { privateKey } = generateKeyPairSync("ed25519");
  const key = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  const environments = [
    { PORT: "many", WEBHOOK_SECRET: "short", GITHUB_SERVER_URL: "http://github.example.com" },
    { APP_ID: "one", PRIVATE_KEY: "none", GITHUB_API_URL: "github" },
    { PRIVATE_KEY: key, PRIVATE_KEY_PATH: "key.pem" },
    { PRIVATE_KEY_PATH: "/no/such/key.pem" },
    { PRIVATE_KEY: key },
  ];
  return environments.flatMap((environment) => {
    const error = errorOf(() => readSettings(environment));
    if (!(error instanceof BadSettings)) throw error;
    return error.problems.map((message) => ({ message }));
  });
}

function errorOf(work: () => unknown): Error {
  try {
    work();
  } catch (error) {
    return error as Error;
  }
  throw new Error("no error");
}

const messageOf = ({ message }: Error): PrintedError => ({ message });

const thrownBy = (work: () => unknown): PrintedError => messageOf(errorOf(work));

/** Inputs of an action are variables of its process. */
function withInput(name: string, value: string, work: () => unknown): unknown {
  const variable = `INPUT_${name.toUpperCase()}`;
  process.env[variable] = value;
  process.env["INPUT_TOKEN"] = "token";
  try {
    return work();
  } finally {
    delete process.env[variable];
    delete process.env["INPUT_TOKEN"];
  }
}
