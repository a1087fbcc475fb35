import { randomUUID } from "node:crypto";
import type { Access } from "../forge/forge.ts";
import type { Fields, Log } from "../json-log.ts";
import type { AccessFor, Place, WebhookTask } from "../webhook/events.ts";
import { webhookReceiver } from "../webhook/receiver.ts";
import type { VerifySignature } from "../webhook/signature.ts";
import { errorFields, failureOf } from "./failures.ts";
import type { GitHubApp } from "./github-app.ts";
import type { LookOptions } from "./judge-and-post.ts";
import type { Metrics } from "./metrics.ts";
import { Queue, type Work } from "./queue.ts";
import type { Settings } from "./settings.ts";
import { sweep, type SweepProgress, type SweepResult } from "./sweep.ts";

export interface AppParts {
  readonly settings: Settings;
  readonly github: GitHubApp;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly accessFor: AccessFor;
  /** Whether a webhook is signed with a secret of the App. */
  readonly verify: VerifySignature;
  /** Brings a pull request up to date with what the forge says now. What it did, for the log. */
  readonly judgeAndPost: (place: Place, number: number, options: LookOptions) => Promise<Fields>;
  /** Whether a person may use commands. */
  readonly mayCommand: (place: Place, login: string, needed: Access) => Promise<boolean>;
  /** Ends what is under way. */
  readonly giveUp: () => void;
}

/** The App without a server around it. */
export interface PolicyApp {
  /** Answers a webhook or a health check. A webhook's work is done after the answer. */
  readonly handle: (request: Request) => Promise<Response>;
  /** When all work is done that was taken so far. */
  idle(): Promise<void>;
  /** Looks for pull requests that were missed since then, and takes them. */
  sweep(since: Date): Promise<SweepResult>;
  /** Takes nothing more; finishes what was taken, or gives it up after so many seconds. */
  stop(seconds: number): Promise<void>;
}

const MOST_OF_A_BRANCH = 300;
/** So many repositories may have all of their places taken; */
const MOST_FULL_REPOSITORIES = 10;
/** of one installation. */
const MOST_FULL_OF_INSTALLATION = 4;

const fullName = ({ owner, name }: Place): string => `${owner}/${name}`;

/** Whose work it is, for the queue. */
const ownerOf = (place: Place) => ({
  installation: place.installation,
  repository: fullName(place),
});

