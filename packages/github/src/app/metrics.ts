import { Counter, Gauge, Histogram, Registry } from "prom-client";

/** What GitHub answered, as far as it is counted. */
export interface GitHubAnswer {
  /** The installation of the request, or `app` for the App itself. */
  readonly installation: string;
  /** 0 if there was no answer. */
  readonly status: number;
  /** Requests left to the installation; undefined where GitHub did not say. */
  readonly remaining?: number | undefined;
}

/** The queue as it is now. */
export interface QueueState {
  readonly waiting: number;
  readonly running: number;
  /** Failed, and waiting to be tried again. */
  readonly resting: number;
  /** Milliseconds that the oldest entry has waited; 0 for an empty queue. */
  readonly oldest: number;
}

/** Metrics for the operator of the App. No label contains a repository's name or other untrusted text. */
export interface Metrics {
  readonly contentType: string;
  /** In the text format of Prometheus. */
  readonly text: () => Promise<string>;
  readonly webhook: (status: number) => void;
  /** A finished evaluation of a pull request: its verdict, or why there is none. */
  readonly judgement: (outcome: string, milliseconds: number) => void;
  readonly gitHubAnswer: (answer: GitHubAnswer) => void;
  readonly sweep: (complete: boolean) => void;
  /** Reads the state of the queue on request. */
  readonly queueIs: (state: () => QueueState) => void;
}

const PREFIX = "release_policy_";
const SECONDS = [0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300];

/** Each App has its own figures. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const described = (name: string, help: string) => ({
    name: `${PREFIX}${name}`,
    help,
    registers: [registry],
  });
  let state = (): QueueState => ({ waiting: 0, running: 0, resting: 0, oldest: 0 });

  const webhooks = new Counter({
    ...described("webhooks_total", "Webhooks by response status"),
    labelNames: ["status"],
  });
  const judgements = new Counter({
    ...described("judgements_total", "Pull requests processed, by result"),
    labelNames: ["outcome"],
  });
  const durations = new Histogram({
    ...described("judgement_duration_seconds", "Duration of an evaluation"),
    buckets: SECONDS,
  });
  const requests = new Counter({
    ...described("github_requests_total", "Requests to GitHub by status (0: no response)"),
    labelNames: ["status"],
  });
  const remaining = new Gauge({
    ...described("github_rate_limit_remaining", "Remaining requests of an installation"),
    labelNames: ["installation"],
  });
  const sweeps = new Counter({
    ...described("sweeps_total", "Sweeps by completeness"),
    labelNames: ["complete"],
  });
  for (const complete of ["true", "false"]) sweeps.inc({ complete }, 0);
  const depth = new Gauge({
    ...described("queue_depth", "Pull requests waiting, running or waiting for a retry"),
    labelNames: ["state"],
    collect() {
      const { waiting, running, resting } = state();
      depth.set({ state: "waiting" }, waiting);
      depth.set({ state: "running" }, running);
      depth.set({ state: "resting" }, resting);
    },
  });
  const oldest: Gauge = new Gauge({
    ...described(
      "queue_oldest_waiting_seconds",
      "Waiting time of the oldest pull request in the queue",
    ),
    collect() {
      oldest.set(state().oldest / 1000);
    },
  });

  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    webhook: (status) => webhooks.inc({ status: String(status) }),
    judgement(outcome, milliseconds) {
      judgements.inc({ outcome });
      durations.observe(milliseconds / 1000);
    },
    gitHubAnswer({ installation, status, remaining: left }) {
      requests.inc({ status: String(status) });
      if (left !== undefined) remaining.set({ installation }, left);
    },
    sweep: (complete) => sweeps.inc({ complete: String(complete) }),
    queueIs: (now) => (state = now),
  };
}
