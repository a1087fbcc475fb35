import type { Cause } from "@release-policy/core/types";
import type { Report, ReportedRelease } from "../../../check/report.ts";
import { chainOfRelease } from "../../explain/explain-changeset.ts";
import { codeSpan } from "./sections.ts";

/** One line on why a package without its own change is released. Empty if unknown. */
export function whyReleased(report: Report, release: ReportedRelease): string {
  const chain = chainOfRelease(report, release.name);
  if (chain.length === 0) return "";
  const steps = chain.map(({ package: name, to, cause }, i) => {
    const moved = i > 0 && chain[i - 1]!.package !== name ? `${codeSpan(`${name}@${to}`)} ← ` : "";
    return `${moved}${because(cause)}`;
  });
  return `- No change of its own. Released because of: ${steps.join(" ← ")}`;
}

const FIELDS = {
  dependencies: "dependency",
  peerDependencies: "peer dependency",
  optionalDependencies: "optional dependency",
  devDependencies: "development dependency",
} as const;

/** A changeset is gone once it is released: its bump is left to say. */
function because(cause: Cause): string {
  switch (cause.kind) {
    case "changeset":
      return `a ${cause.bump} change`;
    case "dependency":
      return `${FIELDS[cause.field]} on ${codeSpan(`${cause.on}@${cause.range}`)}`;
    case "group":
      return `${cause.group} group`;
    case "pre":
      return `the end of the prerelease ${codeSpan(cause.tag)}`;
    case "lane":
      return cause.lane === undefined
        ? "the end of its prerelease"
        : `the prerelease ${codeSpan(cause.lane)}`;
    case "epic":
      return `the epic of ${codeSpan(cause.lead)}`;
    case "train":
      return `the train of ${codeSpan(cause.leader)}`;
    case "unpublished":
      return "its first publication";
  }
}
