import {
  type Package,
  type Policy,
  type Track,
  closest,
  fixOf,
  isOver,
  ledgerAfter,
  overdueFor,
  say,
  splitIntroduced,
  trackPosition,
  tracksOf,
} from "@release-policy/core";
import type { Bump, Sentence } from "@release-policy/core/types";
import type { CheckOptions } from "../../check/options.ts";
import { CannotJudge } from "../../errors.ts";
import type { ChangedFile } from "../../files/writing/changed-files.ts";
import { copyWorkspace } from "../../check/fixes/scratch-copy.ts";
import { ChangeSheet } from "../../check/fixes/change-sheet.ts";
import { rules } from "../../policy/rules.ts";
import { Trial, type Tried } from "../trial.ts";
import { type WriterOptions, inWritableWorkspace } from "../writer.ts";
import { graduationEdits } from "./edits.ts";
import { type Graduation, movesOf } from "./moves.ts";
import { maturityMarkdown } from "../../formats/markdown/maturity-table.ts";

export interface GraduateOptions
  extends Pick<CheckOptions, "cwd" | "branch" | "today" | "planner" | "strict">, WriterOptions {
  /** The name of the track. */
  readonly to: string;
  /** Change nothing; report what would be changed. */
  readonly dryRun?: boolean;
}

/**
 * Moves a package to a more mature track: edits the policy, writes the changeset that graduates it, and checks both
 * before writing. If something is missing, nothing is written. Throws `CannotJudge` on an unknown package or track,
 * or if no verdict is possible or a file cannot be written.
 */
export const graduate = async (name: string, options: GraduateOptions): Promise<Graduation> =>
  (await graduateTogether([name], options))[0]!;

/**
 * Moves several packages and checks them together: those of one fixed group, or that depend on each other, can only move
 * at once. Each result has its own edits. If something is missing for one, nothing is written. Throws like `graduate`.
 */
export function graduateTogether(
  names: readonly string[],
  options: GraduateOptions,
): Promise<readonly Graduation[]> {
  return inWritableWorkspace("graduate", options, async (workspace, _, writer) => {
    const trial = new Trial(workspace, options);
    const start = await trial.judge();
    const steps: Graduation[] = [];
    let now: Tried | Refused = start;
    for (const name of names) {
      const step: Graduation = graduationStep(trial, now, joinedChanges(steps), name, options.to);
      steps.push(step);
      if (step.missing.length > 0) return steps;
      now = step.already ? now : await judgedWith(trial, joinedChanges(steps));
      if ("refused" in now) return [...steps.slice(0, -1), { ...step, missing: now.refused }];
    }
    const results = await concluded(trial, start, now, steps);
    const isReady = results.every(({ missing }) => missing.length === 0);
    const changes = joinedChanges(results);
    if (!writer || !isReady || changes.length === 0) return results;
    await writer.write(changes);
    return results.map((one) => (one.already ? one : { ...one, written: true }));
  });
}

/** The edits that move one package, after those that moved others; or why there are none. */
function graduationStep(
  { workspace }: Trial,
  now: Tried,
  before: readonly ChangedFile[],
  name: string,
  to: string,
): Graduation {
  const { policy, view } = now;
  const pkg = foundByName("package", name, view.packages);
  const target = foundByName("track", to, policy.tracks);
  const from = tracksOf(policy, pkg).filter((track) => track.name !== target.name);
  const bare = bareOf(pkg, from, target);
  if (from.length === 0 && tracksOf(policy, pkg).length > 0) return { ...bare, already: true };
  const position = trackPosition(pkg, target);
  if ("missing" in position) return { ...bare, missing: [position.missing] };
  const bump = bumpMissing(now, pkg, position.bump);
  const dirs = view.packages.map(({ dir }) => dir);
  const copy = before.length > 0 ? copyWorkspace(workspace, dirs, before) : undefined;
  try {
    const changes = graduationEdits(copy?.root ?? workspace, pkg, from, target, bump);
    return changes ? { ...bare, changes } : { ...bare, missing: [byHand(pkg, from, target)] };
  } finally {
    copy?.dispose();
  }
}

/** The files as they are and as they would be after all steps. */
function joinedChanges(steps: readonly Graduation[]): readonly ChangedFile[] {
  const files = new Map<string, ChangedFile>();
  for (const file of steps.flatMap(({ changes }) => changes)) {
    const { before } = files.get(file.path) ?? file;
    files.set(file.path, { ...file, ...(before === undefined ? {} : { before }) });
  }
  return [...files.values()];
}

