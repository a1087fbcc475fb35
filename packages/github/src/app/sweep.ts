import type { Place } from "../webhook/events.ts";
import { isRateLimited } from "./failures.ts";
import { FewRequestsLeft, type GitHubApp, type ListedPullRequest } from "./github-app.ts";
import type { Settings } from "./settings.ts";

interface SweepOptions {
  readonly github: GitHubApp;
  /** Pull requests that were updated before are not looked at. */
  readonly since: Date;
  /** How long judging a pull request may take. */
  readonly longest: number;
  /** Queues a pull request for when webhooks leave room. False if the queue is closed. */
  readonly offer: (place: Place, number: number) => Promise<boolean>;
  readonly failed: (error: unknown, place: Partial<Place>) => void;
  /** What was reached since an installation was last swept to its end; kept from sweep to sweep. */
  readonly progress?: SweepProgress;
}

/** How far the sweeps of one installation have come that together reach all of it. */
interface Round {
  /** Full names of the repositories that have had their turn. */
  readonly reached: Set<string>;
  /** Whether one of them was not seen to its end. */
  missing: boolean;
}

/** By installation. */
export type SweepProgress = Map<number, Round>;

export interface SweepResult {
  readonly repositories: number;
  readonly pullRequests: number;
  readonly missed: number;
  /** False where not everything could be looked at: the next sweep has to go as far back. */
  readonly complete: boolean;
}

type Swept = { -readonly [key in keyof SweepResult]: SweepResult[key] };

const MOST_PULL_REQUESTS = 500;

/**
 * Finds the open pull requests that the App owes a verdict: GitHub does not send a webhook again by itself, and a process
 * can end between its answer and its work. Asks GitHub alone, so that it does not matter which copy took what.
 */
export async function sweep(given: SweepOptions): Promise<SweepResult> {
  const swept: Swept = { repositories: 0, pullRequests: 0, missed: 0, complete: true };
  const failed = (error: unknown, place: Partial<Place>) => {
    swept.complete = false;
    given.failed(error, place);
  };
  try {
    for await (const installation of given.github.installations()) {
      const round = given.progress?.get(installation) ?? { reached: new Set(), missing: false };
      given.progress?.set(installation, round);
      try {
        await sweepInstallation(installation, round, given, swept, failed);
      } catch (error) {
        failed(error, { installation });
      }
    }
  } catch (error) {
    failed(error, {});
  }
  return swept;
}

/**
 * Near the limit of requests a sweep stops, and the next one begins with the repository at which it stopped: it has all the
 * requests that there are then. One that needs more than that has had its turn, so that each sweep gives at least one its turn.
 */
async function sweepInstallation(
  installation: number,
  round: Round,
  given: SweepOptions,
  swept: Swept,
  failed: (error: unknown, place: Partial<Place>) => void,
): Promise<void> {
  let isFirst = true;
  for await (const place of given.github.repositories(installation)) {
    const name = `${place.owner}/${place.name}`;
    if (round.reached.has(name)) continue;
    swept.repositories += 1;
    try {
      await sweepRepository(place, given, swept);
    } catch (error) {
      const stops = isNearLimit(error);
      if (stops && !isFirst) throw error;
      round.missing = true;
      round.reached.add(name);
      if (stops) throw error;
      failed(error, place);
    }
    round.reached.add(name);
    isFirst = false;
  }
  if (round.missing) swept.complete = false;
  round.missing = false;
  round.reached.clear();
}

/** The rate limit is near or reached: further requests would only bring it closer. */
const isNearLimit = (error: unknown): boolean =>
  error instanceof FewRequestsLeft || isRateLimited(error);

async function sweepRepository(
  place: Place,
  { github, since, longest, offer }: SweepOptions,
  swept: Swept,
): Promise<void> {
  const options = { since, most: MOST_PULL_REQUESTS };
  for await (const listed of github.openPullRequests(place, options)) {
    swept.pullRequests += 1;
    const judgedAt = await github.judgedAt(place, listed);
    if (!isOwed(listed, judgedAt, longest)) continue;
    swept.missed += 1;
    if (!(await offer(place, listed.number))) swept.complete = false;
  }
}

/**
 * Judging that ended with a status began at most `longest` before it. What happened since then, it may not have seen.
 * Both times are GitHub's.
 */
export const isOwed = (
  { updatedAt }: Pick<ListedPullRequest, "updatedAt">,
  judgedAt: Date | undefined,
  longest: number,
): boolean => judgedAt === undefined || updatedAt.getTime() > judgedAt.getTime() - longest;

const DAY = 24 * 60 * 60 * 1000;

/** Each sweep covers the time since the last complete one, and a little more. */
export function sweepRegularly(
  sweepSince: (since: Date) => Promise<SweepResult>,
  {
    sweepMinutes,
    sweepDays,
    evaluationSeconds,
  }: Pick<Settings, "sweepMinutes" | "sweepDays" | "evaluationSeconds">,
): { stop(): void } {
  if (sweepMinutes === 0) return { stop: () => {} };
  let since = new Date(Date.now() - sweepDays * DAY);
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  /** When the first of the sweeps began that together see everything. */
  let began: number | undefined;
  const once = async () => {
    began ??= Date.now();
    const { complete } = await sweepSince(since);
    if (complete) {
      since = new Date(began - 4 * evaluationSeconds * 1000);
      began = undefined;
    }
    // Copies that started together do not stay together.
    const wait = sweepMinutes * 60_000 * (0.75 + Math.random() / 2);
    if (!stopped) timer = setTimeout(() => void once(), wait);
  };
  void once();
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