export function policyApp({
  settings,
  github,
  log,
  metrics,
  accessFor,
  verify,
  ...parts
}: AppParts): PolicyApp {
  // Most of the work on a pull request is waiting for GitHub. How many are judged at once is another limit.
  const atOnceEach = 4 * settings.evaluationsAtOnce;
  const mostEach = settings.queueLength;
  const limits = {
    atOnceEach,
    // One more, so that an installation with much to do leaves a place for the others.
    atOnce: atOnceEach + 1,
    mostEach,
    mostOfInstallation: MOST_FULL_OF_INSTALLATION * mostEach,
    most: MOST_FULL_REPOSITORIES * mostEach,
  };
  const deliveries = new WeakMap<Work, string>();
  // The delivery whose work is done by a newer one is not without an end in the log.
  const replaced = (key: string, older: Work) =>
    log("superseded", { delivery: deliveries.get(older), of: key });
  const queue = new Queue(limits, replaced);
  const tasks = new Queue(limits, replaced);
  metrics.queueIs(() => queue.state);

  const progress: SweepProgress = new Map();
  /** Those that a maintainer or a policy change rechecks, whatever it cost before. */
  const forced = new Set<string>();
  /** Those whose last work was left to a newer webhook. */
  const superseded = new Set<string>();

  const offer = (place: Place, number: number, delivery: string): boolean => {
    const key = `${fullName(place)}#${number}`;
    let force = false;
    const work = async () => {
      // It stays so when it is tried again.
      force = forced.delete(key) || force;
      const wrote = (fields: Fields) => log("wrote", { delivery, of: key, ...fields });
      const again = (other: number): void => {
        if (!offer(place, other, delivery)) throw new QueueFull();
      };
      // Only once in a row: endless webhooks must not keep a verdict from being posted.
      const isSuperseded = () => !superseded.has(key) && queue.waits(key);
      const done = await parts.judgeAndPost(place, number, { force, wrote, again, isSuperseded });
      if (done["outcome"] === "superseded") superseded.add(key);
      else superseded.delete(key);
      // What it did not do, the newer work does.
      if (force && done["outcome"] === "superseded") forced.add(key);
      return done;
    };
    return queue.offer(key, withRetries("looked", key, delivery, work), ownerOf(place));
  };

  const takeTask = (place: Place, key: string, work: Work): boolean =>
    !queue.fullFor(ownerOf(place)) && tasks.offer(key, work, ownerOf(place));

  const take = (task: Exclude<WebhookTask, { kind: "nothing" }>, delivery: string): boolean => {
    const { place } = task;
    const repository = fullName(place);
    switch (task.kind) {
      case "pull-request":
        return offer(place, task.number, delivery);
      case "command": {
        const { number, by, needed } = task;
        const work = async () => {
          const may = await parts.mayCommand(place, by, needed);
          return { outcome: !may ? "not-allowed" : offerOrThrow(place, number, delivery) };
        };
        const key = `${repository}#${number} ${by}`;
        return takeTask(place, key, withRetries("command", key, delivery, work));
      }
      case "branch": {
        const work = async () => {
          let pullRequests = 0;
          const options = { base: task.branch, most: MOST_OF_A_BRANCH };
          for await (const { number } of github.openPullRequests(place, options)) {
            pullRequests += 1;
            offerOrThrow(place, number, delivery);
          }
          return { outcome: "taken", pullRequests };
        };
        const key = `${repository} ${task.branch}`;
        return takeTask(place, key, withRetries("branch", key, delivery, work));
      }
    }
  };

  const offerOrThrow = (place: Place, number: number, delivery: string): string => {
    const key = `${fullName(place)}#${number}`;
    forced.add(key);
    if (offer(place, number, delivery)) return "taken";
    forced.delete(key);
    throw new QueueFull();
  };

  /** Work that is tried again where the failure will pass, says what came of it, and never throws. */
  function withRetries(
    event: string,
    key: string,
    delivery: string,
    work: () => Promise<Fields>,
  ): Work {
    const taken = performance.now();
    let tries = 0;
    const done: Work = async () => {
      const began = performance.now();
      const waited = millisecondsSince(taken);
      const logDone = (fields: Fields): void => {
        const milliseconds = millisecondsSince(began);
        log(event, { delivery, of: key, milliseconds, waited, ...fields });
        if (event === "looked")
          metrics.judgement(String(fields["verdict"] ?? fields["outcome"]), milliseconds);
      };
      try {
        logDone(await work());
        return undefined;
      } catch (error) {
        const { reason, pause } = failureOf(error, (tries += 1));
        const outcome = pause === undefined ? "failed" : "again";
        logDone({ outcome, reason, tries, ...errorFields(error) });
        return pause;
      }
    };
    deliveries.set(done, delivery);
    return done;
  }

  return {
    handle: webhookReceiver({
      log,
      accessFor,
      verify,
      take,
      isReady: () => !queue.full,
      answered: metrics.webhook,
      ...(settings.metricsToken === undefined
        ? {}
        : { metrics: { ...metrics, token: settings.metricsToken } }),
    }),
    async idle() {
      await tasks.idle();
      await queue.idle();
    },
    async sweep(since) {
      const began = performance.now();
      const delivery = `sweep-${randomUUID()}`;
      const swept = await sweep({
        github,
        since,
        progress,
        longest: 2 * settings.evaluationSeconds * 1000,
        offer: async (place, number) => {
          await queue.roomy(ownerOf(place));
          return offer(place, number, delivery);
        },
        failed: (error, { owner, name, installation }) =>
          log("sweep-failed", {
            delivery,
            installation,
            ...(name === undefined ? {} : { repository: `${owner}/${name}` }),
            reason: failureOf(error, 1).reason,
            ...errorFields(error),
          }),
      });
      metrics.sweep(swept.complete);
      log("sweep", { delivery, ...swept, milliseconds: millisecondsSince(began) });
      return swept;
    },
    async stop(seconds) {
      queue.close();
      tasks.close();
      const given = AbortSignal.timeout(seconds * 1000);
      const late = new Promise<"late">((resolve) =>
        given.addEventListener("abort", () => resolve("late")),
      );
      const done = tasks.idle().then(() => queue.idle());
      const ended = await Promise.race([done, late]);
      const left = ended === "late" ? [...tasks.drop(), ...queue.drop()] : [];
      if (ended === "late") parts.giveUp();
      for (const key of left) log("given-up", { of: key });
      log("stopped", { givenUp: left.length });
    },
  };
}

const millisecondsSince = (time: number): number => Math.round(performance.now() - time);

/** There was a place when the task was taken, and none when it was done. */
class QueueFull extends Error {
  constructor() {
    super("the queue is full");
    this.name = "QueueFull";
  }
}
