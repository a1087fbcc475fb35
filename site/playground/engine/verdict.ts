import type { LineEdit, Report, ReportedFinding } from "../../../packages/cli/src/check/report.ts";
import { causeText, causesText } from "../../../packages/cli/src/formats/finding.ts";
import { tallyOf, verdictText } from "../../../packages/cli/src/formats/verdict-text.ts";
import type { Location, Sentence } from "@release-policy/core/types";
import type { Answer } from "./engine.ts";

/** An answer as the page shows it. Texts of the workspace are as they are: the page shows them as text only. */
export interface Verdict {
  readonly outcome: Report["outcome"] | "none";
  /** `1 of 1 release not allowed (1 error)` */
  readonly headline: string;
  readonly planner?: string;
  readonly releases: readonly ShownRelease[];
  readonly problems: readonly Problem[];
  readonly notes: readonly Sentence[];
}

interface ShownRelease {
  readonly name: string;
  readonly track?: string;
  readonly from: string;
  readonly to: string;
  readonly isRefused: boolean;
  readonly causes: readonly string[];
}

/** A finding, or what keeps the check from a verdict. */
export interface Problem {
  readonly level: "error" | "warn";
  /** Undefined where there is no verdict. */
  readonly rule?: string;
  readonly message: Sentence;
  readonly help?: Sentence;
  readonly at?: Location;
  /** Of the package that it is about. */
  readonly manifest?: string;
  readonly policy?: { readonly at: Location; readonly text: string };
  readonly chain?: string;
  readonly edits?: readonly LineEdit[];
}

export function verdictOf(answer: Answer): Verdict {
  if (!("report" in answer)) {
    return {
      outcome: "none",
      headline: "No verdict: the workspace cannot be checked",
      releases: [],
      notes: [],
      problems: answer.obstacles.map(({ message, help, at }) => ({
        level: "error",
        message: [message],
        ...(help === undefined ? {} : { help: [help] }),
        ...(at ? { at } : {}),
      })),
    };
  }
  const { report } = answer;
  const { refused } = tallyOf(report);
  const { id, version } = report.planner;
  return {
    outcome: report.outcome,
    headline: verdictText(report),
    planner: `${id === "pnpm" ? "pnpm" : `Changesets ${id.at(-1)}`} (planner ${version})`,
    releases: report.releases.map(({ name, track, from, to, causes }) => ({
      name,
      ...(track === undefined ? {} : { track }),
      from,
      to,
      isRefused: refused.has(name),
      causes: causes.map(causeText),
    })),
    problems: report.findings.map((finding) => {
      const dir = report.releases.find(({ name }) => name === finding.package)?.dir;
      return {
        ...problemOf(finding),
        ...(dir === undefined ? {} : { manifest: `${dir}/package.json` }),
      };
    }),
    notes: report.notes,
  };
}

const problemOf = (finding: ReportedFinding): Problem => {
  const { level, rule, message, help, at, because, chain, edits } = finding;
  return {
    level,
    rule,
    message,
    help,
    at,
    ...(because ? { policy: { at: because.at, text: because.text } } : {}),
    ...(chain.length > 0
      ? { chain: `${chain[0]!.package} ${chain[0]!.to} ← ${causesText(chain)}` }
      : {}),
    ...(edits ? { edits } : {}),
  };
};
