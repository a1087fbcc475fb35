import type { Sentence } from "../sentence.ts";
import type { Bump } from "../versions/bump.ts";
import type { AcceptedFindings } from "./accepted.ts";
import type { ApiChanges } from "./api.ts";
import type {
  Addition,
  Declaration,
  Document,
  MaturityRow,
  PastRelease,
  Requirements,
  Section,
} from "./evidence.ts";
import type { Location } from "./location.ts";
import type { PredictedTag, PublishScript } from "./publish-script.ts";
import type { Planner } from "./planner.ts";

export const DEPENDENCY_FIELDS = [
  "dependencies",
  "peerDependencies",
  "optionalDependencies",
  "devDependencies",
] as const;
export type DependencyField = (typeof DEPENDENCY_FIELDS)[number];

/** An edge from one package of the workspace to another. */
export interface Dependency {
  readonly name: string;
  /** The key in package.json if it differs from the package's name: `"core": "npm:@acme/core@^1.2.0"`. */
  readonly alias?: string;
  readonly field: DependencyField;
  /** As written: `workspace:^`, `catalog:`, `^1.2.0`. */
  readonly spec: string;
  /** The range that would be published today; undefined where the spec has none (a tag, a path, a missing catalog entry). */
  readonly range?: string;
  /** False where the planner does not see the edge, so that nothing propagates along it. */
  readonly followed: boolean;
}

export interface Package {
  /** Unique: under pnpm, which allows two packages of one name, those are called by their directory (`./libs/a`). */
  readonly name: string;
  /** Relative to the workspace root; `.` is the root itself. */
  readonly dir: string;
  readonly version: string | undefined;
  readonly private: boolean;
  /** Why the planner skips the package; undefined if it can release it. */
  readonly skipped?: "ignored" | "private" | "versionless";
  /** Only edges to other packages of the workspace. */
  readonly dependencies: readonly Dependency[];
  readonly requirements: Requirements;
  /** The same at its last release, as its tag or the base has it; undefined where neither is known. */
  readonly released?: Requirements;
  /** Undefined where no report of its API differs, or none is compared. */
  readonly api?: ApiChanges;
  /** It was never released. */
  readonly isNew?: boolean;
  /** The versions on the registry; undefined if it was not queried. */
  readonly published?: readonly string[];
  /** The change that is judged adds it, or makes it public. */
  readonly isAdded?: boolean;
  /** The track on which the change's own policy has a package that it adds, where another policy judges. */
  readonly startsOn?: string;
}

/** One line of a changeset's front matter. */
export interface DeclaredBump {
  readonly package: string;
  readonly bump: Bump;
  /** Of the bump. */
  readonly at: Location;
  readonly nameAt?: Location;
}

export interface Changeset {
  readonly id: string;
  readonly path: string;
  readonly bumps: readonly DeclaredBump[];
  readonly summary: string;
  /** Where the text begins. */
  readonly summaryAt: Location;
  /**
   * A release has consumed it, and the planner keeps its file: Changesets in pre mode until the stable release, pnpm
   * until every branch has used it. What a version commit consumes is in `VersionChanges`.
   */
  readonly consumed: boolean;
  readonly declarations: readonly Declaration[];
  readonly sections: readonly Section[];
}

/** A changeset file that the planner cannot read. */
export interface UnreadableChangeset {
  readonly path: string;
  readonly at: Location;
  readonly kind:
    | "front-matter"
    | "not-closed"
    | "incomplete"
    | "conflict"
    | "yaml"
    | "bump"
    | "duplicate-key"
    | "too-large"
    | "not-a-file"
    | "folder"
    | "pre-folder"
    | "used-name"
    | "used-folder"
    | "used-edit";
  /** What is wrong, without a full stop. */
  readonly reason: Sentence;
}

/** Packages that share a version (`fixed`) or share it when they are released (`linked`). */
export interface Group {
  readonly kind: "fixed" | "linked";
  readonly members: readonly string[];
  readonly at: Location;
}

/** An epic of pnpm: its packages take their majors from those of the lead. */
export interface Epic {
  readonly lead: string;
  readonly packages: readonly string[];
}

export interface PreMode {
  readonly mode: "pre" | "exit";
  readonly tag: string;
  readonly at: Location;
}

/** Why a release is in the plan. `bump` is the bump that this cause requires on its own. */
export type Cause =
  | {
      readonly kind: "changeset";
      readonly changeset: string;
      readonly bump: Bump;
      readonly at: Location;
    }
  | {
      readonly kind: "dependency";
      readonly on: string;
      readonly field: DependencyField;
      readonly range: string;
      /** True where the new version of the dependency is outside of the range. */
      readonly left?: boolean;
      /** The smallest bump of the dependency with this effect; any release if omitted. */
      readonly needs?: Bump;
      readonly bump: Bump;
    }
  | {
      readonly kind: "group";
      readonly group: "fixed" | "linked";
      /** The released member whose bump the group takes. */
      readonly from: string;
      /** The member whose version the group counts from, and that version. */
      readonly highest: string;
      readonly version: string;
      /** The bump of that member which the group passes on. */
      readonly needs?: Bump;
      readonly bump: Bump;
    }
  | { readonly kind: "pre"; readonly tag: string; readonly bump: Bump; readonly at: Location }
  | { readonly kind: "lane"; readonly lane: string | undefined; readonly bump: Bump }
  | { readonly kind: "epic"; readonly lead: string; readonly needs?: Bump; readonly bump: Bump }
  | { readonly kind: "train"; readonly leader: string; readonly bump: Bump }
  | { readonly kind: "unpublished"; readonly bump: Bump };

