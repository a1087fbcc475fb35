import { inspect, stripVTControlCharacters } from "node:util";
import {
  CannotJudge,
  type Report,
  check,
  formatObstacles,
  formatTerminal,
  version,
} from "release-policy";

const MOST_FINDINGS = 10;
const VARIABLE = "RELEASE_POLICY_OVERRIDE";

/** A release that the policy refuses. Changesets stops on it, before it writes a file. */
class Refused extends Error {
  constructor(message: string) {
    super(message);
    // The place in our code is of no use to readers.
    this.stack = message;
  }

  /** Changesets 2 prints the error as Node shows it: as its text alone. */
  [inspect.custom](): string {
    return this.message;
  }
}

let verdict: Promise<Report> | undefined;

const refusal = "release-policy does not allow this release; nothing was written.";

const style = () => ({
  color: process.stderr.isTTY && !process.env["NO_COLOR"],
  width: Math.min(process.stderr.columns ?? 100, 120),
});

/** One line, whatever the reason contains. */
const log = (text: string): void => {
  const line = stripVTControlCharacters(text).replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ");
  process.stderr.write(`release-policy: ${line}\n`);
};

/** The verdict on the current release, computed once per process. Rejects if it fails. */
export const guard = (): Promise<Report> => (verdict ??= judge());

async function judge(): Promise<Report> {
  const snapshot = snapshotOf(process.argv.slice(2));
  const report = await judged(snapshot);
  if (report.outcome !== "fail") return report;
  const text = formatTerminal(report, { ...style(), most: MOST_FINDINGS }).trimEnd();
  const reason = process.env[VARIABLE]?.trim();
  if (report.override === "forbidden") {
    const why = "override: forbidden, in policies/workspace.yaml";
    throw new Refused(`${refusal}\n\n${text}\n\nIt cannot be overridden (${why}).`);
  }
  if (!reason) {
    throw new Refused(`${refusal}\n\n${text}\n\nTo release anyway: ${VARIABLE}="<reason>"`);
  }
  const errors = report.findings.filter(({ level }) => level === "error").length;
  log(`${errors} error${errors === 1 ? "" : "s"} overridden: ${reason}`);
  return report;
}

async function judged(snapshot: string | true | undefined): Promise<Report> {
  try {
    // Whoever runs this command also puts right what a train finding says.
    if (process.env["RELEASE_POLICY_VERSION"] === "1")
      return (await version({ dryRun: true })).report;
    return await check(snapshot === undefined ? {} : { snapshot });
  } catch (error) {
    if (!(error instanceof CannotJudge)) throw error;
    const text = formatObstacles(error, style()).trimEnd();
    // Without a policy, we cannot know whether it may be overridden.
    throw new Refused(
      `release-policy could not check this release; nothing was written.\n\n${text}`,
    );
  }
}

/** The name in `changeset version --snapshot <name>`, true without one, undefined without `--snapshot`. */
export function snapshotOf(args: readonly string[]): string | true | undefined {
  const at = args.findIndex((arg) => /^--snapshot(?:=|$)/.test(arg));
  if (at < 0) return undefined;
  const [, written] = args[at]!.split("=", 2);
  const next = written ?? args[at + 1];
  return next === undefined || next === "" || next.startsWith("-") ? true : next;
}
