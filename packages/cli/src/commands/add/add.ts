import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import {
  type Facts,
  type Package,
  type PlannerId,
  allowedBumps,
  evidenceForms,
  splitIntroduced,
} from "@release-policy/core";
import type { AllowedBump, Bump, EvidenceForm, Sentence } from "@release-policy/core/types";
import { type ReportedApi, reportedApis } from "../../api/reported-api.ts";
import { inWorkspace } from "../../check/check.ts";
import type { CheckOptions } from "../../check/options.ts";
import type { ReportedFinding } from "../../check/report.ts";
import { packageNamed } from "../../check/workspace.ts";
import { CannotJudge } from "../../errors.ts";
import { writeDurably } from "../../files/writing/durable-file.ts";
import { Snapshot } from "../../files/writing/snapshot.ts";
import { rules } from "../../policy/rules.ts";
import { movesOf } from "../graduate/moves.ts";
import { plannerCommand, runReleaseCommand } from "../release-command.ts";
import { Trial } from "../trial.ts";
import { type Writer, type WriterOptions, inWritableWorkspace } from "../writer.ts";

/** No changeset has it: the planner's command picks its own name. */
const NEW = ".changeset/new changeset.md";

type AddContext = Pick<CheckOptions, "cwd" | "branch" | "today" | "planner" | "strict">;

export interface AddOptions extends AddContext, WriterOptions {
  /** What is declared for which package. */
  readonly bumps: Readonly<Record<string, AllowedBump["bump"]>>;
  /** The text of the changeset, declarations and all. */
  readonly message: string;
  /** Judge it and write nothing. */
  readonly dryRun?: boolean;
  /** Write it even where the policy refuses it. */
  readonly force?: boolean;
}

export interface Added {
  /** The text as it was judged; the planner's own formatting may differ. */
  readonly text: string;
  /** What the policy has against it that it has not against the workspace already. With an error, nothing is written unless forced. */
  readonly findings: readonly ReportedFinding[];
  /** The releases that are in the plan only now, or make another version. */
  readonly moves: readonly { readonly name: string; readonly from: string; readonly to: string }[];
  /** What the planner's command wrote. */
  readonly files: readonly string[];
  /** Why the command failed. */
  readonly failure?: Sentence;
}

/**
 * Checks a changeset before it exists, and has the planner's own command write it: `changeset add`, or `pnpm change`.
 * Throws `CannotJudge` on an unknown package, an unreleased package, an empty text, or if no verdict is possible;
 * then nothing is written.
 */
export function add(options: AddOptions): Promise<Added> {
  return inWritableWorkspace("add", options, async (workspace, _, writer) => {
    const { message } = options;
    const bumps = new Map<string, Bump>(Object.entries(options.bumps));
    if (bumps.size === 0 || message.trim() === "") {
      throw new CannotJudge({
        message: bumps.size === 0 ? "no package given" : "the changeset has no summary",
        help: "for example: `release-policy add --patch @acme/core --message 'Fix the cache.'`",
      });
    }
    const trial = new Trial(workspace, options);
    const start = await trial.judge();
    for (const name of bumps.keys()) refuseSkipped(packageNamed(name, start.view));
    const text = changesetFileText(bumps, message.trim());
    const after = await trial.judge([{ path: NEW, after: text }]);
    const { introduced } = splitIntroduced(after.verdict.findings, start.verdict.findings);
    const isNew = new Set(introduced);
    const findings = after.findings.filter((_finding, i) => isNew.has(after.verdict.findings[i]!));
    const judged = { text, findings, moves: movesOf(start, after), files: [] };
    const isRefused = findings.some(({ level }) => level === "error") && options.force !== true;
    if (!writer || isRefused) return judged;
    const { id } = start.view.planner;
    const before = Snapshot.of(workspace, [], [".changeset"]);
    const recorded = await writer.change(before, () =>
      recordChangeset(writer, id, bumps, message.trim()),
    );
    return { ...judged, ...recorded };
  });
}

function refuseSkipped({ name, skipped }: Package): void {
  if (skipped === undefined) return;
  throw new CannotJudge({
    message: `${name} is ${skipped}, so the release command skips it`,
    help: "leave it out",
  });
}

/** A package that a changeset can name, and its allowed bumps. */
export interface Addable {
  readonly package: string;
  readonly version: string;
  readonly track?: string;
  /** True where files of it differ from the base. */
  readonly changed: boolean;
  readonly bumps: readonly AllowedBump[];
  /** What changed in its public API since its last release, and the least bump for that. */
  readonly api?: ReportedApi;
  readonly evidence: readonly EvidenceForm[];
}

/**
 * The packages that can be released, starting with those changed since `since` (default: the base branch of
 * Changesets, or main, if git knows one). Throws `CannotJudge` without a policy, the reference, or a release command.
 */
