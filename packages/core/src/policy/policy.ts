import type { Schema } from "./schema/definition.ts";
import type { AcceptedFindings, PackedProblem, RegistryProblem } from "../facts/accepted.ts";
import type { DeclarationKind } from "../facts/evidence.ts";
import type { DependencyField } from "../facts/facts.ts";
import type { PlannerId } from "../facts/planner.ts";
import type { Bump } from "../versions/bump.ts";
import type { RuntimeLine } from "../versions/node-releases.ts";
import type { SupportWindow } from "../versions/support-window.ts";
import type { PolicyLine } from "./file.ts";
import type { RuleId } from "./rule-ids.ts";
import type { Selector } from "./selector.ts";

/** What the policy and what a rule sees of other rules have to know about a rule. */
export interface KnownRule {
  readonly id: RuleId;
  readonly family: string;
  readonly summary: string;
  readonly level: Level;
  readonly options?: () => Schema<unknown>;
  readonly needsOptions?: boolean;
  readonly workspaceOnly?: boolean;
  readonly readsNodeTable?: boolean;
  readonly approvable?: boolean;
}

/** What decides whether findings of a rule may be approved. */
export type ApprovableRule = Pick<KnownRule, "id" | "family" | "workspaceOnly" | "approvable">;

export interface Setting {
  readonly level: Level;
  /** Parsed by the rule's own schema; undefined where only a level is written, which leaves them as they are. */
  readonly options?: unknown;
  readonly evaluation?: Evaluation;
}

/** Before this day, findings are reported but do not count. */
export interface Evaluation {
  readonly until: string;
  readonly line: PolicyLine;
}
export type Settings = ReadonlyMap<RuleId, Setting>;

/** A selector and its line. */
export interface PlacedSelector extends Selector {
  readonly line: PolicyLine;
}

/** A dist-tag, or one for each kind of release, as written: `{prerelease}`, `{major}` and `{minor}` are parts of the version. */
export type DistTagRule =
  | string
  | { readonly prereleases?: string | undefined; readonly stable?: string | undefined };

type PrereleaseRule = "forbidden" | "allowed" | { readonly required: readonly string[] };

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
  readonly distTag?: DistTagRule;
  readonly support?: SupportWindow;
  readonly scheme: Scheme;
  readonly require: Requirement;
  readonly settings: Settings;
  readonly evaluation?: Evaluation;
  /** The line of the first of the keys that is written (`bumps.declared`); else that of `extends`, else the file's first. */
  readonly line: (...keys: readonly string[]) => PolicyLine;
}

/** How versions count: by compatibility, or by the calendar (`YY.Q.N`: year, quarter, number). */
type Scheme = "semver" | { readonly calver: string };

/** How long an API has to be deprecated before it is removed; each amount, or any one of them. */
export interface DeprecatedFor {
  /** Lines of versions between: a caret's worth, so from 0.8.x to 0.9.0 is one. */
  readonly lines?: number | undefined;
  readonly releases?: number | undefined;
  readonly days?: number | undefined;
  readonly any?: boolean | undefined;
}

/** The evidence that a track requires for each kind of change. */
interface Requirement {
  readonly breaking?: readonly ("section" | "upgrade-guide")[] | undefined;
  readonly removal?:
    | { readonly bump?: Bump | undefined; readonly deprecatedFor?: DeprecatedFor | undefined }
    | undefined;
  readonly deprecation?: readonly "replacement"[] | undefined;
  readonly security?: readonly "advisory"[] | undefined;
  readonly migration?: readonly "path"[] | undefined;
}

/** One entry of `policies/deprecations.yaml`. */
export interface Deprecation {
  readonly package: string;
  readonly api: string;
  /** The version that first said so, and its day. */
  readonly deprecatedIn: string;
  readonly since?: string | undefined;
  /** What to use instead; false if there is no replacement. */
  readonly replacement?: string | false | undefined;
  readonly announcedRemoval?: string | undefined;
  readonly removedIn?: string | undefined;
  readonly state: "active" | "removed" | "rolledBack";
  readonly line: PolicyLine;
}

/** The documents that rules read: globs from the root, `{major}` and `{minor}` in `lines`. */
export interface Docs {
  readonly guides: readonly string[];
  readonly changelog: string;
  readonly table?: string;
  readonly lines: readonly string[];
}

