import { type Facts, type PastRelease, prereleaseOf } from "@release-policy/core";
import type { Package } from "@release-policy/core/types";

/** A proposed track: the contents of its file, and its packages. */
export interface ProposedTrack {
  /** The name of its file. */
  readonly name: string;
  /** In a sentence without a full stop, for a comment. */
  readonly about: string;
  readonly keys: Readonly<Record<string, unknown>>;
  readonly members: readonly Package[];
}

/** How the proposal is to differ from what the versions show. */
export interface Wishes {
  /** A preset for all packages that fit it. */
  readonly preset?: string;
  /** Packages whose names promise less than their versions get a track of their own. */
  readonly setApart?: boolean;
  /** The track on which new packages start; by default the least mature. */
  readonly newPackages?: string;
  /** Presets in place of the keys of proposed tracks, by the track's name. */
  readonly presets?: Readonly<Record<string, string>>;
}

/** Words that say of a package that it is not to be built on. */
const UNRIPE =
  /(?:^|[^a-z])(?:experimental|experiments?|labs?|preview|alpha|beta|canary|unstable|nightly)(?:[^a-z]|$)/i;

/** The packages whose name, folder or version (0.0.x, a prerelease outside pre mode) says that they promise less than the track does that they are on. */
export const hazardsOf = (
  tracks: readonly ProposedTrack[],
  pre: Facts["pre"],
): readonly Package[] =>
  tracks
    .filter(({ name }) => name === "core" || name === "integrations")
    .flatMap(({ members }) => members)
    .filter(({ name, dir, version = "" }) => {
      const id = prereleaseOf(version);
      const isPrerelease = id !== undefined && id !== pre?.tag;
      return UNRIPE.test(name) || UNRIPE.test(dir) || version.startsWith("0.0.") || isPrerelease;
    });

/** The less mature proposed tracks, least mature first. A preset's track comes before `core`. */
const BY_MATURITY = ["sandbox", "experimental", "integrations"];

/** Where new packages start by default; undefined with a single track, which takes them. */
export function leastMature(tracks: readonly ProposedTrack[]): string | undefined {
  const names = tracks.map(({ name }) => name);
  if (names.length < 2) return undefined;
  return (
    BY_MATURITY.find((name) => names.includes(name)) ??
    names.find((name) => name !== "core" && name !== "calendar")
  );
}

/** The same tracks, and those packages on one that lets every release but a patch break. */
export function withHazardsApart(
  tracks: readonly ProposedTrack[],
  pre: Facts["pre"],
): readonly ProposedTrack[] {
  const apart = hazardsOf(tracks, pre);
  if (apart.length === 0) return tracks;
  const own = {
    name: "experimental",
    about: "Experiments by name: a minor may break",
    keys: { breaking: "minor" },
    members: apart,
  };
  const rest = tracks.map((track) => ({
    ...track,
    members: track.members.filter((pkg) => !apart.includes(pkg)),
  }));
  const left = rest.filter(({ members }) => members.length > 0);
  return [
    ...left.filter(({ name }) => name !== "sandbox"),
    own,
    ...left.filter(({ name }) => name === "sandbox"),
  ];
}

type Known = Pick<Facts, "packages" | "pre" | "history">;

/** Packages that a policy has to put on a track. */
export const publishedOf = (packages: readonly Package[]): readonly Package[] =>
  packages.filter((pkg) => !pkg.private && !pkg.skipped);

/**
 * A track for each maturity that current versions and tags show: what was never more than a prerelease is a sandbox,
 * what is on 0.y.z an integration, what has a year as its major uses calver, the rest is stable. A prerelease of pre
 * mode does not count, because pre mode ends.
 */
export function tracksOfVersions(
  facts: Known,
  packages = publishedOf(facts.packages),
): readonly ProposedTrack[] {
  const of = (maturity: string) => packages.filter((pkg) => maturityOf(pkg, facts) === maturity);
  const sandbox = of("sandbox");
  const tracks = [
    {
      name: "core",
      about: "Stable: a breaking change requires a major",
      keys: { versions: ">=1.0.0", bumps: { received: ["patch", "minor"] }, breaking: "major" },
      members: of("core"),
    },
    {
      name: "calendar",
      about: "Numbered by the calendar, such as 2026.4.1: a minor may break, a patch never",
      keys: { versions: ">=1990.0.0", breaking: "minor" },
      members: of("calendar"),
    },
    {
      name: "integrations",
      about: "On 0.y.z: a minor may break, a patch never",
      keys: { versions: "0.y.z", bumps: { declared: ["patch", "minor"] }, breaking: "minor" },
      members: of("integrations"),
    },
    {
      name: "sandbox",
      about: "Experiments: prereleases only, any release may break",
      keys: { prerelease: { required: idsOf(sandbox) }, breaking: "patch" },
      members: sandbox,
    },
  ];
  return tracks.filter(({ members }) => members.length > 0);
}

function maturityOf({ name, version = "0.0.0" }: Package, { pre, history }: Known): string {
  const id = prereleaseOf(version);
  const tags = (history ?? []).filter((past) => past.package === name);
  const unripe = version.startsWith("0.");
  const isSandbox =
    id !== undefined && id !== pre?.tag && (tags.length > 0 ? onlyPrereleases(tags) : unripe);
  if (isSandbox) return "sandbox";
  if (/^(?:199|2\d\d)\d\./.test(version)) return "calendar";
  return unripe ? "integrations" : "core";
}

const onlyPrereleases = (tags: readonly PastRelease[]): boolean =>
  tags.every(({ version }) => prereleaseOf(version) !== undefined);

/** Alpha and beta belong together: one follows the other. */
function idsOf(members: readonly Package[]): readonly string[] {
  const ids = [...new Set(members.flatMap(({ version = "" }) => prereleaseOf(version) ?? []))];
  const known = ["alpha", "beta"];
  return ids.every((id) => known.includes(id)) ? known : ids.toSorted();
}
