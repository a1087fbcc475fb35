import coerce from "semver/functions/coerce.js";
import lt from "semver/functions/lt.js";
import type { Chain, Collected } from "./data.ts";
import { brokenBy, type Past } from "./past.ts";
import type { Judged } from "./page.ts";

const CORE = "dagster";
const LIBRARY = "dagster-libraries";

const policies = (ledger: readonly object[] = []) => ({
  core: { packages: [CORE], extends: "dagster/core" },
  library: { packages: [LIBRARY], extends: "dagster/library" },
  workspace: { trains: [{ leader: CORE, members: [LIBRARY], version: { minorOffset: 16 } }] },
  ...(ledger.length > 0 ? { deprecations: { deprecations: ledger } } : {}),
});

/** Before 1.0.0 all packages were on 0.y.z with one number. */
const early = (ledger: readonly object[]) => ({
  library: { packages: [CORE], extends: "dagster/library" },
  ...(ledger.length > 0 ? { deprecations: { deprecations: ledger } } : {}),
});

/** 0.9.22.post0 is Python's way to release 0.9.22 again, and no semver. */
const numberOf = ({ versions }: Collected, side: "core" | "libraries"): string =>
  coerce(versions[side], { includePrerelease: true })!.version;

/** Every release from the second on, core and libraries together. */
export function dagster(releases: readonly Collected[], chains: readonly Chain[]): Judged[] {
  let library = "0.15.0";
  return releases.slice(1).map((release, i): Judged => {
    const [from, to] = [numberOf(releases[i]!, "core"), numberOf(release, "core")];
    const past = pastOf(release, from, library, chains);
    // 1.0.5 gave all libraries the core's number; the next release counted on from before.
    if (release.offsetHolds !== false) library = numberOf(release, "libraries");
    return { name: `dagster ${to}`, release, broken: brokenBy(past) };
  });
}

function pastOf(release: Collected, from: string, library: string, chains: readonly Chain[]): Past {
  const [to, libraryTo] = [numberOf(release, "core"), numberOf(release, "libraries")];
  const stable = !lt(to, "1.0.0");
  const removed = chains.filter(({ removedIn }) => removedIn === to);
  const ledger = removed.flatMap((chain) => entryOf(chain, from) ?? []);
  return {
    package: CORE,
    from,
    to,
    date: release.date ?? "2026-01-01",
    policies: stable ? policies(ledger) : early(ledger),
    breaking: Array.from({ length: release.breaking ?? 0 }, () => "It works in another way."),
    outside: (release.breakingOutsideSection ?? [])
      .filter(({ scope }) => scope !== "experimental" && scope !== "preview")
      .map(({ what }) => what),
    removes: removed.map(({ api }) => api),
    ...(stable ? { beside: { [LIBRARY]: [library, libraryTo] } } : {}),
  };
}

/** The ledger's line for an API; undefined where nothing was deprecated before. */
function entryOf(
  { api, deprecatedIn, announcedRemoval }: Chain,
  before: string,
): object | undefined {
  if (deprecatedIn === null) return undefined;
  const since =
    /^\d+\.\d+\.\d+/.exec(deprecatedIn)?.[0] ?? (before.startsWith("0.") ? before : "0.15.0");
  const announced = /^\d/.test(announcedRemoval ?? "")
    ? coerce(announcedRemoval)?.version
    : undefined;
  return {
    package: CORE,
    api,
    deprecatedIn: since,
    replacement: false,
    ...(announced ? { announcedRemoval: announced } : {}),
  };
}
