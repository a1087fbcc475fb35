import { type BaselineEntry, type Policy, acceptedKey, idsOf } from "@release-policy/core";
import type { AcceptedFindings, Finding } from "@release-policy/core/types";
import { type BaselineState, baselineState } from "../../policy/baseline/baseline-state.ts";
import { judgedWorkspace } from "../../check/check.ts";
import type { CheckOptions } from "../../check/options.ts";
import { CannotJudge } from "../../errors.ts";
import { readExactly } from "../../files/writing/changed-files.ts";
import { type BaselineLine, baselineText } from "../../policy/baseline/baseline-text.ts";
import { ledgerPath } from "../../policy/deprecation-ledger.ts";
import { rules } from "../../policy/rules.ts";
import { type WriterOptions, inWritableWorkspace } from "../writer.ts";

export interface BaselineOptions
  extends Pick<CheckOptions, "cwd" | "branch" | "today" | "planner" | "strict">, WriterOptions {
  /** Accept the current errors. Requires `owner` and `until`, unless there are none. */
  readonly write?: boolean;
  /** Delete the entries of what is fixed. */
  readonly prune?: boolean;
  /** Who will fix what is accepted. */
  readonly owner?: string;
  /** The last day on which it is accepted, `2027-01-15`. */
  readonly until?: string;
}

/** The baseline, as written if it was written. */
export interface Baseline {
  readonly path: string;
  /** True where the file was changed. */
  readonly written: boolean;
  /** How many findings it accepts today. */
  readonly accepted: number;
  /** The last day of those of them that end first. */
  readonly until?: string;
  /** Errors that were accepted until a day that is over. */
  readonly expired: number;
  /** Errors that no entry names. */
  readonly open: number;
  /** Accepted findings that are fixed, though their entries are still there. */
  readonly fixed: number;
  readonly entries: readonly AcceptedFindings[];
}

/**
 * What the baseline accepts of the current findings; `write` accepts every error, `write` and `prune` delete fixed
 * ones. Throws `CannotJudge` if a new entry has no owner or date, or no verdict is possible.
 */
export function baseline(options: BaselineOptions = {}): Promise<Baseline> {
  const { write = false, prune = false } = options;
  const given = { ...options, dryRun: !write && !prune };
  const command = write ? "baseline --write" : "baseline --prune";
  return inWritableWorkspace(command, given, async (root, scratches, writer) => {
    const today = options.today ?? new Date().toISOString().slice(0, 10);
    const read = async () => {
      const judging = { ...options, today, untriedFixes: true };
      const { report, policy } = await judgedWorkspace(root, scratches, judging);
      return { policy, state: baselineState(policy, report, today) };
    };
    const path = ledgerPath(root, "baseline");
    const { policy, state } = await read();
    if (!writer) return baselineOf(path, policy, state);
    const before = readExactly(root, path);
    const lines = linesAfter(policy, state, today, options);
    const isChanged = lines.length > 0 || policy.baseline.length > 0;
    const after = isChanged ? baselineText(before, lines) : before;
    if (after === undefined || after === before) return baselineOf(path, policy, state);
    await writer.write([{ path, ...(before === undefined ? {} : { before }), after }]);
    const now = await read();
    return { ...baselineOf(path, now.policy, now.state), written: true };
  });
}

function baselineOf(path: string, { baseline: entries }: Policy, state: BaselineState): Baseline {
  const [until] = [...state.used.keys()].map((entry) => entry.until).toSorted();
  return {
    path,
    written: false,
    accepted: total(state.used.values()),
    ...(until === undefined ? {} : { until }),
    expired: total(state.expired.values()),
    open: state.open.length,
    fixed: state.obsolete,
    entries: entries.map(withoutLine),
  };
}

function withoutLine(placed: BaselineEntry): AcceptedFindings {
  const { line: _, ...entry } = placed;
  return entry;
}

const total = (numbers: Iterable<number>): number =>
  [...numbers].reduce((sum, one) => sum + one, 0);

/** The entries that still accept something, in their order, and after them what is accepted now. */
function linesAfter(
  { baseline: entries }: Policy,
  { used, expired, open }: BaselineState,
  today: string,
  options: BaselineOptions,
): readonly BaselineLine[] {
  const isNew = options.write === true && open.length + expired.size > 0;
  const granted = isNew ? grantOf(today, options) : undefined;
  const kept = entries.flatMap((entry, index): BaselineLine[] => {
    const late = expired.get(entry);
    const count = used.get(entry) ?? late;
    if (count === undefined) return [];
    return [{ index, entry: { ...entry, count, ...(late === undefined ? {} : granted) } }];
  });
  if (!granted) return kept;
  const groups = Map.groupBy(open.map(recognised), (one) =>
    [acceptedKey(one), one.api, one.version].join("\n"),
  );
  const added = [...groups.values()].map((all) => ({
    entry: { ...all[0]!, count: all.length, ...granted },
  }));
  return [...kept, ...added];
}

/** Throws `CannotJudge` without an owner or a last day. */
function grantOf(
  today: string,
  { owner, until }: BaselineOptions,
): Pick<AcceptedFindings, "owner" | "until"> {
  if (owner === undefined || owner === "" || until === undefined) {
    throw new CannotJudge({
      message: "a baseline needs an owner and an end date",
      help: `run release-policy baseline --write --owner <name> --until ${inThreeMonths(today)}`,
    });
  }
  if (until < today) {
    throw new CannotJudge({ message: `--until ${until} is in the past (today: ${today})` });
  }
  return { owner, until };
}

function inThreeMonths(today: string): string {
  const date = new Date(`${today}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + 90);
  return date.toISOString().slice(0, 10);
}

/**
 * The identity of a finding. A changeset is deleted with its release; other findings about one release are only
 * accepted at its version, so that the next one is checked.
 */
function recognised({ rule, package: name, version, api, at }: Finding) {
  const isOnce = ONCE.has(rule) && !at.path.startsWith(".changeset/");
  return {
    rule,
    ...(name === undefined ? {} : { package: name }),
    file: at.path,
    ...(api === undefined ? {} : { api }),
    ...(isOnce && version !== undefined ? { version } : {}),
  };
}

const ONCE = idsOf(rules, ({ oncePerRelease }) => oncePerRelease);
