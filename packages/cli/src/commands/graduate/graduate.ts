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
import { ChangeSheet } from "../../check/fixes/change-sheet.ts";
import { rules } from "../../policy/rules.ts";
import { Trial, type Tried } from "../trial.ts";
import { type WriterOptions, inWritableWorkspace } from "../writer.ts";
import { graduationEdits, isLastOf } from "./edits.ts";
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
export function graduate(name: string, options: GraduateOptions): Promise<Graduation> {
  return inWritableWorkspace("graduate", options, async (workspace, _, writer) => {
    const trial = new Trial(workspace, options);
    const start = await trial.judge();
    const { policy, view } = start;
    const pkg = foundByName("package", name, view.packages);
    const target = foundByName("track", options.to, policy.tracks);
    const from = tracksOf(policy, pkg).filter((track) => track.name !== target.name);
    const bare = bareOf(pkg, from, target);
    if (from.length === 0 && tracksOf(policy, pkg).length > 0) return { ...bare, already: true };
    const position = trackPosition(pkg, target);
    if ("missing" in position) return { ...bare, missing: [position.missing] };
    const emptied = from.find((track) => isLastOf(track, pkg));
    if (emptied) return { ...bare, missing: [lastOf(pkg, emptied)] };
    const files = graduationEdits(
      workspace,
      pkg,
      from,
      target,
      bumpMissing(start, pkg, position.bump),
    );
    if (!files) return { ...bare, missing: [byHand(pkg, from, target)] };
    const result = await tried(trial, start, files, bare, target);
    const isReady = result.missing.length === 0;
    if (!writer || !isReady) return result;
    await writer.write(result.changes);
    return { ...result, written: true };
  });
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
    message: `unknown ${kind} ${name}`,
    help: suggestion
      ? `did you mean ${suggestion}?`
      : `expected one of ${names.slice(0, 20).join(", ")}`,
  });
}

async function tried(
  trial: Trial,
  start: Tried,
  files: readonly ChangedFile[],
  bare: Graduation,
  target: Track,
): Promise<Graduation> {
  let after: Tried;
  let changes = files;
  try {
    after = await trial.judge(files);
    const table = after.verdict.findings.flatMap(
      (finding) => fixOf(finding, after.view, rules, "document")?.edits ?? [],
    );
    const sheet = new ChangeSheet(trial.workspace, maturityMarkdown).with(table);
    if (table.length > 0 && typeof sheet !== "string") {
      changes = [...files, ...sheet.files];
      after = await trial.judge(changes);
    }
  } catch (error) {
    if (!(error instanceof CannotJudge)) throw error;
    const missing = error.obstacles.map(
      ({ message }) => say`the policy would be invalid: ${message}`,
    );
    return { ...bare, changes, missing };
  }
  const { view, policy } = after;
  const pkg = view.packageNamed(bare.package)!;
  const next = view.releaseOf(pkg.name)?.to;
  const concerning = concernedBy(start, after, pkg.name);
  const overdue = overdueFor(ledgerAfter(view), pkg.name, next ?? bare.version);
  return {
    ...bare,
    ...(next === undefined ? {} : { next }),
    changes,
    findings: concerning,
    moves: movesOf(start, after, pkg.name),
    missing: [
      ...(isOnlyMove(start, policy, pkg, target) ? [] : [byHand(pkg, [], target)]),
      ...overdue,
      ...concerning
        .filter(({ level }) => level === "error")
        .map(({ rule, message }) => say`${rule}: ${message}`),
    ],
  };
}

/** The findings for the package, and those that only appear after the move. */
function concernedBy(start: Tried, after: Tried, name: string): Tried["findings"] {
  const { introduced } = splitIntroduced(after.verdict.findings, start.verdict.findings);
  const isNew = new Set(introduced);
  return after.findings.filter(
    (finding, i) => finding.package === name || isNew.has(after.verdict.findings[i]!),
  );
}

/** What is missing of the bump that takes the package into the track: nothing where a changeset has it already. */
function bumpMissing({ view }: Tried, { name }: Package, bump: Bump): Bump {
  return isOver(bump, view.ownBump(name)) ? bump : "none";
}

/** The package is only on its new track, and no other package has moved. */
const isOnlyMove = (start: Tried, policy: Policy, moved: Package, target: Track): boolean =>
  start.view.packages.every((pkg) => {
    const names = (of: Policy) => tracksOf(of, pkg).map(({ name }) => name);
    const expected = pkg.name === moved.name ? [target.name] : names(start.policy);
    return expected.join("\n") === names(policy).join("\n");
  });

const lastOf = ({ name }: Package, track: Track): Sentence =>
  say`${name} is the only package of track ${track.name}: delete ${track.line("packages").at.path} and all references to that track, then run the command again`;

const byHand = ({ name }: Package, from: readonly Track[], target: Track): Sentence =>
  say`the lists of packages cannot be edited safely: add ${name} to track ${target.name}${
    from.length > 0 ? say` and remove it from ${from.map((one) => one.name).join(", ")}` : say``
  } by hand`;
