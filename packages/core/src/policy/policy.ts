import type { Bump } from "../bump.ts";
import type { Declaration, DependencyField, PlannerId } from "../facts.ts";
import type { PolicyLine } from "./file.ts";
import type { Level } from "../level.ts";
import type { Selector } from "./selector.ts";

export interface Setting {
  readonly level: Level;
  /** Parsed by the rule's own schema; undefined where only a level is written, which leaves them as they are. */
  readonly options?: unknown;
}
export type Settings = ReadonlyMap<string, Setting>;

/** A selector and the line it stands on. */
export interface PlacedSelector extends Selector {
  readonly line: PolicyLine;
}

export type PrereleaseRule = "forbidden" | "allowed" | { readonly required: readonly string[] };

/** A named maturity level with its rules. */
export interface Track {
  readonly name: string;
  readonly packages: readonly PlacedSelector[];
  /** As written, and as a semver range. */
  readonly versions?: { readonly shape: string; readonly range: string };
  readonly prerelease: PrereleaseRule;
  readonly declared: readonly Bump[];
  readonly received: readonly Bump[];
  /** What may be declared and received in pre mode instead. */
  readonly inPreMode?: readonly Bump[];
  readonly breaking?: Bump;
  readonly settings: Settings;
  /** The line of the first of the keys that is written (`bumps.declared`); else that of `extends`, else the file's first. */
  readonly line: (...keys: readonly string[]) => PolicyLine;
}

export interface DependencyRule {
  readonly from: string;
  readonly on: readonly string[];
  readonly fields: readonly DependencyField[];
  readonly line: PolicyLine;
}

/** The same number as the leader, its minor plus an offset (Dagster), or a line for each of its lines (OpenTelemetry). */
export type TrainVersion =
  | "same"
  | { readonly minorOffset: number }
  | { readonly table: Readonly<Record<string, string>> };

export interface Train {
  readonly leader: string;
  readonly members: readonly PlacedSelector[];
  readonly version: TrainVersion;
  readonly line: PolicyLine;
}

/** What may be released from the branches that a pattern matches. */
export interface BranchLine {
  readonly pattern: string;
  readonly declared?: readonly Bump[];
  readonly received?: readonly Bump[];
  readonly prerelease?: "forbidden" | "allowed";
  readonly versions?: { readonly shape: string; readonly range: string };
  readonly line: PolicyLine;
}

export interface Freeze {
  readonly from: string;
  readonly to: string;
  readonly reason: string;
  readonly packages: readonly PlacedSelector[] | undefined;
  readonly except: readonly Declaration["kind"][];
  readonly line: PolicyLine;
}

export interface Coupling {
  readonly kind: "umbrella" | "bundler";
  readonly package: string;
  readonly members: readonly PlacedSelector[];
  readonly line: PolicyLine;
}

export interface Compatibility {
  readonly packages: readonly PlacedSelector[];
  readonly with: string;
  readonly covers: "major" | "minor" | "exact";
  readonly line: PolicyLine;
}

export interface Waiver {
  readonly rule: string;
  readonly package: string;
  readonly version: string;
  readonly reason: string;
  readonly owner: string;
  readonly until: string;
  readonly line: PolicyLine;
}

/** All that `policies/` says. */
export interface Policy {
  readonly tracks: readonly Track[];
  readonly planner?: PlannerId;
  readonly judgedBy: "base" | "head";
  readonly settings: Settings;
  readonly dependencies: readonly DependencyRule[];
  readonly trains: readonly Train[];
  readonly branches: readonly BranchLine[];
  readonly freezes: readonly Freeze[];
  readonly couplings: readonly Coupling[];
  readonly compatibility: readonly Compatibility[];
  readonly unpublished: readonly { readonly name: string; readonly line: PolicyLine }[];
  readonly waivers: readonly Waiver[];
}

/** A policy that says nothing. */
export const EMPTY_POLICY: Policy = {
  tracks: [],
  judgedBy: "base",
  settings: new Map(),
  dependencies: [],
  trains: [],
  branches: [],
  freezes: [],
  couplings: [],
  compatibility: [],
  unpublished: [],
  waivers: [],
};
