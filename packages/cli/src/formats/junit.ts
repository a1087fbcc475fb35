import type { Report, ReportedFinding, ReportedWaived } from "../check/report.ts";
import type { Obstacle } from "../errors.ts";
import { attributes, clipped, plain, printable, xml } from "./escape.ts";
import { findingBlock } from "./finding.ts";
import type { Style } from "./style.ts";
import { obstacleText } from "./terminal/terminal.ts";
import { allowanceText } from "./verdict-text.ts";

/** The test case of what is about no package; always there, because a file without a case is an error to Jenkins. */
const WORKSPACE = "the workspace";
const STYLE: Style = { color: false, width: 100 };
const [LONGEST_NAME, LONGEST_MESSAGE] = [250, 1000];

/** What one package did to its case. */
interface Case {
  readonly name: string;
  readonly errors: readonly ReportedFinding[];
  readonly waived: readonly ReportedWaived[];
  readonly warnings: readonly ReportedFinding[];
  /** What the base has already. */
  readonly pending: readonly ReportedFinding[];
  readonly notes: Report["notes"];
}

/**
 * JUnit's XML: a case for every package of the plan or with a finding, and one for the workspace. Findings at error
 * level are one failure, because most readers show one; a case that only a waiver lets through is skipped. Notes are in the
 * output of the workspace's case.
 */
export function junitText({ releases, findings, pending, waived, notes, since }: Report): string {
  const [own, older, allowed] = [
    Map.groupBy(findings, (finding) => finding.package),
    Map.groupBy(pending, (finding) => finding.package),
    Map.groupBy(waived, ({ finding }) => finding.package),
  ];
  const names = new Set([
    ...releases.map(({ name }) => name),
    ...[own, older, allowed].flatMap((groups) => [...groups.keys()]),
    undefined,
  ]);
  const cases = [...names].map((name): Case => {
    const { error = [], warn = [] } = Object.groupBy(own.get(name) ?? [], ({ level }) => level);
    return {
      name: name ?? WORKSPACE,
      errors: error,
      waived: allowed.get(name) ?? [],
      warnings: warn,
      pending: older.get(name) ?? [],
      notes: name === undefined ? notes : [],
    };
  });
  const failures = cases.filter(({ errors }) => errors.length > 0).length;
  const skipped = cases.filter(isSkipped).length;
  return suite(
    { tests: cases.length, failures, errors: 0, skipped },
    cases.map((one) => caseText(one, since?.ref)),
  );
}

/** Why no verdict was made: the workspace's case with an error. */
export function junitObstacles(obstacles: readonly Obstacle[]): string {
  const message = clipped(
    obstacles.map((obstacle) => obstacle.message).join("; "),
    LONGEST_MESSAGE,
  );
  const error = element("error", { type: "cannot-judge", message }, obstacleText(obstacles, STYLE));
  const counts = { tests: 1, failures: 0, errors: 1, skipped: 0 };
  return suite(counts, [testcase(WORKSPACE, [error])]);
}

const isSkipped = ({ errors, waived }: Case): boolean => errors.length === 0 && waived.length > 0;

function caseText(one: Case, base = "the base"): string {
  const { name, errors, waived, warnings, pending, notes } = one;
  const [first] = errors;
  const parts: string[] = [];
  if (first) {
    const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
    const message = `${clipped(plain(first.message), LONGEST_MESSAGE)}${more}`;
    parts.push(element("failure", { type: first.rule, message }, blocks(errors)));
  }
  const reasons = waived.map((each) => {
    const { word, why } = allowanceText(each);
    return `${word}: ${plain(each.finding.message)}; ${printable(why)}`;
  });
  if (isSkipped(one)) {
    const message = clipped(reasons.join("; "), LONGEST_MESSAGE);
    parts.push(element("skipped", { message }));
  }
  const output = [
    ...reasons.map((reason) => `${reason}\n`),
    ...(warnings.length > 0 ? [blocks(warnings)] : []),
    ...(pending.length > 0
      ? [`already on ${printable(base)}, not counted:\n\n${blocks(pending)}`]
      : []),
    ...notes.map((note) => `note: ${plain(note)}\n`),
  ];
  if (output.length > 0) parts.push(element("system-out", {}, output.join("\n")));
  return testcase(name, parts);
}

const blocks = (findings: readonly ReportedFinding[]): string =>
  `${findings.map((finding) => findingBlock([finding], STYLE)).join("\n\n")}\n`;

const testcase = (name: string, parts: readonly string[]): string =>
  element(
    "testcase",
    { classname: "release-policy", name: clipped(printable(name), LONGEST_NAME) },
    { parts },
  );

type Content = string | { readonly parts: readonly string[] };

function element(
  name: string,
  given: Readonly<Record<string, string | number>>,
  content: Content = "",
): string {
  const inner =
    typeof content === "string" ? xml(content) : content.parts.map((part) => `\n${part}`).join("");
  const start = `<${name}${attributes(given)}`;
  if (inner === "") return `${start}/>`;
  return `${start}>${inner}${typeof content === "string" ? "" : "\n"}</${name}>`;
}

type Counts = Readonly<Record<"tests" | "failures" | "errors" | "skipped", number>>;

function suite(counts: Counts, cases: readonly string[]): string {
  const name = "release-policy";
  const inside = element("testsuite", { name, ...counts }, { parts: cases });
  const { skipped: _, ...totals } = counts;
  const all = element("testsuites", { name, ...totals }, { parts: [inside] });
  return `<?xml version="1.0" encoding="UTF-8"?>\n${all}\n`;
}
