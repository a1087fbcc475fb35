import {
  type BaselineEntry,
  type Finding,
  type Policy,
  type Sentence,
  type Verdict,
  acceptance,
  say,
} from "@release-policy/core";

/** What a baseline accepts, and what it no longer or does not yet accept. */
export interface BaselineState {
  /** How many findings each entry that is still valid accepts. */
  readonly used: ReadonlyMap<BaselineEntry, number>;
  /** How many errors each entry would accept if its last day were not over. */
  readonly expired: ReadonlyMap<BaselineEntry, number>;
  /** The errors that no entry names. */
  readonly open: readonly Finding[];
  /** How many accepted findings no longer exist. */
  readonly obsolete: number;
}

export function baselineState(
  { baseline }: Policy,
  { findings, waived }: Pick<Verdict, "findings" | "waived">,
  today: string,
): BaselineState {
  const lines = new Map(baseline.map((entry) => [entry.line, entry]));
  const used = new Map<BaselineEntry, number>();
  for (const { accepted } of waived) {
    const entry = accepted && lines.get(accepted.line);
    if (entry) used.set(entry, (used.get(entry) ?? 0) + 1);
  }
  const over = baseline.filter(({ until }) => until < today);
  const revived = new Map(over.map((entry) => [{ ...entry, until: today }, entry]));
  const accepts = acceptance([...revived.keys()], today);
  const expired = new Map<BaselineEntry, number>();
  const open = findings.filter((finding) => {
    const found = accepts(finding);
    const entry = found && revived.get(found);
    if (entry) expired.set(entry, (expired.get(entry) ?? 0) + 1);
    return !entry && finding.level === "error";
  });
  const counted = [...used.values(), ...expired.values()].reduce((sum, one) => sum + one, 0);
  const all = baseline.reduce((sum, { count }) => sum + count, 0);
  return { used, expired, open, obsolete: all - counted };
}

/** What a reader of a report has to know about the baseline. */
export function baselineNotes({ expired, obsolete }: BaselineState): readonly Sentence[] {
  const late = [...expired.values()].reduce((sum, one) => sum + one, 0);
  const [last] = [...expired.keys()].map(({ until }) => until).toSorted();
  return [
    ...(last === undefined
      ? []
      : [
          late === 1
            ? say`${late} of these findings was only accepted until ${last}`
            : say`${late} of these findings were only accepted, the first until ${last}`,
        ]),
    ...(obsolete === 0
      ? []
      : [
          obsolete === 1
            ? say`${obsolete} accepted finding is fixed: run ${"release-policy baseline --prune"}`
            : say`${obsolete} accepted findings are fixed: run ${"release-policy baseline --prune"}`,
        ]),
  ];
}
