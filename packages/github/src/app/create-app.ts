import { accessForCommands, mayCommand } from "../commands/commands.ts";
import { judgeInChildren, type Judge } from "../judge/children/judge-in-children.ts";
import { jsonLog, type Log } from "../json-log.ts";
import { signatureVerifier } from "../webhook/signature.ts";
import { createMetrics } from "./metrics.ts";
import { policyApp, type PolicyApp } from "./app.ts";
import { GitHubApp } from "./github-app.ts";
import { judgeAndPostWith } from "./judge-and-post.ts";
import { readSettings, type Environment, type Settings } from "./settings.ts";

export interface CreatedApp {
  readonly app: PolicyApp;
  readonly log: Log;
  readonly settings: Settings;
}

/** As `createApp`, with what judges a change, and the milliseconds that a second of patience with GitHub takes. */
export function appWith(
  environment: Environment = process.env,
  write: (line: string) => void = (line) => void process.stdout.write(line),
  judge: Judge = judgeInChildren,
  second?: number,
): CreatedApp {
  const settings = readSettings(environment);
  const log = jsonLog(write, secretsOf(settings));
  const stopped = new AbortController();
  const metrics = createMetrics();
  const github = new GitHubApp(settings, metrics.gitHubAnswer, second);
  const { judgeAndPost, forge } = judgeAndPostWith(settings, github, {
    signal: stopped.signal,
    judge,
    second,
  });
  const app = policyApp({
    settings,
    github,
    log,
    metrics,
    judgeAndPost,
    accessFor: accessForCommands,
    verify: signatureVerifier(settings.webhookSecrets),
    mayCommand: async (place, login, needed) => await mayCommand(await forge(place), login, needed),
    giveUp: () => stopped.abort(),
  });
  return { app, log, settings };
}

/** The key by its lines, too: an error may quote a part. */
const secretsOf = ({ privateKey, webhookSecrets, metricsToken }: Settings): string[] => [
  ...webhookSecrets,
  ...(metricsToken === undefined ? [] : [metricsToken]),
  privateKey,
  ...privateKey.split("\n").filter((line) => line.length > 8 && !line.startsWith("-----")),
];