interface DependencyRule {
  readonly from: string;
  readonly on: readonly string[];
  readonly fields: readonly DependencyField[];
  readonly line: PolicyLine;
}

/** The same number as the leader, its minor plus an offset (Dagster), or a line for each of its lines (OpenTelemetry). */
type TrainVersion =
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
  readonly distTag?: DistTagRule;
  readonly line: PolicyLine;
}

export interface Freeze {
  readonly from: string;
  readonly to: string;
  readonly reason: string;
  readonly packages: readonly PlacedSelector[] | undefined;
  readonly except: readonly DeclarationKind[];
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
  /** The oldest version of the line that must be covered; undefined if it is the newest. */
  readonly floor?: string | undefined;
  readonly line: PolicyLine;
}

/** Where Node's release lines differ from the table that is shipped; `asOf` is the day on which that was checked. */
interface Runtimes {
  readonly asOf?: string | undefined;
  readonly node: Readonly<Record<string, RuntimeLine>>;
}

export interface Waiver {
  readonly rule: RuleId | PackedProblem | RegistryProblem;
  readonly package: string;
  readonly version: string;
  /** Only this element of the public API. */
  readonly api?: string | undefined;
  readonly reason: string;
  readonly owner: string;
  readonly until: string;
  readonly line: PolicyLine;
}

/** One entry of `policies/baseline.yaml`. */
export interface BaselineEntry extends AcceptedFindings {
  readonly line: PolicyLine;
}

/** Permissions in a repository of a forge, in increasing order. */
export const PERMISSIONS = ["write", "maintain", "admin"] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** Which findings may be approved on a pull request, by whom and how. */
export interface Approvals {
  readonly rules: "all" | readonly RuleId[];
  /** The least that the approver has. */
  readonly permission: Permission;
  /** The label that approves, if there is one. */
  readonly label?: string;
  /** Whether a comment approves. */
  readonly comment: boolean;
  /** Whether the author's own approval counts for nothing. */
  readonly byAnother: boolean;
  readonly line: PolicyLine;
}

/** Reports of public APIs, and what of the APIs may change at any time. */
interface ApiSettings {
  /** Globs of reports that another tool writes, from the folder of each package. */
  readonly reports: readonly string[];
  /** Names of elements, and entry points (`./experimental`), with `*` for any characters. */
  readonly unstable: readonly string[];
}

/** All that `policies/` says. */
/** A copy of a package's policies, and the line with its version. */
export interface SharedCopy {
  readonly package: string;
  readonly version: string;
  readonly line: PolicyLine;
}

export interface Policy {
  readonly tracks: readonly Track[];
  /** The track of new packages that no track selects; undefined if they must be selected. */
  readonly newPackages?: { readonly track: string; readonly line: PolicyLine };
  readonly planner?: PlannerId;
  /** Whether a planner that git tracks may be run. */
  readonly committedPlanner?: "trusted";
  readonly judgedBy: "base" | "head";
  /** Whether a reason given at the moment of release may outweigh what was found. */
  readonly override?: "forbidden";
  readonly settings: Settings;
  readonly dependencies: readonly DependencyRule[];
  readonly trains: readonly Train[];
  readonly branches: readonly BranchLine[];
  readonly freezes: readonly Freeze[];
  readonly couplings: readonly Coupling[];
  readonly compatibility: readonly Compatibility[];
  readonly unpublished: readonly { readonly name: string; readonly line: PolicyLine }[];
  readonly waivers: readonly Waiver[];
  readonly baseline: readonly BaselineEntry[];
  readonly deprecations: readonly Deprecation[];
  readonly docs: Docs;
  /** The command that publishes, where the policy names it. */
  readonly publish?: { readonly command: string; readonly line: PolicyLine };
  readonly runtimes?: Runtimes;
  readonly api?: ApiSettings;
  /** Undefined if nothing can be approved. */
  readonly approvals?: Approvals;
  /** The copies of shared policies in `policies/vendor`, if there are any. */
  readonly shared?: readonly SharedCopy[];
}

/** How loud a rule is. */
export const LEVELS = ["off", "warn", "error"] as const;

/** An empty policy. */
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
  baseline: [],
  deprecations: [],
  docs: {
    guides: ["**/UPGRADE.md", "**/UPGRADING.md", "**/MIGRATION.md", "docs/**/{upgrade,migrat}*.md"],
    changelog: "CHANGELOG.md",
    lines: [],
  },
};

export type Level = (typeof LEVELS)[number];
