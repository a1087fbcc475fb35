import { type Facts, type Sentence, type TrainMove, say } from "@release-policy/core";
import type { Judged } from "../../check/options.ts";
import { messageOf } from "../../errors.ts";
import type { Snapshot } from "../../files/writing/snapshot.ts";
import type { Choice } from "../../planners/choose.ts";
import { writeLedger } from "../../policy/deprecation-ledger.ts";
import { discover } from "../../workspace/discover.ts";
import { mergedCatalogs, readCatalogs } from "../../workspace/catalogs.ts";
import { type Edge, edgesOf, publishedRange } from "../../workspace/manifest.ts";
import { readWorkspaceFile } from "../../workspace/workspace-file.ts";
import { type ReleaseCommand, runReleaseCommand } from "../release-command.ts";
import type { Writer } from "../writer.ts";
import { lostWork } from "./lost-work.ts";

interface Run {
  readonly writer: Writer;
  readonly judged: Judged;
  readonly trains: readonly TrainMove[];
  readonly command: ReleaseCommand;
  readonly before: Snapshot;
  readonly output: "stdout" | "stderr";
}

interface Ran {
  /** Why it failed, undefined where all is as it was judged. */
  readonly failure?: Sentence;
  readonly differences: readonly Sentence[];
}

/** The planner's command, our own edits, and the verification. Never throws, so that cleanup always follows. */
export async function carryOut(run: Run): Promise<Ran> {
  const { judged, trains, command, before } = run;
  const { root } = run.writer;
  const { facts, policy, choice } = judged;
  try {
    const why = await runPlanner(run);
    if (why !== undefined) return { failure: say`${command.shown} ${[why]}`, differences: [] };
    if (trains.length > 0) {
      const { writeMoves } = await import("./version-edits.ts");
      const dirs = facts.packages.map(({ dir }) => dir);
      writeMoves(root, dirs, trains, before);
    }
    // From the facts of before: the changesets that deprecate are used up by now.
    writeLedger(root, facts, policy);
    const shownAs = say`${command.shown} did not write what was checked`;
    const wrong = await differencesOf(root, facts, choice);
    if (wrong.length > 0) {
      return { failure: [...shownAs, ...hint(facts)], differences: wrong };
    }
    const lost = lostWork(root, facts, trains, before);
    if (lost.length === 0) return { differences: [] };
    return { failure: [...shownAs, ...formatterHint(facts)], differences: lost };
  } catch (error) {
    return { failure: [messageOf(error)], differences: [] };
  }
}

/** What only the registry of pnpm knows. */
const hint = ({ planner }: Facts): Sentence =>
  planner.id === "pnpm"
    ? say`; list packages that are not on the registry under ${"unpublished"} in policies/workspace.yaml`
    : [];

/** Where versions are right and text is lost, the formatter is the usual reason. */
const formatterHint = ({ planner }: Facts): Sentence =>
  planner.id === "pnpm"
    ? []
    : say`; if its formatter failed (see the output above), fix the formatter's config, or write ${planner.id === "changesets@2" ? '"prettier": false' : '"format": false'} in .changeset/config.json`;

/** Why the command failed; undefined if it succeeded. The guard of a pnpm workspace is disabled meanwhile. */
async function runPlanner({ writer, judged, command, before, output }: Run) {
  const { root } = writer;
  const fd = output === "stdout" ? 1 : 2;
  if (judged.facts.planner.id !== "pnpm") return runReleaseCommand(writer, command, fd);
  const { hasGuard, isDirty, liftGuard } = await import("./pnpm-guard.ts");
  if (!hasGuard(root)) return runReleaseCommand(writer, command, fd);
  const hasFlag = command.args.includes("--no-git-checks");
  if (!hasFlag && isDirty(root)) {
    return "needs a clean working tree: commit or stash, or pass -- --no-git-checks";
  }
  liftGuard(root);
  try {
    // Without its guard the tree is not clean; it was looked at above.
    const args = hasFlag ? command.args : [...command.args, "--no-git-checks"];
    return await runReleaseCommand(writer, { ...command, args }, fd);
  } finally {
    before.putBack("pnpm-workspace.yaml");
  }
}

/**
 * Where the manifests on disk say something else than what was judged, one sentence a package: versions of all, and the
 * ranges that the released ones will publish. Data is compared, never text: a formatter may have been there.
 */
async function differencesOf(
  root: string,
  { packages, releases }: Facts,
  choice: Choice,
): Promise<readonly Sentence[]> {
  const settings = readWorkspaceFile(root);
  const found = await discover(root, choice.id, settings);
  const catalogs = mergedCatalogs(readCatalogs(root, settings, found.rootManifest));
  const byDir = new Map(found.packages.map((pkg) => [pkg.relativeDir, pkg.manifest]));
  const byName = new Map(found.packages.map(({ manifest }) => [manifest.name ?? "", manifest]));
  const released = new Map(releases.map((release) => [release.dir, release]));
  return packages.flatMap(({ name, dir, version }) => {
    const manifest = byDir.get(dir);
    if (!manifest) return [say`${name} is missing from ${dir}`];
    const release = released.get(dir);
    const judged = release?.to ?? version;
    const wrong: Sentence[] = [];
    if (manifest.version !== judged) {
      wrong.push(
        say`is at ${manifest.version ?? "no version"}, but the check expected ${judged ?? "none"}`,
      );
    }
    const edges = edgesOf(manifest, byName, catalogs);
    for (const { on, alias, field, after } of release?.ranges ?? []) {
      const isThisEdge = (edge: Edge) =>
        edge.name === on && edge.alias === alias && edge.field === field;
      const spec = edges.find(isThisEdge)?.spec;
      const target = byName.get(on)?.version;
      const range =
        spec === undefined ? undefined : publishedRange(alias ?? on, spec, target, catalogs);
      if (range !== after) {
        wrong.push(say`depends on ${on} ${range ?? "nowhere"}, but the check expected ${after}`);
      }
    }
    return wrong.length === 0
      ? []
      : [wrong.flatMap((part, i) => [...(i === 0 ? say`${name} ` : ["; "]), ...part])];
  });
}
