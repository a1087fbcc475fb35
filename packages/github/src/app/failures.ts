import { RequestError } from "@octokit/request-error";
import { ForgeRefused, type Forge, type Refusal } from "../forge/forge.ts";
import { refusalOfRequest } from "../forge/octokit.ts";
import type { Fields } from "../json-log.ts";
import { GitFailed, HeadMoved } from "../judge/fetch-change.ts";

interface Failure {
  /** One word or two, from a list of ours: for a log. */
  readonly reason: string;
  /** Milliseconds until a retry may work; undefined without a retry. */
  readonly pause?: number;
}

/** GitHub is often slow to show a push under its pull request, and seldom down for longer than minutes. */
const PAUSES = [2, 10, 30, 120, 300, 600].map((seconds) => seconds * 1000);

/** What went wrong, and whether it will pass by itself. After the last pause the sweep finds what is left. */
export function failureOf(error: unknown, tries: number): Failure {
  const { reason, passes } = failureKind(error);
  const pause = passes ? PAUSES[tries - 1] : undefined;
  return { reason, ...(pause === undefined ? {} : { pause }) };
}

/** What went wrong, for the App's operator: `jsonLog` escapes it and removes secrets. */
export const errorFields = (error: unknown): Fields =>
  error instanceof Error
    ? {
        error: error.name,
        message: error.message,
        stack: error.stack,
        ...(error.cause instanceof Error
          ? { cause: `${error.cause.name}: ${error.cause.message}` }
          : {}),
        ...(error instanceof GitFailed && error.stderr !== "" ? { stderr: error.stderr } : {}),
      }
    : { error: typeof error, message: String(error) };

/** Whether GitHub refused because too many requests were made. */
export function isRateLimited(error: unknown): boolean {
  const refused = error instanceof RequestError ? refusalOfRequest("answer", error) : error;
  return refused instanceof ForgeRefused && refused.refusal === "rate-limit";
}

/** New objects are not visible everywhere at once, and 403 is also a rate limit. */
const PASSING = new Set([403, 404, 408, 429]);
const PASSING_REFUSALS: ReadonlySet<Refusal> = new Set([
  "unavailable",
  "rate-limit",
  "not-found",
  "refused",
]);

function failureKind(error: unknown): { reason: string; passes: boolean } {
  if (error instanceof HeadMoved) return { reason: "head-moved", passes: true };
  if (error instanceof GitFailed) {
    return { reason: `git ${error.reason}`, passes: error.reason !== "too-much" };
  }
  if (error instanceof ForgeRefused) {
    return { reason: `forge ${error.refusal}`, passes: PASSING_REFUSALS.has(error.refusal) };
  }
  if (error instanceof Error && "status" in error) {
    const status = Number(error.status);
    return { reason: `http ${status}`, passes: status >= 500 || PASSING.has(status) };
  }
  const name = error instanceof Error ? error.name : "unknown";
  return { reason: name, passes: name === "QueueFull" };
}

/** The forge, which also reports refusals: `post` turns them into sentences, and the App decides whether to retry. */
export function reportRefusals(forge: Forge, refused: (refusal: ForgeRefused) => void): Forge {
  const reported = (error: unknown): never => {
    if (error instanceof ForgeRefused) refused(error);
    throw error;
  };
  return new Proxy(forge, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== "function") return method;
      return (...given: readonly unknown[]): unknown => {
        const answer: unknown = Reflect.apply(method, target, given);
        return answer instanceof Promise ? answer.catch(reported) : eachReported(answer, reported);
      };
    },
  });
}

async function* eachReported(
  all: unknown,
  reported: (error: unknown) => never,
): AsyncIterable<unknown> {
  try {
    yield* all as AsyncIterable<unknown>;
  } catch (error) {
    reported(error);
  }
}