interface Refused {
  readonly refused: readonly Sentence[];
}

async function judgedWith(trial: Trial, files: readonly ChangedFile[]): Promise<Tried | Refused> {
  try {
    return await trial.judge(files);
  } catch (error) {
    if (!(error instanceof CannotJudge)) throw error;
    return {
      refused: error.obstacles.map(({ message }) => say`the policy would be invalid: ${message}`),
    };
  }
}

const bareOf = (pkg: Package, from: readonly Track[], { name: to }: Track): Graduation => ({
  package: pkg.name,
  version: pkg.version ?? "none",
  from: from.map(({ name }) => name),
  to,
  already: false,
  changes: [],
  written: false,
  missing: [],
  findings: [],
  moves: [],
});

function foundByName<T extends { readonly name: string }>(
  kind: string,
  name: string,
  all: readonly T[],
): T {
  const found = all.find((one) => one.name === name);
  if (found) return found;
  const names = all.map((one) => one.name);
  const suggestion = closest(name, names);
  throw new CannotJudge({
    message: `unknown ${kind} "${name}"`,
    help: suggestion
      ? `did you mean ${suggestion}?`
      : `expected one of ${names.slice(0, 20).join(", ")}`,
  });
}

/** What the check says of all steps together. The last one has what concerns none of the packages, and the maturity table. */
async function concluded(
  trial: Trial,
  start: Tried,
  moved: Tried,
  steps: readonly Graduation[],
): Promise<readonly Graduation[]> {
  const table = moved.verdict.findings.flatMap(
    (finding) => fixOf(finding, moved.view, rules, "document")?.edits ?? [],
  );
  const sheet = new ChangeSheet(trial.workspace, maturityMarkdown).with(table);
  const pages = table.length > 0 && typeof sheet !== "string" ? sheet.files : [];
  const after = pages.length > 0 ? await trial.judge([...joinedChanges(steps), ...pages]) : moved;
  const names = new Set(steps.map((step) => step.package));
  const last = steps.findLast(({ already }) => !already);
  return steps.map((step) => {
    if (step.already) return step;
    const { view, policy } = after;
    const next = view.releaseOf(step.package)?.to;
    const findings = concernedBy(start, after, step.package, step === last ? names : undefined);
    return {
      ...step,
      ...(next === undefined ? {} : { next }),
      changes: step === last ? [...step.changes, ...pages] : step.changes,
      findings,
      moves: step === last ? movesOf(start, after, names) : [],
      missing: [
        ...(step !== last || areOnlyMoves(start, policy, steps)
          ? []
          : [byHand({ name: step.package }, [], { name: step.to })]),
        ...overdueFor(ledgerAfter(view), step.package, next ?? step.version),
        ...findings
          .filter(({ level }) => level === "error")
          .map(({ rule, message }) => say`${rule}: ${message}`),
      ],
    };
  });
}

/** The findings for the package; with all that move, also those of no such package that only appear after the move. */
function concernedBy(
  start: Tried,
  after: Tried,
  name: string,
  all?: ReadonlySet<string>,
): Tried["findings"] {
  const { introduced } = splitIntroduced(after.verdict.findings, start.verdict.findings);
  const isNew = new Set(introduced);
  return after.findings.filter(
    (finding, i) =>
      finding.package === name ||
      (all && !all.has(finding.package ?? "") && isNew.has(after.verdict.findings[i]!)),
  );
}

/** What is missing of the bump that takes the package into the track: nothing where a changeset has it already. */
function bumpMissing({ view }: Tried, { name }: Package, bump: Bump): Bump {
  return isOver(bump, view.ownBump(name)) ? bump : "none";
}

/** The packages are only on their new track, and no other package has moved. */
function areOnlyMoves(start: Tried, policy: Policy, steps: readonly Graduation[]): boolean {
  const targets = new Map(steps.map((step) => [step.package, step.to]));
  return start.view.packages.every((pkg) => {
    const names = (of: Policy) => tracksOf(of, pkg).map(({ name }) => name);
    const target = targets.get(pkg.name);
    const expected = target === undefined ? names(start.policy) : [target];
    return expected.join("\n") === names(policy).join("\n");
  });
}

const byHand = (
  { name }: Pick<Package, "name">,
  from: readonly Track[],
  target: Pick<Track, "name">,
): Sentence =>
  say`the lists of packages cannot be edited safely: add ${name} to track ${target.name}${
    from.length > 0 ? say` and remove it from ${from.map((one) => one.name).join(", ")}` : say``
  } by hand`;
