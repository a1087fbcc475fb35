import type { Bump } from "./bump.ts";
import type { Finding } from "./finding.ts";

/** What one bump would do to a package, and what the policy has against it. */
export interface AllowedBump {
  readonly bump: Exclude<Bump, "none">;
  readonly allowed: boolean;
  /** Where it leads to; undefined in pre mode, where the planner counts. */
  readonly version?: string;
  /** It may carry a breaking change. */
  readonly mayBreak: boolean;
  readonly findings: readonly Finding[];
}
