import type {
  Location as SarifLocation,
  Log,
  ReportingConfiguration,
  ReportingDescriptor,
  Result,
  Run,
  Suppression,
} from "sarif";
import type { Location, Report, ReportedFinding, ReportedWaived } from "../check/report.ts";
import type { Obstacle } from "../errors.ts";
import { jsonLines, plain, printable } from "./escape.ts";
import { obstacleLines, plainFinding } from "./finding.ts";
import { fingerprints } from "./fingerprint.ts";
import { allowanceText } from "./verdict-text.ts";

interface SarifOptions {
  /** Of this tool. */
  readonly version: string;
  readonly rules: readonly RuleText[];
  /** The path of the workspace in its repository: empty, or with a trailing slash. */
  readonly prefix: string;
}

const SCHEMA =
  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/**
 * SARIF 2.1.0 with one run. A waived finding is a suppressed result; with a base, existing findings are `unchanged`.
 * Text from the repository is escaped, and makes no link.
 */
export function sarifText(report: Report, options: SarifOptions): string {
  const { findings, pending, waived, notes, since } = report;
  const used: ReadonlySet<string> = new Set(
    [...findings, ...pending, ...waived.map(({ finding }) => finding)].map(({ rule }) => rule),
  );
  const rules = options.rules.filter(({ id }) => used.has(id)).map(descriptor);
  const prints = fingerprints(report);
  const result = (finding: ReportedFinding, baselineState: "new" | "unchanged"): Result => ({
    ...resultOf(finding, options.prefix, rules),
    partialFingerprints: fingerprintsOf(prints.get(finding)!),
    suppressions: [],
    ...(since ? { baselineState } : {}),
  });
  const notifications = notes.map((note) => ({
    level: "note" as const,
    message: { text: `${linkless(plain(note))}.` },
  }));
  return logOf(options, rules, {
    invocations: [
      {
        executionSuccessful: true,
        ...(notifications.length > 0 ? { toolExecutionNotifications: notifications } : {}),
      },
    ],
    results: [
      ...findings.map((finding) => result(finding, "new")),
      ...pending.map((finding) => result(finding, "unchanged")),
      // Whether the base has it too is not known; it is in this run.
      ...waived.map((each) => ({
        ...result(each.finding, "new"),
        suppressions: [suppression(each, options.prefix)],
      })),
    ],
  });
}

/**
 * Why no verdict was made: an invocation that failed. It has no results, because an empty list would say that
 * everything was repaired.
 */
export function sarifObstacles(obstacles: readonly Obstacle[], options: SarifOptions): string {
  const notifications = obstacles.map((obstacle) => ({
    level: "error" as const,
    message: {
      text: obstacleLines(obstacle).map(linkless).join("\n"),
    },
    ...(obstacle.at ? { locations: [sarifPlace(obstacle.at, options.prefix)] } : {}),
  }));
  const invocation = { executionSuccessful: false, toolConfigurationNotifications: notifications };
  return logOf(options, [], { invocations: [invocation] });
}

function logOf(
  { version }: SarifOptions,
  rules: ReportingDescriptor[],
  run: Pick<Run, "invocations" | "results">,
): string {
  const driver = { name: "release-policy", semanticVersion: version, rules };
  const log: Log = {
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [{ tool: { driver }, columnKind: "utf16CodeUnits", ...run }],
  };
  return jsonLines(log);
}

function resultOf(
  finding: ReportedFinding,
  prefix: string,
  rules: readonly ReportingDescriptor[],
): Result {
  const { rule, level, package: name, version, at, because } = finding;
  const { message, fix, chain } = plainFinding(finding);
  const related = relatedOf(finding, prefix);
  const policy = because ? `\nPolicy: ${pathLink(because.at, 1)}` : "";
  const why = chain === undefined ? "" : `\nChain: ${linkless(chain)}`;
  const subject = {
    ...(name === undefined ? {} : { package: plain([name]) }),
    ...(version === undefined ? {} : { version: plain([version]) }),
  };
  return {
    ruleId: rule,
    ruleIndex: rules.findIndex(({ id }) => id === rule),
    level: LEVELS[level],
    message: { text: `${linkless(message)}.\nFix: ${linkless(fix)}${why}${policy}` },
    locations: [sarifPlace(at, prefix)],
    ...(related.length > 0 ? { relatedLocations: related } : {}),
    ...(name === undefined ? {} : { properties: subject }),
  };
}

/** The second name is the one that GitHub recognises an alert by. */
const fingerprintsOf = (print: string) => ({
  "releasePolicy/v1": print,
  primaryLocationLineHash: print,
});

const reference = (path: string): string =>
  path.toWellFormed().split("/").map(encodeURIComponent).join("/");

/** A place as SARIF has it: the path relative to the repository's root, as a reference that any name can be in. */
const sarifPlace = ({ path, line, column, length }: Location, prefix: string): SarifLocation => ({
  physicalLocation: {
    artifactLocation: { uri: reference(`${prefix}${path}`) },
    region: {
      startLine: line,
      startColumn: column,
      ...(length === undefined ? {} : { endColumn: column + length }),
    },
  },
});

function suppression(waived: ReportedWaived, prefix: string): Suppression {
  const { word, why, at } = allowanceText(waived);
  return {
    kind: "external",
    status: word === "evaluated" ? "underReview" : "accepted",
    justification: printable(why),
    ...(at ? { location: sarifPlace(at, prefix) } : {}),
  };
}

/** Where else a reader should look: the policy's line, which is number 1, and the changeset that started the chain. */
function relatedOf({ at, because, chain }: ReportedFinding, prefix: string): SarifLocation[] {
  const cause = chain.at(-1)?.cause;
  const start = cause && "at" in cause && !isSame(cause.at, at) ? cause.at : undefined;
  return [
    ...(because
      ? [{ id: 1, ...sarifPlace(because.at, prefix), message: { text: linkless(because.text) } }]
      : []),
    ...(start
      ? [{ id: 2, ...sarifPlace(start, prefix), message: { text: "The chain begins here." } }]
      : []),
  ];
}

const isSame = (a: Location, b: Location): boolean => a.path === b.path && a.line === b.line;

/** A link within a message to one of the related locations. */
const pathLink = ({ path, line }: Location, id: number): string =>
  `[${printable(path).replaceAll(/[\\[\]]/g, String.raw`\$&`)}:${line}](${id})`;

/** Text that a viewer takes for no link. */
const linkless = (text: string): string => printable(text).replaceAll("](", String.raw`]\u{28}`);

/** The fields of a rule in SARIF. */
interface RuleText {
  readonly id: string;
  readonly family: string;
  readonly summary: string;
  readonly why: string;
  readonly level: "off" | "warn" | "error";
  readonly notWhen?: string;
}

const LEVELS = { error: "error", warn: "warning" } as const;

/** A rule's entry. There is no link to its page yet, so its help contains the text. */
function descriptor(rule: RuleText): ReportingDescriptor {
  const { id, family, summary, why, notWhen } = rule;
  const off = notWhen === undefined ? "" : `\n\nWhen not to use it: ${notWhen}`;
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
