import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { type Facts, type Policy, needsOf } from "@release-policy/core/internal";
import { entryAt } from "../../files/files.ts";
import { isReleasePath, writtenFile } from "../../files/release-files.ts";
import type { Difference } from "../../git/changes.ts";
import { filesToWrite, isPlannerInput, releaseEntries } from "../../git/commit-as-folder.ts";
import { refuseHollowPackages } from "../../git/commit-tree.ts";
import type { Folders } from "../../git/commit-workspaces.ts";
import { planners } from "../../planners/choose.ts";
import { type PlanInput, planFacts } from "../../planners/port.ts";
import { rules } from "../../policy/rules.ts";
import type { FoundWorkspace } from "../../workspace/manifest.ts";
import { type LoadOptions, type Loaded, withEvidence } from "../load.ts";

/**
 * The facts of the base, planned from what was read of the head with the manifests that the change edits as they were, and
 * without the changesets that it adds: most changes touch nothing else that a release depends on. Undefined where this
 * one may. Throws `CannotJudge` where the base cannot be judged.
 */
export async function baseFromHead(
  head: Loaded,
  difference: Difference,
  policy: Policy,
  options: LoadOptions,
  read: Folders["blobs"],
): Promise<Facts | undefined> {
  const { changesets, unreadable } = head.input.reading!;
  const added = new Set(
    difference.files.filter(({ status }) => status === "A").map(({ path }) => path),
  );
  if (unreadable.length > 0 || !isSameElse(difference) || readsMore(policy, options)) return;
  if (!isFolderOf(head, added, difference, options)) return;
  const workspace = await workspaceBefore(head, difference, options, read);
  if (!workspace) return;
  const input = {
    ...head.input,
    workspace,
    unpublished: policy.unpublished.map(({ name }) => name),
    reading: { changesets: changesets.filter(({ path }) => !added.has(path)), unreadable: [] },
    config: workspace === head.input.workspace ? head.input.native?.config : undefined,
  };
  const known = isSameInput(input, head.input)
    ? head.known
    : planFacts(await planners[head.choice.id](input), options.today);
  return (await withEvidence({ ...head, known }, policy, options)).facts;
}

/** Of two that agree in all that the change leaves as it is. */
const isSameInput = (one: PlanInput, other: PlanInput): boolean =>
  one.workspace === other.workspace &&
  one.reading?.changesets.length === other.reading?.changesets.length &&
  isDeepStrictEqual(one.unpublished, other.unpublished);

/** Whether the change only adds changesets, and edits manifests and what no release depends on. */
const isSameElse = ({ files }: Difference): boolean =>
  files.every(({ path, status, before }) => {
    if (status === "A") return !isReleasePath(path) || /^\.changeset\/[^/]+\.md$/.test(path);
    // A link that goes may have hidden packages.
    if (before === undefined) return false;
    // Of lockfiles, only whether they are there is asked.
    return (
      !isReleasePath(path) ||
      (status === "M" && (isPackageJson(path) || writtenFile(path, "100644")?.as === "empty"))
    );
  });

const isPackageJson = (path: string): boolean => /(?:^|\/)package\.json$/.test(path);

/** Undefined where other manifests may make another workspace of it. */
async function workspaceBefore(
  { input: { workspace } }: Loaded,
  { files }: Difference,
  { mayRunInstalled }: LoadOptions,
  read: Folders["blobs"],
): Promise<FoundWorkspace | undefined> {
  const edited = files.flatMap(({ path, status, before }) =>
    status === "M" && before !== undefined && isPackageJson(path) ? [{ path, before }] : [],
  );
  if (edited.length === 0) return workspace;
  const { withManifests } = await import("../../workspace/replaced-manifests.ts");
  const contents = await read(edited.map(({ before }) => before));
  const known = edited.flatMap(({ path }, i) => {
    const content = contents[i];
    return content ? [[path, content] as const] : [];
  });
  if (known.length < edited.length) return undefined;
  const before = withManifests(workspace, new Map(known));
  if (before && !mayRunInstalled)
    (await import("../../workspace/glob-limits.ts")).refuseOutside(before);
  return before;
}

/** Whether more of the base is read than its manifests and changesets. */
function readsMore(policy: Policy, { online }: LoadOptions): boolean {
  const needs = needsOf(policy, rules);
  return (
    online === true || (["documents", "table", "distTags"] as const).some((one) => needs.has(one))
  );
}

/**
 * Whether the folder of the head has each file of the base, and no other that was read but those added: git ignores some,
 * and a sparse checkout lacks some.
 */
function isFolderOf(
  { root, input }: Loaded,
  added: ReadonlySet<string>,
  { base, tracked }: Difference,
  { repository = root }: LoadOptions,
): boolean {
  // Nothing of it was removed or linked, so that the base has what is in the index and was not added.
  const entries = tracked
    ? tracked(isPlannerInput)?.filter(({ path }) => !added.has(path))
    : releaseEntries(repository, base);
  if (!entries) return false;
  refuseHollowPackages(repository, base, root, entries);
  const files = new Set(filesToWrite(entries).map(({ path }) => path));
  const read = new Set([
    ...input.workspace.packages.map(({ relativeDir }) =>
      relativeDir === "." ? "package.json" : `${relativeDir}/package.json`,
    ),
    ...input.reading!.changesets.map(({ path }) => path),
  ]);
  return (
    [...read].every((path) => files.has(path) || added.has(path)) &&
    [...files].every((path) => read.has(path) || entryAt(join(root, path)) !== "missing")
  );
}
