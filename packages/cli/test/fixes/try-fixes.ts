import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { plain } from "@release-policy/core";
import { judgedWorkspace } from "../../src/check/check.ts";
import type { CheckOptions, JudgeOptions, Judged } from "../../src/check/options.ts";
import { CommitWorkspaces } from "../../src/git/commit-workspaces.ts";
import { CannotJudge, type Report, type ReportedFinding } from "../../src/index.ts";
import { commitAll } from "../kit/run-example.ts";
import { CHANGESET_READINGS } from "./changeset-readings.ts";
import { EXACT_READINGS } from "./exact-readings.ts";
import type { Place } from "./place.ts";
import { printedIn } from "./printed.ts";
import { WORKSPACE_READINGS } from "./workspace-readings.ts";

/** A fix of a finding, and what came of it. */
export interface Tried {
  readonly rule: string;
  readonly text: string;
  readonly outcome: "passed" | "failed" | "option" | "by hand";
  /** Why it failed. */
  readonly why?: string;
}

const READINGS = [...CHANGESET_READINGS, ...WORKSPACE_READINGS, ...EXACT_READINGS];

/**
 * Carries out each fix that the findings of a workspace print, one at a time and in a copy: it passes where its finding is
 * gone and no other error has come.
 */
export async function tryFixes(root: string, options: Omit<CheckOptions, "cwd">): Promise<Tried[]> {
  const { report, facts } = await judged(root, options);
  const place = { report, facts, today: options.today ?? "2026-01-01" };
  const after = new Map<string, Promise<Report | string>>();
  const tried: Tried[] = [];
  for (const finding of report.findings) {
    const { rule, help, at } = finding;
    const { fixes, options: others } = printedIn(help);
    tried.push(...others.map((text): Tried => ({ rule, text, outcome: "option" })));
    for (const text of fixes) {
      const carryOut = readingOf(text);
      if (!carryOut) {
        tried.push({ rule, text, outcome: "by hand" });
        continue;
      }
      // The same words are the same fix, where they name a file.
      const key = /`[^`]+\.\w+(?::\d+)?`/.test(text) ? text : `${at.path}:${at.line} ${text}`;
      const result = after.get(key) ?? afterFix(root, options, { ...place, finding }, carryOut);
      after.set(key, result);
      const why = worse(finding, report, await result);
      tried.push({
        rule,
        text,
        ...(why === undefined ? { outcome: "passed" } : { outcome: "failed", why }),
      });
    }
  }
  return tried;
}

type Carry = (place: Place) => unknown;

/** How to carry out a fix; undefined where it takes a person. */
function readingOf(text: string): Carry | undefined {
  for (const { words, carryOut } of READINGS) {
    const found = words.exec(text);
    if (found) return (place) => carryOut(place, ...found.slice(1));
  }
  const steps = text
    .split(/(?: and |, )(?=[a-z]+ )/)
    .map((step) => (step === text ? undefined : readingOf(step)));
  if (!steps.every((step) => step !== undefined)) return undefined;
  return async (place) => {
    for (const step of steps) await step(place);
  };
}

async function afterFix(
  root: string,
  options: Omit<CheckOptions, "cwd">,
  place: Omit<Place, "root">,
  carryOut: Carry,
): Promise<Report | string> {
  const parent = mkdtempSync(join(tmpdir(), "fixed-"));
  const copy = join(parent, "workspace");
  try {
    cpSync(root, copy, { recursive: true, verbatimSymlinks: true });
    await carryOut({ ...place, root: copy });
    if (existsSync(join(copy, ".git"))) commitAll(copy, "fixed");
    return (await judged(copy, { ...options, untriedFixes: true })).report;
  } catch (error) {
    if (error instanceof CannotJudge)
      return `no verdict any more: ${error.obstacles.map(({ message }) => JSON.stringify(message)).join("; ")}`;
    if (error instanceof Error) return error.message;
    throw error;
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}

const keyOf = ({ rule, package: name = "", at }: ReportedFinding): string =>
  `${rule} ${name || at.path}`;

/** Why the report after a fix is not what the fix promises; undefined where it is. */
function worse(
  finding: ReportedFinding,
  before: Report,
  after: Report | string,
): string | undefined {
  if (typeof after === "string") return after;
  const key = keyOf(finding);
  const count = ({ findings }: Report, which: string, only: boolean) =>
    findings.filter((one) => keyOf(one) === which && (!only || one.level === "error")).length;
  if (count(after, key, false) >= count(before, key, false)) {
    const left = after.findings.find((one) => keyOf(one) === key)!;
    return `its finding stays: ${plain(left.message)}`;
  }
  const come = after.findings.find(
    (one) =>
      one.level === "error" && count(after, keyOf(one), true) > count(before, keyOf(one), true),
  );
  return come && `it brings ${come.rule}: ${plain(come.message)}`;
}

/** The report of a workspace, with the facts that it was made from. */
async function judged(root: string, options: JudgeOptions): Promise<Judged> {
  const commits = new CommitWorkspaces(root);
  try {
    return await judgedWorkspace(root, commits, options);
  } finally {
    commits.dispose();
  }
}

/** How many fixes were printed, and what came of them. */
export interface FixCounts {
  printed: number;
  applied: number;
  passed: number;
  options: number;
  readonly byHand: Map<string, number>;
  readonly failed: string[];
}

export const noFixes = (): FixCounts => ({
  printed: 0,
  applied: 0,
  passed: 0,
  options: 0,
  byHand: new Map(),
  failed: [],
});

/** Adds what was tried to the counts; `where` names the workspace in the line of a failure. */
export function countFixes(counts: FixCounts, tried: readonly Tried[], where: string): void {
  for (const { rule, text, outcome, why } of tried) {
    if (outcome === "option") {
      counts.options++;
      continue;
    }
    counts.printed++;
    if (outcome === "by hand") {
      const kind = `${rule}: ${text.replaceAll(/`[^`]*`/g, "…")}`;
      counts.byHand.set(kind, (counts.byHand.get(kind) ?? 0) + 1);
      continue;
    }
    counts.applied++;
    if (outcome === "passed") counts.passed++;
    else counts.failed.push(`${where}, ${rule}: ${text}\n  ${why}`);
  }
}

/** The counts as lines, with the kinds of what a machine cannot carry out. */
export function fixesText(counts: FixCounts, { kinds = true } = {}): string {
  const { printed, applied, passed, options, byHand } = counts;
  const hand = [...byHand].toSorted(([, a], [, b]) => b - a);
  return [
    `fixes: ${printed} printed, ${applied} applied, ${passed} passed; ${printed - applied} take a person; ${options} options`,
    ...(kinds ? hand.map(([kind, count]) => `  by hand, ${count}: ${kind}`) : []),
  ].join("\n");
}
