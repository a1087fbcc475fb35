import type { ReportedApi, ReportedApiDifference } from "../../api/reported-api.ts";

const BREAKS = { yes: "breaking", possibly: "possibly breaking", no: "not breaking" } as const;

const WORDS = {
  removed: "removed",
  breaking: "changed",
  "possibly breaking": "possibly changed",
  added: "added",
  compatible: "compatible",
  deprecated: "deprecated",
  undeprecated: "no longer deprecated",
} as const;

const KINDS = Object.keys(WORDS) as readonly (keyof typeof WORDS)[];

/** `breaking, 2 removed, 1 changed; planned minor` */
export function apiSummary({ breaks, differences, planned }: ReportedApi): string {
  const counts = KINDS.flatMap((kind) => {
    const { length } = differences.filter((one) => one.kind === kind);
    return length > 0 ? [`${length} ${WORDS[kind]}`] : [];
  });
  const plan = planned === "none" ? "no release planned" : `planned ${planned}`;
  return `${[BREAKS[breaks], ...counts].join(", ")}; ${plan}`;
}

/** What breaks a promise first, then in the order of the kinds. */
export const byWeight = <T extends ReportedApiDifference>(
  differences: readonly T[],
): readonly T[] =>
  differences.toSorted(
    (a, b) =>
      Number(a.unstable) - Number(b.unstable) || KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind),
  );
