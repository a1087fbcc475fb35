import {
  type Facts,
  type Need,
  type PlannerId,
  type Policy,
  type Sentence,
  changelogOf,
  fileOf,
  isJudged,
  linePaths,
  markNew,
  needsOf,
  presence,
  tracksOf,
  tracksSelecting,
} from "@release-policy/core/internal";
import type { Documents, DocumentsToRead } from "../files/documents.ts";
import { SIZE_LIMITS, entryAt, readText } from "../files/files.ts";
import { parseJsonObject } from "../files/json.ts";
import { refuseSpellings } from "../files/release-files.ts";
import type { Repository } from "../git/git.ts";
import type { Publishing } from "../git/published/published-changes.ts";
import { type Choice, choosePlanner, planners } from "../planners/choose.ts";
import type { Installed } from "../planners/installation.ts";
import { type PlanInput, planFacts } from "../planners/port.ts";
import { rules } from "../policy/rules.ts";
import { mergedCatalogs, readCatalogs } from "../workspace/catalogs.ts";
import { discover } from "../workspace/discover.ts";
import type { FoundWorkspace, Manifest } from "../workspace/manifest.ts";
import { type WorkspaceSettings, readWorkspaceFile } from "../workspace/workspace-file.ts";
import type { JudgeOptions } from "./options.ts";

export interface LoadOptions extends Pick<JudgeOptions, "tags" | "onDiscovered"> {
  /** `2026-11-22` */
  readonly today: string;
  /** The planner to use instead of the detected one. */
  readonly planner?: PlannerId;
  /** False where the files are a stranger's: then no code of theirs is run, and the bundled planner plans. */
  readonly mayRunInstalled: boolean;
  /** Whether a planner that git tracks may be run, where another policy than the loaded one decides that. */
  readonly trustsCommitted?: () => Promise<boolean>;
  /** The folder with the git history, if it differs from the one that is read. */
  readonly repository?: Repository;
  /** The commit that the folder was made from. */
  readonly commit?: string;
  /** True where a commit is judged as on its day: tags are only known from before it. */
  readonly past?: boolean;
  /** Whether public APIs are compared with the last release. */
  readonly comparesApi?: true;
  /** Whether to query the registry for the packages of the plan. */
  readonly online?: boolean;
  /** Adds documents to the folder, if it was made from a commit. */
  readonly addDocuments?: (root: string, needs: DocumentsToRead) => Promise<void>;
  /** The folder of the workspace, where its files are read from a copy in which nothing is installed. */
  readonly installedIn?: string;
  /** The planner of another load, so that a base is planned like its head. */
  readonly like?: Choice;
}

export interface Loaded {
  readonly root: string;
  /** Of the plan, without the evidence that some rules need. */
  readonly known: Facts;
  readonly facts: Facts;
  /** What a reader has to know about what was not read. */
  readonly notes: readonly Sentence[];
  readonly choice: Choice;
  readonly changedFilePatterns: readonly string[];
  readonly publishing: Publishing;
  /** Of the plan, with the changesets that were read. */
  readonly input: PlanInput;
}

/** The only place where Facts are put together. Reads the folder; writes nothing. Throws `CannotJudge`. */
export const load = async (root: string, policy: Policy, options: LoadOptions): Promise<Loaded> =>
  await withEvidence(await loadPlan(root, policy, options), policy, options);

type Planned = Omit<Loaded, "facts">;

/** Adds the evidence that some rules need. Throws `CannotJudge`. */
export async function withEvidence(
  { notes, ...planned }: Planned,
  policy: Policy,
  options: LoadOptions,
): Promise<Loaded> {
  const evidence = await evidenceOf(planned.root, policy, planned.known, options);
  const stale = policy.shared
    ? (await import("../policy/shared/stale.ts")).staleNotes(planned.root, policy.shared)
    : [];
  return {
    ...planned,
    facts: { ...planned.known, ...evidence.facts },
    notes: [...notes, ...evidence.notes, ...stale],
  };
}

