import { exampleFiles } from "@release-policy/core/testing";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { inject, onTestFinished } from "vitest";
import type { createApp } from "../../src/app.ts";
import { type CreatedApp, appWith } from "../../src/app/create-app.ts";
import type { Environment } from "../../src/app/settings.ts";
import { startGitHub, type GitHub } from "../emulator.ts";
import { serveGit } from "../git-server.ts";
import { judgeHere } from "../judge-here.ts";
import { createOrigin, type Origin } from "../origin.ts";
import { SECOND } from "../second.ts";
import { webhookSecret } from "./keys.ts";
import { webhook, type Delivery } from "./webhooks.ts";

export interface World {
  readonly origin: Origin;
  readonly gitHub: GitHub;
  /** The App's environment: GitHub and git are on loopback. */
  readonly environment: Environment;
}

/** A GitHub with a repository and an App that is installed in it. */
export async function startWorld(files: Readonly<Record<string, string>> = FILES): Promise<World> {
  const origin = createOrigin(files);
  const git = await serveGit(origin);
  const gitHub = await startGitHub({ origin });
  const { appId, privateKey } = gitHub.app("acme-policy");
  return {
    origin,
    gitHub,
    environment: {
      APP_ID: String(appId),
      PRIVATE_KEY: privateKey,
      WEBHOOK_SECRET: webhookSecret,
      PORT: "0",
      HOST: "127.0.0.1",
      GITHUB_SERVER_URL: git.server,
      GITHUB_API_URL: gitHub.apiUrl,
      SWEEP_MINUTES: "0",
      RELEASE_POLICY_GIT_PROTOCOLS: "http",
    },
  };
}

/** Where the App and GitHub's published description differ. What the emulator leaves out of its answers about Apps is not this App's. */
export const contradictions = ({ gitHub }: World): readonly string[] =>
  gitHub.proxy.contradictions.filter(
    (text) => !/access_tokens: 201 \/repositories|GET \/app: 200/.test(text),
  );

export interface Running extends CreatedApp {
  readonly lines: readonly string[];
  /** A webhook arrives: the status that answers it. */
  readonly deliver: (given: Delivery) => Promise<number>;
}

const published = (await import(
  /* @vite-ignore */ pathToFileURL(join(inject("bundle"), "app-api.mjs")).href
)) as { readonly createApp: typeof createApp };

/** The App, judging included, in this process. */
export const runApp = (world: World, more?: Environment): Running =>
  running(world, more, (...given) => appWith(...given, judgeHere, SECOND));

/** The App as it is published, whose processes judge and have limits. */
export const runPublished = (world: World, more?: Environment): Running =>
  running(world, more, published.createApp);

/** The App where every check exceeds its time limit. */
export const runTooSlow = (world: World): Running =>
  running(world, {}, (...given) =>
    appWith(
      ...given,
      async () => ({
        kind: "not-judged",
        obstacles: [{ message: "the check exceeded its time limit" }],
        overBudget: "too-slow",
      }),
      SECOND,
    ),
  );

function running(
  { environment }: World,
  more: Environment = {},
  create: (environment: Environment, write: (line: string) => void) => CreatedApp,
): Running {
  const lines: string[] = [];
  const created = create({ ...environment, ...more }, (line) => void lines.push(line));
  onTestFinished(() => created.app.stop(0));
  return {
    ...created,
    lines,
    deliver: async (given) => (await created.app.handle(webhook(given))).status,
  };
}

/** Two packages: a core that must not break, a plugin that stays on 0.y.z. */
export const FILES = exampleFiles({
  packages: {
    "@acme/core": "1.2.0",
    "@acme/plugin": { version: "0.3.0", peerDependencies: { "@acme/core": "workspace:^" } },
  },
  policies: {
    core: { packages: ["@acme/core"], versions: ">=1.0.0" },
    integrations: { packages: ["@acme/plugin"], versions: "0.y.z", breaking: "minor" },
  },
});

export const changeset = (name: string, bump: string): string =>
  `---\n"${name}": ${bump}\n---\n\nSay what changed.\n`;

/** A changeset that the policy forbids, or one that it allows. */
export const FORBIDDEN = { ".changeset/brave-cats.md": changeset("@acme/plugin", "major") };
export const ALLOWED = { ".changeset/brave-cats.md": changeset("@acme/plugin", "minor") };
