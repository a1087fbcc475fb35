import { type PlannedRelease, assembleReleasePlan } from "@pnpm/releasing.versioning";
import type {
  Cause,
  Changeset,
  Group,
  Package,
  Planner,
  Release,
} from "@release-policy/core/types";
import valid from "semver/functions/valid.js";
import { hasChangesetFolder, readChangesets } from "../../changesets/changeset-files.ts";
import { CannotJudge, codeOf, messageOf } from "../../errors.ts";
import { SIZE_LIMITS, readText } from "../../files/files.ts";
import { type Catalogs, publishedRange } from "../../workspace/manifest.ts";
import { WORKSPACE_FILE } from "../../workspace/workspace-file.ts";
import { yamlMapping } from "../../workspace/yaml-mapping.ts";
import { packageFacts } from "../packages.ts";
import {
  type Attempt,
  type Plan,
  type PlanInput,
  planAfterRefusal,
  withSoundBumps,
  declaredCauses,
} from "../port.ts";
import { type PnpmContext, pnpmCausesOfAll } from "./causes.ts";
import { keepsPrivateVersions, leadsAsBundled } from "./pinned.ts";
import { type Versioning, canonicalRef, refOf, versioningOf } from "./versioning.ts";

/** The release that is bundled; a test compares it with the installed one. */
const BUNDLED: Planner = {
  id: "pnpm",
  package: "@pnpm/releasing.versioning",
  version: "1100.2.4",
  from: "bundled",
};

/** The plan that `pnpm version -r` would carry out. Reads files; does not write or use the network. */
export async function planPnpm(input: PlanInput): Promise<Plan> {
  const { workspace, settings, catalogs } = input;
  const versioning = versioningOf(workspace.root, settings?.versioning ?? {});
  const ledger = ledgerIn(workspace.root);
  const reading = input.reading ?? (await readChangesets(workspace.root, "pnpm", new Set()));
  const ignored = new Set(versioning.ignore);
  const packages = packageFacts(workspace, {
    planner: "pnpm",
    catalogs,
    skipped: ({ manifest, relativeDir }) => {
      if (ignored.has(manifest.name ?? "") || ignored.has(refOf({ dir: relativeDir })))
        return "ignored";
      return valid(manifest.version) ? undefined : "versionless";
    },
  });
  const byRef = refsOf(packages);
  const releasesOf = await planAsPinned(input, versioning, byRef);
  const plan = (some: readonly Changeset[]) =>
    releasesOf(plannersOptions(some, input, versioning, ledger, byRef));
  const sound = (changeset: Changeset) =>
    withSoundBumps(changeset, ({ skipped }) => !skipped, byRef);
  let attempt: Attempt<ReturnType<typeof plan>>;
  try {
    attempt = { plan: plan(reading.changesets) };
  } catch (error) {
    const { oddRange } = await import("../odd-range.ts");
    attempt = planAfterRefusal(
      error,
      reading.changesets,
      sound,
      plan,
      (one) => (one instanceof TypeError ? oddRange(workspace) : undefined) ?? pnpmRefusal(one),
    );
  }
  const users = usersOf(ledger);
  const changesets = reading.changesets.map((changeset) =>
    withPackageNames(changeset, byRef, users),
  );
  const byDir = new Map(packages.map((pkg) => [refOf(pkg), pkg]));
  const planned = new Map(
    (attempt.plan ?? []).map((release) => [byDir.get(`./${release.dir}`)!, release]),
  );
  const declared = declaredCauses(changesets);
  const context: PnpmContext = { versioning, declared, byRef, planned };
  const groups = pnpmGroups(versioning, byRef);
  const causes = pnpmCausesOfAll(context, groups);
  return {
    planner: {
      ...BUNDLED,
      ...(input.doubts.some(({ kind }) => kind === "patched") ? { patched: true } : {}),
      ...(input.doubts.length > 0 ? { doubts: input.doubts } : {}),
    },
    packages,
    groups,
    ...(versioning.epics ? { epics: versioning.epics } : {}),
    changesets,
    unreadable: reading.unreadable,
    releases: [...planned].map(([pkg, release]) =>
      toRelease(pkg, release, causes.get(pkg)!, context, catalogs),
    ),
    ...(attempt.refusal ? { refusal: attempt.refusal } : {}),
    changedFilePatterns: ["**"],
    reading,
  };
}

/** The releases of the plan in pnpm's own words. Throws what its planner throws. */
export async function pnpmReleases(input: PlanInput): Promise<readonly PlannedRelease[]> {
  const { packages, reading } = await planPnpm(input);
  const { root } = input.workspace;
  const byRef = refsOf(packages);
  const versioning = versioningOf(root, input.settings?.versioning ?? {});
  const releasesOf = await planAsPinned(input, versioning, byRef);
  return releasesOf(plannersOptions(reading.changesets, input, versioning, ledgerIn(root), byRef));
}

type Options = Parameters<typeof assembleReleasePlan>[0];

/** The planner, which the pinned pnpm may have in another form than the bundled one. */
async function planAsPinned(
  { workspace }: PlanInput,
  { epics = [] }: Versioning,
  byRef: ReadonlyMap<string, Package>,
): Promise<(options: Options) => readonly PlannedRelease[]> {
  const mayBeEarly = epics.some(({ lead }) => byRef.get(lead)?.version?.includes("-"));
  if (mayBeEarly && !leadsAsBundled(workspace.rootManifest)) {
    const { releasesWithEarlyLeads } = await import("./early-leads.ts");
    return (options) => releasesWithEarlyLeads(options, epics, byRef);
  }
  return (options) => assembleReleasePlan(options).releases;
}