/** The same without the evidence that some rules need. */
export async function loadPlan(
  root: string,
  policy: Policy,
  options: LoadOptions,
): Promise<Planned> {
  // Of a commit, every path was checked when it was written.
  if (options.commit === undefined) refuseSpellings(root);
  const settings = readWorkspaceFile(root);
  const { installedIn = root } = options;
  const choice =
    options.like ??
    choosePlanner(
      installedIn,
      rootManifest(root),
      settings,
      options.planner ?? policy.planner,
      options.mayRunInstalled,
    );
  if (choice.installed && !choice.installed.isBundled && !options.like)
    await refuseCommitted(installedIn, choice.installed, policy, options);
  const workspace = options.mayRunInstalled
    ? await discover(root, choice.id, settings)
    : await discoverOfStranger(root, settings, choice, options);
  options.onDiscovered?.(workspace.packages.length);
  const catalogs = readCatalogs(root, settings, workspace.rootManifest);
  const input: PlanInput = {
    workspace,
    settings,
    catalogs: mergedCatalogs(catalogs),
    unpublished: policy.unpublished.map(({ name }) => name),
    doubts: choice.doubts,
    ...(choice.installed ? { installed: choice.installed } : {}),
  };
  const plan = await planners[choice.id](input);
  const { changedFilePatterns, notes = [], reading, native } = plan;
  return {
    root,
    choice,
    changedFilePatterns,
    publishing: {
      manifests: new Map(workspace.packages.map((one) => [one.relativeDir, one.manifest])),
      catalogs,
    },
    input: { ...input, reading, native },
    known: planFacts(plan, options.today),
    notes,
  };
}

/** Throws `CannotJudge` if the planner that would run is committed but not trusted by the policy. */
async function refuseCommitted(
  root: string,
  installed: Installed,
  policy: Policy,
  { trustsCommitted }: LoadOptions,
): Promise<void> {
  if (!trustsCommitted && policy.committedPlanner === "trusted") return;
  const { committedPlanner } = await import("../git/working-tree/tracked-planner.ts");
  const refusal = committedPlanner(root, installed, trustsCommitted !== undefined);
  if (refusal && !(await trustsCommitted?.())) throw refusal;
}

async function discoverOfStranger(
  root: string,
  settings: WorkspaceSettings | undefined,
  { id }: Choice,
  { past = false, like }: LoadOptions,
): Promise<FoundWorkspace> {
  const { refuseOutside, refusePatterns } = await import("../workspace/glob-limits.ts");
  refusePatterns(root, settings);
  const workspace = await discover(root, id, settings);
  refuseOutside(workspace);
  // What a base or a commit of the past has is there already.
  if (!past && !like)
    (await import("../workspace/ambiguous-manifests.ts")).refuseOddManifests(workspace);
  return workspace;
}

/** Evidence for certain rules: read if the policy enables one of them. */
export async function evidenceOf(
  root: string,
  policy: Policy,
  facts: Facts,
  options: LoadOptions,
): Promise<{ readonly facts: Partial<Facts>; readonly notes: readonly Sentence[] }> {
  const needs = needsOf(policy, rules);
  const { repository = root, past = false, today } = options;
  const releases =
    needs.has("history") || options.online || mayStart(policy, facts)
      ? await (await import("../git/tags.ts")).historyOf(repository, facts.packages, options.tags)
      : undefined;
  const history = past ? releases?.filter(({ date }) => date < today) : releases;
  // The tag of a version made by a past commit would otherwise count as the previous release.
  const released =
    needs.has("requirements") && !past
      ? (await import("../git/last-release.ts")).withReleased(repository, facts.packages)
      : facts.packages;
  const packages = past ? released : await withComparedApi(root, released, policy, options);
  const { notes = [], ...documents } =
    needs.has("documents") || needs.has("table")
      ? await loadDocuments(root, documentsToRead(policy, facts, needs), options)
      : {};
  const { formerPackages } =
    past || !presence(facts, policy)(["unknownNames"])
      ? {}
      : await import("../git/published/former-packages.ts");
  const here = markNew(packages, history);
  const online = options.online
    ? await (
        await import("../planners/publishing/on-registry.ts")
      ).withRegistry(root, { ...facts, packages: here })
    : undefined;
  const marked = online?.packages ?? here;
  const tagged =
    needs.has("distTags") && !past
      ? (await import("../planners/publishing/dist-tags.ts")).withDistTags(
          root,
          { ...facts, packages: marked },
          policy,
          history,
        )
      : undefined;
  return {
    facts: {
      ...(history && needs.has("history") ? { history } : {}),
      ...(formerPackages ? await formerPackages(root, repository, facts, options.commit) : {}),
      packages: marked,
      ...(online?.refusal ? { refusal: online.refusal } : {}),
      ...documents,
      ...tagged?.facts,
    },
    notes: [...notes, ...(online?.notes ?? []), ...(tagged?.notes ?? [])],
  };
}

