import type { Obstacle } from "../errors.ts";
import type { ReportedFinding, ReportedWaived } from "../report.ts";
import { chainText } from "./chain.ts";
import { printable } from "./escape.ts";
import { plain } from "./plain.ts";

/** What a finding says, each in one line that is safe to print. */
export interface FindingText {
  readonly message: string;
  readonly fix: string;
  /** The policy's line that says so, after its place. */
  readonly policy?: string;
  readonly chain?: string;
}

export function findingText({ message, help, because, chain }: ReportedFinding): FindingText {
  return {
    message: plain(message),
    fix: plain(help),
    ...(because
      ? { policy: printable(`${because.at.path}:${because.at.line}  ${because.text}`) }
      : {}),
    ...(chain.length > 0 ? { chain: printable(chainText(chain)) } : {}),
  };
}

/** `planned for 2.0 (@acme/release, until 2026-07-01)` */
export const waiverText = ({ waiver, approval }: ReportedWaived): string =>
  printable(
    approval
      ? `approved by ${approval.by} (${approval.via}, ${approval.at})`
      : `${waiver.reason} (${waiver.owner}, until ${waiver.until})`,
  );

/** What stands in the way, and what to do, in lines that are safe to print. */
export const obstacleLines = ({ message, help }: Obstacle): string[] =>
  [message, ...(help === undefined ? [] : `help: ${help}`.split("\n"))].map(printable);