const ledgerIn = (root: string): Ledger =>
  hasChangesetFolder(root, "pnpm") ? readLedger(root) : {};

const refsOf = (packages: readonly Package[]): ReadonlyMap<string, Package> =>
  new Map(packages.flatMap((pkg) => [[pkg.name, pkg] as const, [refOf(pkg), pkg] as const]));

function plannersOptions(
  changesets: readonly Changeset[],
  { workspace, unpublished }: PlanInput,
  versioning: Versioning,
  ledger: Ledger,
  byRef: ReadonlyMap<string, Package>,
): Options {
  return {
    workspaceDir: workspace.root,
    projects: workspace.packages.map(({ dir, manifest }) => ({
      rootDir: dir,
      manifest: manifest as object,
    })),
    intents: changesets.map(({ id, path, bumps, summary }) => ({
      id,
      filePath: path,
      summary,
      releases: Object.fromEntries(
        bumps.map(({ package: ref, bump }) => [canonicalRef(ref), bump]),
      ),
    })),
    ledger,
    versioning,
    unpublishedDirs: new Set([
      ...unpublished.map((name) => plannersDir(byRef.get(name) ?? { dir: name })),
      ...(keepsPrivateVersions(workspace.rootManifest)
        ? workspace.packages.flatMap(({ relativeDir, manifest }) =>
            manifest.private ? [plannersDir({ dir: relativeDir })] : [],
          )
        : []),
    ]),
  } as Options;
}

/** As pnpm's planner has it: the root is the empty path. */
const plannersDir = (pkg: { readonly dir: string }): string => refOf(pkg).slice("./".length);

export const LEDGER_FILE = ".changeset/ledger.yaml";

const pnpmRefusal = (error: unknown) => ({
  message: messageOf(error),
  at: {
    path: codeOf(error)?.includes("LEDGER") ? LEDGER_FILE : WORKSPACE_FILE,
    line: 1,
    column: 1,
  },
});

/** By changeset, the packages that have used it. */
type Users = ReadonlyMap<string, ReadonlySet<string>>;

function usersOf(ledger: Ledger): Users {
  const users = new Map<string, Set<string>>();
  for (const [key, entry] of Object.entries(ledger)) {
    const name = key.slice(0, key.lastIndexOf("@"));
    for (const id of Array.isArray(entry) ? entry : entry.intents) {
      const known = users.get(id) ?? new Set();
      users.set(id, known.add(name));
    }
  }
  return users;
}

/** References by directory become names, as everywhere in the facts. */
function withPackageNames(
  changeset: Changeset,
  byRef: ReadonlyMap<string, Package>,
  users: Users,
): Changeset {
  const bumps = changeset.bumps.map((bump) => ({
    ...bump,
    package: byRef.get(canonicalRef(bump.package))?.name ?? bump.package,
  }));
  return { ...changeset, bumps, consumed: isConsumed({ ...changeset, bumps }, users) };
}

/** Every package that the changeset names has used it, according to the ledger. */
function isConsumed({ id, bumps }: Changeset, users: Users): boolean {
  const asking = bumps.filter(({ bump }) => bump !== "none");
  return asking.length > 0 && asking.every(({ package: name }) => users.get(id)?.has(name));
}

const pnpmGroups = ({ fixed = [] }: Versioning, byRef: ReadonlyMap<string, Package>): Group[] =>
  fixed.map((refs) => ({
    kind: "fixed",
    members: refs.flatMap((ref) => byRef.get(ref)?.name ?? []),
    at: { path: WORKSPACE_FILE, line: 1, column: 1 },
  }));

function toRelease(
  pkg: Package,
  planned: PlannedRelease,
  causes: readonly Cause[],
  context: PnpmContext,
  catalogs: Catalogs,
): Release {
  return {
    name: pkg.name,
    dir: pkg.dir,
    from: planned.currentVersion,
    to: planned.newVersion,
    bump: planned.bumpType,
    causes,
    ranges: pkg.dependencies.flatMap(({ name, alias, field, spec, range: before }) => {
      const target = context.byRef.get(name);
      const version = context.planned.get(target!)?.newVersion ?? target?.version;
      const after = publishedRange(alias ?? name, spec, version, catalogs);
      if (field === "devDependencies" || before === undefined || after === undefined) return [];
      return [{ on: name, ...(alias === undefined ? {} : { alias }), field, before, after }];
    }),
    written: false,
  };
}

type Ledger = Record<string, string[] | { dir: string; intents: string[] }>;

/** Which changesets each released version used, as pnpm records it. Throws `CannotJudge` on any other form. */
export function readLedger(root: string): Ledger {
  const text = readText(root, LEDGER_FILE, SIZE_LIMITS.manifest);
  const data = text === undefined ? {} : yamlMapping(LEDGER_FILE, text);
  return Object.fromEntries(Object.entries(data).map(([key, entry]) => [key, toEntry(key, entry)]));
}

function toEntry(key: string, entry: unknown): Ledger[string] {
  if (entry === null || isIds(entry)) return entry ?? [];
  const { dir, intents } = entry as { dir?: unknown; intents?: unknown };
  if (typeof dir === "string" && (intents == null || isIds(intents)))
    return { dir, intents: intents ?? [] };
  throw new CannotJudge({
    message: `${LEDGER_FILE}: the entry ${key} is invalid (expected a list of changesets, or \`dir\` and \`intents\`)`,
    help: "restore the file from git (only pnpm should write it)",
    at: { path: LEDGER_FILE, line: 1, column: 1 },
  });
}

const isIds = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((id) => typeof id === "string");
