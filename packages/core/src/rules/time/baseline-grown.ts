import type { AcceptedFindings } from "../../facts/accepted.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { say } from "../../sentence.ts";

interface BaselineGrownProblem extends Problem {
  readonly kind: "added" | "later";
  /** What the change accepts more of, or for longer. */
  readonly accepted: AcceptedFindings;
  /** How many more, of those that it adds. */
  readonly more: number;
  /** The day before, of those that it extends. */
  readonly before: string;
}

export const baselineGrown = defineRule<BaselineGrownProblem>({
  id: "baseline-grown",
  family: "time",
  summary:
    "With --since: a change must not add findings to the baseline or extend their end dates.",
  why: "A baseline accepts what was there when the policy was introduced, so that only new findings fail. If a change could add its own findings to it, nothing would fail. The baseline of the base decides what is accepted; this rule reports the entries that would count once the change is merged.",
  level: "error",
  looksAt: ["baseline"],
  comparesBase: true,
  workspaceOnly: true,
  aboutToday: true,
  beyondPlan: true,
  approvable: false,
  notWhen: "If every change to `policies/` is reviewed anyway.",
  examples: {
    reject: [
      {
        title: "A change that accepts one more finding",
        packages: { "@acme/core": "1.2.0" },
        policies: acceptedUntil("2026-12-31"),
        since: { policies: acceptedUntil() },
      },
      {
        title: "A later end date for an accepted finding",
        packages: { "@acme/core": "1.2.0" },
        policies: acceptedUntil("2027-12-31"),
        since: { policies: acceptedUntil("2026-12-31") },
      },
    ],
    accept: [
      {
        title: "A finding that was fixed",
        packages: { "@acme/core": "1.2.0" },
        policies: { ...acceptedUntil(), baseline: { baseline: [] } },
        since: { policies: acceptedUntil("2026-12-31") },
      },
    ],
  },

  check: ({ changes }) => {
    const { before = [], after = [] } = changes?.baseline ?? {};
    const known = Map.groupBy(before, entryKey);
    const seen = new Map<string, number>();
    return after.flatMap(({ at, ...accepted }): BaselineGrownProblem[] => {
      const key = entryKey(accepted);
      const old = known.get(key) ?? [];
      const all = old.reduce((sum, { count }) => sum + count, 0);
      const taken = seen.get(key) ?? 0;
      seen.set(key, taken + accepted.count);
      const more = Math.min(accepted.count, taken + accepted.count - all);
      const last =
        old
          .map(({ until }) => until)
          .toSorted()
          .at(-1) ?? "";
      const about = { at, accepted, more, before: last };
      if (more > 0) return [{ kind: "added", ...about }];
      return accepted.until > last ? [{ kind: "later", ...about }] : [];
    });
  },

  message: ({ kind, accepted: { rule, package: name, file, until }, more, before }) => {
    const whose =
      name === undefined ? say`${rule} in ${file}` : say`${rule} for ${name} in ${file}`;
    return kind === "added"
      ? say`the baseline would accept ${more} more ${[more === 1 ? "finding" : "findings"]} of ${whose}`
      : say`the baseline would accept ${whose} until ${until} instead of ${before}`;
  },
  help: ({ kind, before }) =>
    kind === "added"
      ? say`delete this entry and fix what it accepts`
      : say`fix what it accepts, or set ${"until"} back to ${before}`,
});

const entryKey = ({ rule, package: name, file, api, version }: AcceptedFindings): string =>
  JSON.stringify([rule, name, file, api, version]);

/** The policies of an example, with a baseline of one entry if there is a date. */
function acceptedUntil(until?: string) {
  const file = "packages/core/package.json";
  const entry = { rule: "workspace-range", package: "@acme/core", file, owner: "@ann", until };
  return {
    core: { packages: ["@acme/*"] },
    ...(until === undefined ? {} : { baseline: { baseline: [entry] } }),
  };
}