export function addable(
  options: Pick<CheckOptions, "cwd" | "branch" | "today" | "planner" | "since"> = {},
): Promise<readonly Addable[]> {
  return inWorkspace(options, async (workspace) => {
    const { view, policy } = await new Trial(workspace, options).judge();
    // Reported before any questions.
    plannerCommand(workspace, view.planner.id, [], process.env);
    const changed = await changedSince(workspace, options.since, view);
    const apis = new Map(reportedApis(view, policy).map((api) => [api.package, api]));
    const all = view.packages
      .filter((pkg) => pkg.skipped === undefined && view.isJudged(pkg))
      .map((pkg): Addable => {
        const track = view.trackOf(pkg.name);
        const { name, version = "0.0.0" } = pkg;
        const api = apis.get(name);
        return {
          package: name,
          version,
          ...(track ? { track: track.name } : {}),
          changed: changed.has(name),
          bumps: allowedBumps(view, policy, pkg, rules),
          ...(api ? { api } : {}),
          evidence: track ? evidenceForms(version, track) : [],
        };
      });
    return all.toSorted((a, b) => Number(b.changed) - Number(a.changed));
  });
}

const BASES = ["origin/main", "main", "origin/master", "master"];

async function changedSince(
  workspace: string,
  since: string | undefined,
  { packages }: Pick<Facts, "packages">,
): Promise<ReadonlySet<string>> {
  const { changedPackages, differenceSince } = await import("../../git/changes.ts");
  for (const ref of since === undefined ? BASES : [since]) {
    try {
      const difference = await differenceSince(workspace, ref);
      const changed = await changedPackages(packages, difference, ["**"]);
      return new Set(changed.map(({ name }) => name));
    } catch (error) {
      // Listing the changed packages is optional; only a missing `--since` reference is an error.
      if (!(error instanceof CannotJudge) || since !== undefined) throw error;
    }
  }
  return new Set();
}

type Bumps = ReadonlyMap<string, Bump>;

const frontMatter = (bumps: Bumps): string =>
  ["---", ...[...bumps].map(([name, bump]) => `${JSON.stringify(name)}: ${bump}`), "---"].join(
    "\n",
  );

/** The front matter of a changeset and its text. */
const changesetFileText = (bumps: Bumps, message: string): string =>
  `${frontMatter(bumps)}\n\n${message}\n`;

/**
 * Has the planner's own command write the changeset: `changeset add`, or `pnpm change`. Returns the new files, and
 * why it failed. Throws `CannotJudge` if the planner is not installed.
 */
async function recordChangeset(
  writer: Writer,
  planner: PlannerId,
  bumps: Bumps,
  message: string,
): Promise<{ readonly files: readonly string[]; readonly failure?: Sentence }> {
  const { root } = writer;
  const before = new Set(changesetsIn(root));
  const { args, whole } = argumentsOf(planner, bumps, message);
  const command = plannerCommand(root, planner, args, process.env);
  const why = await runReleaseCommand(writer, command, 2);
  const files = changesetsIn(root).filter((path) => !before.has(path));
  if (why !== undefined) return { files, failure: [`${command.shown.split("\n")[0]} ${why}`] };
  if (files.length === 0) return { files, failure: ["no new changeset was written"] };
  if (!whole) fillIn(join(root, files[0]!), bumps);
  return { files };
}

/**
 * `whole` if the command accepts everything as arguments: Changesets 2 only asks for packages interactively, and pnpm
 * accepts one bump, while two files with the same text would duplicate it in a changelog.
 */
function argumentsOf(
  planner: PlannerId,
  bumps: Bumps,
  message: string,
): { readonly args: readonly string[]; readonly whole: boolean } {
  if (planner === "changesets@2")
    return { args: ["add", "--empty", `--message=${message}`], whole: false };
  if (planner === "changesets@3") {
    const packages = [...Map.groupBy(bumps.keys(), (name) => bumps.get(name)!)];
    const args = packages.map(([bump, names]) => `--${bump}=${names.join(",")}`);
    return { args: ["add", ...args, `--message=${message}`], whole: true };
  }
  const [bump, ...others] = new Set(bumps.values());
  const args = ["change", `--bump=${bump}`, `--summary=${message}`, ...bumps.keys()];
  return { args, whole: others.length === 0 };
}

function fillIn(path: string, bumps: Bumps): void {
  const text = readFileSync(path, "utf8");
  writeDurably(
    path,
    text.replace(/^---\r?\n(?:[^\n]*\n)*?---/, () => frontMatter(bumps)),
  );
}

/** pnpm creates a missing folder. */
const changesetsIn = (root: string): string[] =>
  existsSync(join(root, ".changeset"))
    ? readdirSync(join(root, ".changeset"))
        .filter((name) => name.endsWith(".md"))
        .map((name) => `.changeset/${name}`)
    : [];
