import type { AcceptedFindings } from "../facts/accepted.ts";
import type { Location } from "../facts/location.ts";
import type { BaselineEntry } from "./policy.ts";

interface Acceptable {
  readonly rule: string;
  readonly level: "error" | "warn";
  readonly package?: string;
  readonly version?: string;
  readonly api?: string;
  readonly at: Location;
}

/**
 * Gives, for one finding after the other, the entry that accepts it: each entry accepts as many as it counts, until its day
 * is over. A warning needs none.
 */
export function acceptance(
  baseline: readonly BaselineEntry[],
  today: string,
): (finding: Acceptable) => BaselineEntry | undefined {
  const left = Map.groupBy(
    baseline.filter(({ until }) => today <= until).map((entry) => ({ entry, count: entry.count })),
    ({ entry }) => acceptedKey(entry),
  );
  return (finding) => {
    if (finding.level === "warn") return undefined;
    const { api, version, at } = finding;
    const found = left
      .get(acceptedKey({ ...finding, file: at.path }))
      ?.find(
        ({ entry, count }) =>
          count > 0 &&
          (entry.api === undefined || entry.api === api) &&
          (entry.version === undefined || entry.version === version),
      );
    if (found) found.count--;
    return found?.entry;
  };
}

/** What a finding is recognised by, from one run to the next. */
export const acceptedKey = ({
  rule,
  package: name = "",
  file,
}: Pick<AcceptedFindings, "rule" | "package" | "file">): string => [rule, name, file].join("\n");
