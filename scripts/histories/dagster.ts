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
    const core = pastOf(release, from, library, chains);
    const broken = [core, ...pastOfLibraries(core, release, chains)].flatMap(brokenBy);
    // 1.0.5 gave all libraries the core's number; the next release counted on from before.
    if (release.offsetHolds !== false) library = numberOf(release, "libraries");
    const once = new Map(broken.map((one) => [`${one.rule} ${one.message}`, one]));
    return { name: `dagster ${to}`, release, broken: [...once.values()] };
  });
}

function pastOf(release: Collected, from: string, library: string, chains: readonly Chain[]): Past {
  const [to, libraryTo] = [numberOf(release, "core"), numberOf(release, "libraries")];
  const stable = !lt(to, "1.0.0");
  const removed = removedIn(chains, to).filter(({ scope }) => !stable || !isOfLibrary(scope));
  const ledger = removed.flatMap((chain) => entryOf(chain, from) ?? []);
  return {
    package: CORE,
    from,
    to,
    date: release.date ?? "2026-01-01",
    policies: stable ? policies(ledger) : early(ledger),
    breaking: Array.from({ length: release.breaking ?? 0 }, () => "It works in another way."),
    outside: outsideOf(release, (scope) => !stable || !isOfLibrary(scope)),
    removes: removed.map(({ api }) => api),
    ...(stable ? { beside: { [LIBRARY]: [library, libraryTo] } } : {}),
  };
}

/** The same release for the libraries, where the data says that something of theirs breaks. */
function pastOfLibraries(core: Past, release: Collected, chains: readonly Chain[]): Past[] {
  const [from, to] = core.beside?.[LIBRARY] ?? [];
  const outside = outsideOf(release, isOfLibrary);
  const removed = removedIn(chains, core.to).filter(({ scope }) => isOfLibrary(scope));
  if (from === undefined || to === undefined || outside.length + removed.length === 0) return [];
  return [
    {
      package: LIBRARY,
      from,
      to,
      date: core.date,
      policies: policies(removed.flatMap((chain) => libraryEntryOf(chain, core.from) ?? [])),
      outside,
      // Of a library, a removal with a section is under that of the whole release.
      breaking: (release.breaking ?? 0) > 0 ? removed.map(({ api }) => api) : [],
      removes: removed.map(({ api }) => api),
      beside: { [CORE]: [core.from, core.to] },
    },
  ];
}

/** Experimental APIs may disappear in any release. */
const isExperimental = (text: string): boolean => /experimental|preview/.test(text);

/** dagster-pipes has the core's number. */
const isOfLibrary = (scope: string): boolean =>
  scope === "integration" ||
  scope === "library" ||
  (scope.startsWith("dagster-") && scope !== "dagster-pipes");

const removedIn = (chains: readonly Chain[], version: string): readonly Chain[] =>
  chains.filter(
    (chain) =>
      chain.removedIn === version &&
      !isExperimental(chain.scope) &&
      !chain.api.includes("(experimental"),
  );

const outsideOf = (
  { breakingOutsideSection = [] }: Collected,
  isWanted: (scope: string) => boolean,
): readonly string[] =>
  breakingOutsideSection
    .filter(({ scope }) => !isExperimental(scope) && isWanted(scope))
    .map(({ what }) => what);

/** The ledger's line for an API; undefined without an earlier deprecation. */
function entryOf(
  { api, deprecatedIn, announcedRemoval }: Chain,
  before: string,
): Entry | undefined {
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

interface Entry {
  readonly package: string;
  readonly api: string;
  readonly deprecatedIn: string;
  readonly replacement: false;
  readonly announcedRemoval?: string;
}

/** The same in the numbers of the libraries: 0.20.0 for 1.4.0. */
function libraryEntryOf(chain: Chain, before: string): Entry | undefined {
  const entry = entryOf(chain, before);
  if (!entry) return undefined;
  const { deprecatedIn, announcedRemoval } = entry;
  return {
    ...entry,
    package: LIBRARY,
    deprecatedIn: onTrain(deprecatedIn),
    ...(announcedRemoval === undefined ? {} : { announcedRemoval: onTrain(announcedRemoval) }),
  };
}

const onTrain = (version: string): string =>
  version.replace(/^1\.(\d+)\./, (_, minor: string) => `0.${Number(minor) + 16}.`);
