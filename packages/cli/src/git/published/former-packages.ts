import type { Facts, FormerPackage, Package } from "@release-policy/core/types";
import { CannotJudge } from "../../errors.ts";
import { SIZE_LIMITS, readText } from "../../files/files.ts";
import { type Manifest, namedManifest } from "../../workspace/manifest.ts";
import { RAW_DIFF, rawFiles } from "../changes.ts";
import { GitRefused, type Repository, gitAside, relativeTo, workspacePrefix } from "../git.ts";
import { readBlobs } from "../objects.ts";
import { renamedPackages } from "./renamed-packages.ts";

/** The last commit that gave a package.json the name of a package, or took it away. */
interface Step {
  readonly commit: string;
  readonly parent: string;
  readonly path: string;
  readonly isGone: boolean;
  /** The file is still there, with another name. */
  readonly isEdited: boolean;
  readonly manifest: Manifest;
}

/** The names of one check that are looked up, so that a stranger's changeset with many takes no longer. */
const MOST_NAMES = 20;
/** The commits of which the manifests are read: of each name, only the last counts. */
const MOST_COMMITS = 100;

/**
 * The packages that changesets name and the workspace no longer has, as the history of the commit (without one, of what
 * is checked out) shows: a package.json of that name was deleted or has another name now, or a tag has its name. Nothing
 * without git, or where a partial clone lacks the files.
 */
export async function formerPackages(
  root: string,
  repository: Repository,
  { packages, changesets }: Pick<Facts, "packages" | "changesets">,
  commit: string | undefined,
): Promise<Pick<Facts, "formerPackages">> {
  const known = new Set(packages.map(({ name }) => name));
  const bumps = changesets.flatMap((one) => one.bumps);
  const names = [...new Set(bumps.map((bump) => bump.package))]
    .filter((name) => !known.has(name) && NAME.test(name))
    .slice(0, MOST_NAMES);
  if (names.length === 0) return {};
  try {
    const steps = await lastSteps(repository, names, commit ?? "HEAD");
    const tags = await taggedNames(
      repository,
      names.filter((name) => !steps.has(name)),
    );
    const found: FormerPackage[] = tags.map((name) => ({ name }));
    for (const [name, step] of steps) {
      const now = namedManifest(readText(root, step.path, SIZE_LIMITS.manifest));
      // The workspace only does not list its folder.
      if (now?.name === name) continue;
      const to = await replacement(repository, packages, step, now, commit);
      found.push({ name, ...(to === undefined ? {} : { renamed: to }) });
    }
    return { formerPackages: found };
  } catch (error) {
    if (error instanceof GitRefused || error instanceof CannotJudge) return {};
    throw error;
  }
}

/** The name that a manifest has got since, or the package that its folder became. */
async function replacement(
  repository: Repository,
  packages: readonly Package[],
  { commit, parent, path, isGone, isEdited, manifest }: Step,
  now: Manifest | undefined,
  tip: string | undefined,
): Promise<string | undefined> {
  if (isEdited && packages.some(({ name }) => name === now?.name)) return now?.name;
  const { name = "", version } = manifest;
  // Another package may have come to its folder since.
  const elsewhere = packages.filter(({ dir }) => `${dir}/package.json` !== path);
  const since = { base: isGone ? parent : commit, ref: tip };
  const to = (await renamedPackages(repository, since, [{ name, path, version }], elsewhere))[name];
  const target = elsewhere.find((one) => one.name === to);
  if (!target) return undefined;
  const prefix = workspacePrefix(repository);
  const [then] = readBlobs(repository, [`${since.base}:${prefix}${target.dir}/package.json`]);
  // A package that has kept its name only takes over what was removed.
  return namedManifest(then)?.name === to ? undefined : to;
}

/** The names that the tag of a release has: `name@1.2.3`. */
async function taggedNames(
  repository: Repository,
  names: readonly string[],
): Promise<readonly string[]> {
  if (names.length === 0) return [];
  const patterns = names.map((name) => `refs/tags/${name}@*`);
  const format = "--format=%(refname:strip=2)";
  const tags = String(await gitAside(repository, ["for-each-ref", format, "--", ...patterns]));
  const tagged = new Set(tags.split("\n").map((tag) => tag.slice(0, tag.lastIndexOf("@"))));
  return names.filter((name) => tagged.has(name));
}

/** What npm lets a new package be called, in any case. */
const NAME = /^(?=.{1,214}$)(?:@[\w.~-]+\/)?[\w.~-]+$/;

/** By name, the last commit that changed which package.json files have it. */
async function lastSteps(
  repository: Repository,
  names: readonly string[],
  tip: string,
): Promise<ReadonlyMap<string, Step>> {
  const pattern = names.map((name) => name.replaceAll(".", "[.]")).join("|");
  const options = [
    "--first-parent",
    "--diff-merges=first-parent",
    ...RAW_DIFF,
    "--no-renames",
    relativeTo(repository),
    `--max-count=${MOST_COMMITS}`,
    "--format=%x01%H%x00%P%x00",
    "--pickaxe-regex",
    `-S"name"[[:space:]]*:[[:space:]]*"(${pattern})"`,
  ];
  const paths = ["--end-of-options", tip, "--", ":(glob)**/package.json"];
  const output = await gitAside(repository, ["log", ...options, ...paths], undefined, NOT_LAZY);
  const changes = output.toString("utf8").split("\u0001").slice(1).flatMap(changesIn);
  const blobs = readBlobs(
    repository,
    changes.flatMap(({ before, after }) => [before ?? "", after ?? ""]),
  );
  const steps = new Map<string, Step>();
  for (const [i, change] of changes.entries()) {
    const [before, after] = [namedManifest(blobs[2 * i]), namedManifest(blobs[2 * i + 1])];
    if (before?.name === after?.name) continue;
    for (const manifest of [after, before])
      if (
        manifest?.name !== undefined &&
        names.includes(manifest.name) &&
        !steps.has(manifest.name)
      )
        steps.set(manifest.name, {
          ...change,
          manifest,
          isGone: manifest === before,
          isEdited: before !== undefined && after !== undefined,
        });
  }
  return steps;
}

const NOT_LAZY = { GIT_NO_LAZY_FETCH: "1" };

function changesIn(text: string) {
  const [commit = "", parents = "", ...parts] = text.split("\0");
  const [parent = ""] = parents.split(" ");
  // The first has a line break before it.
  return rawFiles(parts.map((part) => part.replace(/^\n/, "")).filter(Boolean))
    .filter(({ path }) => !path.includes("node_modules/"))
    .map(({ path, before, after }) => ({ commit, parent, path, before, after }));
}