/** Without a folder of reports, and without `api` in the policy, nothing of the comparison is loaded. */
async function withComparedApi(
  root: string,
  packages: Facts["packages"],
  policy: Policy,
  { comparesApi, commit, repository = root }: LoadOptions,
): Promise<Facts["packages"]> {
  const mayDiffer =
    comparesApi &&
    (commit !== undefined ||
      policy.api !== undefined ||
      packages.some(({ dir }) => entryAt(`${root}/${dir}/api`) !== "missing"));
  if (!mayDiffer) return packages;
  const { withApiSinceRelease } = await import("../api/reports-since-release.ts");
  return await withApiSinceRelease(packages, policy, { root, repository, commit });
}

/** Whether a package is only on a track if it was never released, which tags show. */
const mayStart = (policy: Policy, { packages }: Facts): boolean =>
  policy.newPackages !== undefined &&
  packages.some((pkg) => !pkg.private && !pkg.skipped && tracksSelecting(policy, pkg).length === 0);

async function loadDocuments(
  root: string,
  needs: DocumentsToRead,
  { addDocuments }: LoadOptions,
): Promise<Partial<Documents>> {
  await addDocuments?.(root, needs);
  return await (await import("../files/documents.ts")).readDocuments(root, needs);
}

/** The planner that the workspace uses. Nothing of it is run. */
export const plannerOf = (root: string, policy: Policy, named?: PlannerId): PlannerId =>
  choosePlanner(root, rootManifest(root), readWorkspaceFile(root), named ?? policy.planner, false)
    .id;

function rootManifest(root: string): Manifest {
  const text = readText(root, "package.json", SIZE_LIMITS.manifest);
  return text === undefined ? {} : parseJsonObject("package.json", text);
}

/** The documents that the rules of a policy look at, for these packages and changesets. */
function documentsToRead(
  policy: Policy,
  { packages, releases, changesets }: Facts,
  needs: ReadonlySet<Need>,
): DocumentsToRead {
  const { docs } = policy;
  const table = docs.table === undefined ? {} : { table: docs.table };
  if (!needs.has("documents")) return { guides: [], changelogs: [], paths: [], ...table };
  const judged = packages.filter((pkg) => isJudged(pkg, tracksOf(policy, pkg)));
  const paths = [
    ...judged.map((pkg) => changelogOf(pkg, docs)),
    ...[...judged.map(({ version }) => version), ...releases.map(({ to }) => to)].flatMap(
      (version) => linePaths(docs, version),
    ),
    ...changesets.flatMap(({ declarations }) => declarations.flatMap((one) => fileOf(one) ?? [])),
  ];
  const removing = new Set(
    changesets
      .filter(({ declarations }) => declarations.some(({ kind }) => kind === "removes"))
      .flatMap(({ bumps }) => bumps.map((bump) => bump.package)),
  );
  const changelogs = judged
    .filter(({ name }) => removing.has(name))
    .map((pkg) => changelogOf(pkg, docs));
  return { guides: docs.guides, changelogs, paths: [...new Set(paths)], ...table };
}