/** The range on another package of the workspace, as published before and as this release will publish it. */
export interface PublishedRange {
  readonly on: string;
  /** The key in package.json if it differs from the package's name. */
  readonly alias?: string;
  readonly field: DependencyField;
  readonly before: string;
  readonly after: string;
}

/** One line of the plan. */
export interface Release {
  readonly name: string;
  readonly dir: string;
  /** The version in package.json, never the planner's own idea of the old version. */
  readonly from: string;
  readonly to: string;
  /** The planner's word for it, which need not be the distance between the two versions. */
  readonly bump: Bump;
  readonly causes: readonly Cause[];
  readonly ranges: readonly PublishedRange[];
  /**
   * Ranges that the planner rewrites although the workspace's package never satisfied them: they mean another package of
   * that name. `after` is as it will be written, and may be no range (`^undefined`).
   */
  readonly collisions?: readonly PublishedRange[];
  /** `to` is in package.json already, by a version commit or by hand: no plan makes it again. */
  readonly written: boolean;
  /** Undefined if no rule needs it, nothing publishes the package, or it is unknown. */
  readonly distTag?: PredictedTag;
}

export interface TrackChange {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** Where the head's policy says so. */
  readonly at: Location;
}

/** What changed since the base of a pull request. */
export type Changes = PendingChanges | VersionChanges;

/** The changesets of the change are still to be released. Also a version commit whose base is not known. */
export interface PendingChanges extends ChangesSinceBase {
  readonly kind: "pending";
}

/** A version commit: versions that were planned on the base are written, changesets are consumed. */
export interface VersionChanges extends ChangesSinceBase {
  readonly kind: "versions";
  /** What the planner would write on the base. */
  readonly planned: readonly Pick<Release, "name" | "from" | "to">[];
  /** The changesets that this commit consumes, as the base has them. */
  readonly consumes: readonly Changeset[];
}

interface ChangesSinceBase {
  /** Packages with a changed file that matters, by name, with up to three of the files. */
  readonly packages: readonly { readonly name: string; readonly files: readonly string[] }[];
  /** Ids of changesets that were added or edited. */
  readonly changesets: readonly string[];
  /** Packages that the base has and the head has not. */
  readonly removed: readonly string[];
  /** By removed package, the one that git shows in its place: moved, or under another name. */
  readonly renamed?: Readonly<Record<string, string>>;
  /** By package, the version that the base has, where the change writes another one by hand. */
  readonly moved?: Readonly<Record<string, string>>;
  /** Those of them that the release command saw on the base, as they were there. */
  readonly removedPackages: readonly Package[];
  /** Packages that the head's policy has on another track than the base's. */
  readonly tracks: readonly TrackChange[];
  /** The baselines of the base and of the head, where the change edits the policy. */
  readonly baseline?: {
    readonly before: readonly AcceptedFindings[];
    readonly after: readonly (AcceptedFindings & { readonly at: Location })[];
  };
  /** Added files, if a rule needs them. */
  readonly additions: readonly Addition[];
  /** The maturity table of the change's own policy, where another one judges. */
  readonly maturity?: readonly MaturityRow[];
}

export interface FormerPackage {
  readonly name: string;
  /** The package that git shows in its place: moved, or under another name. */
  readonly renamed?: string;
}

/** Everything that a rule may know: plain data, the same for the same workspace on the same day. */
export interface Facts {
  /** `2026-11-22`. Never read inside a rule. */
  readonly today: string;
  /** The branch of the release; undefined if unknown. */
  readonly branch?: string;
  readonly planner: Planner;
  readonly packages: readonly Package[];
  readonly changesets: readonly Changeset[];
  readonly unreadable: readonly UnreadableChangeset[];
  readonly groups: readonly Group[];
  /** As the settings of pnpm write them. */
  readonly epics?: readonly Epic[];
  readonly pre?: PreMode;
  readonly releases: readonly Release[];
  readonly publishScript?: PublishScript;
  /** The planner's own message if it refuses to make a plan; `hasPlan` if it makes one without the bumps that rules report. */
  readonly refusal?: {
    readonly message: string;
    readonly at: Location;
    readonly help?: Sentence;
    readonly hasPlan: boolean;
    /** The package that cannot be published, where the refusal is about one. */
    readonly package?: string;
    /** What else it refuses. */
    readonly more?: readonly Pick<
      NonNullable<Facts["refusal"]>,
      "message" | "at" | "help" | "package"
    >[];
  };
  /** Only with a base to compare with. */
  readonly changes?: Changes;
  /** Packages that changesets name and the workspace had, as the history of the repository shows. */
  readonly formerPackages?: readonly FormerPackage[];
  /** By date, oldest first; undefined if no rule needs it or there is no git. */
  readonly history?: readonly PastRelease[];
  /** Undefined if no rule needs them. */
  readonly documents?: readonly Document[];
  /** Of the changelogs, documented lines and guides that the policy and changesets name, those that are there. */
  readonly paths?: readonly string[];
}
