import type { Example } from "@release-policy/core/testing";
import type { Report } from "../../../packages/cli/src/index.ts";
import { runExample } from "../../../packages/cli/test/kit/run-example.ts";

const REPORTS = new Map<Example, Promise<Report>>();

/** The report of an example, made once: the page of its rule and the page of messages show it. */
export function reportOf(example: Example): Promise<Report> {
  const report = REPORTS.get(example) ?? runExample(example);
  REPORTS.set(example, report);
  return report;
}
