import type { ReportingDescriptor, ReportingConfiguration } from "sarif";

/** What SARIF asks of a rule. */
export interface RuleText {
  readonly id: string;
  readonly family: string;
  readonly summary: string;
  readonly why: string;
  readonly level: "off" | "warn" | "error";
  readonly notWhen?: string;
}

export const LEVELS = { error: "error", warn: "warning" } as const;

/** A rule's entry. There is no link to its page yet, so its help has the text. */
export function descriptor(rule: RuleText): ReportingDescriptor {
  const { id, family, summary, why, notWhen } = rule;
  const off = notWhen === undefined ? "" : `\n\nSwitch it off: ${notWhen}`;
  const more = `\n\n\`release-policy explain ${id}\` shows its options and examples.`;
  const help = `${summary}\n\n${why}${off}${more}`;
  return {
    id,
    name: id.replaceAll(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: summary },
    fullDescription: { text: why },
    help: { text: help, markdown: help },
    defaultConfiguration: configuration(rule),
    properties: { tags: ["release-policy", family] },
  };
}

const configuration = ({ level }: RuleText): ReportingConfiguration =>
  level === "off" ? { enabled: false } : { level: LEVELS[level] };
