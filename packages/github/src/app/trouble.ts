import { GitFailed, HeadMoved } from "../engine/fetch.ts";
import { ForgeRefused } from "../forge/forge.ts";

export interface Trouble {
  /** One word or two, from a list of ours: for a log. */
  readonly reason: string;
  /** Milliseconds until it may work; undefined where it is not tried again. */
  readonly pause?: number;
}

/** GitHub is often slow to show a push under its pull request, and seldom down for longer than minutes. */
const PAUSES = [2, 10, 30, 120, 300, 600].map((seconds) => seconds * 1000);

/** What went wrong, and whether it will pass by itself. After the last pause the sweep finds what is left. */
export function troubleOf(error: unknown, tries: number): Trouble {
  const { reason, passes } = kindOf(error);
  const pause = passes ? PAUSES[tries - 1] : undefined;
  return { reason, ...(pause === undefined ? {} : { pause }) };
}

const PASSING = new Set([403, 404, 408, 429]);

function kindOf(error: unknown): { reason: string; passes: boolean } {
  if (error instanceof HeadMoved) return { reason: "head-moved", passes: true };
  if (error instanceof GitFailed) {
    return { reason: `git ${error.reason}`, passes: error.reason !== "too-much" };
  }
  if (error instanceof ForgeRefused) {
    const passes = error.refusal === "unavailable" || error.refusal === "rate-limit";
    return { reason: `forge ${error.refusal}`, passes };
  }
  if (error instanceof Error && "status" in error) {
    const status = Number(error.status);
    // A new installation is not everywhere at once, and 403 is also said to those who ask too often.
    return { reason: `http ${status}`, passes: status >= 500 || PASSING.has(status) };
  }
  const name = error instanceof Error ? error.name : "unknown";
  return { reason: name, passes: name === "QueueFull" };
}
