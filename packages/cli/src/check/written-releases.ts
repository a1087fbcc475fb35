import {
  type Facts,
  type Package,
  type PublishedRange,
  type Release,
  type Verdict,
  outcomeOf,
} from "@release-policy/core";

/** What was planned explains a written release; its ranges are those that both sides publish. */
export function writtenReleases(
  names: readonly string[],
  head: Facts,
  base: Facts | undefined,
  plan: readonly Release[],
): Release[] {
  const [then, now] = [firstByName(base?.packages ?? []), firstByName(head.packages)];
  const plans = firstByName(plan);
  return names.flatMap((name): Release[] => {
    const [before, after] = [then.get(name), now.get(name)];
    if (!before?.version || !after?.version) return [];
    const planned = plans.get(name);
    return [
      {
        name,
        dir: after.dir,
        from: before.version,
        to: after.version,
        bump: planned?.bump ?? "none",
        causes: planned?.causes ?? [],
        ranges: writtenRanges(before, after),
        ...(planned?.collisions ? { collisions: planned.collisions } : {}),
        written: true,
      },
    ];
  });
}

/** The first of each name, by its name. */
export const firstByName = <T extends { readonly name: string }>(
  all: readonly T[],
): ReadonlyMap<string, T> => new Map(all.toReversed().map((one) => [one.name, one]));

const writtenRanges = (before: Package, after: Package): PublishedRange[] =>
  after.dependencies.flatMap(({ name, alias, field, range }) => {
    const old = before.dependencies.find(
      (edge) => edge.name === name && edge.alias === alias && edge.field === field,
    )?.range;
    if (range === undefined || old === undefined || field === "devDependencies") return [];
    return [
      { on: name, ...(alias === undefined ? {} : { alias }), field, before: old, after: range },
    ];
  });

/**
 * The plan for each package that was planned at any of the starts: the one that gives the version which the head has, else
 * the newest.
 */
export function plannedReleases(plans: readonly Facts[], head: Facts): readonly Release[] {
  const versions = new Map(head.packages.map(({ name, version }) => [name, version]));
  const found = new Map<string, Release>();
  for (const release of plans.flatMap(({ releases }) => releases)) {
    const before = found.get(release.name);
    if (before && before.to === versions.get(release.name) && release.to !== before.to) continue;
    const causes = before ? [...release.causes, ...before.causes] : release.causes;
    found.set(release.name, { ...release, causes });
  }
  return [...found.values()];
}

/**
 * The facts with the versions that were written of `moved` packages that have another release pending: both count.
 * Undefined if there are none.
 */
export function factsAsWritten(
  facts: Facts,
  moved: readonly string[],
  base: Facts | undefined,
  plans: readonly Facts[],
): Facts | undefined {
  const left = new Set(facts.releases.flatMap((one) => (one.written ? [] : one.name)));
  const names = new Set(moved.filter((name) => left.has(name)));
  if (names.size === 0) return undefined;
  const planned = plannedReleases(plans, facts);
  const written = writtenReleases([...names], facts, base, planned);
  const others = facts.releases.filter(({ name }) => !names.has(name));
  // What is pending declares nothing about what was written.
  const changesets = facts.changesets.filter(({ consumed }) => consumed);
  return { ...facts, changesets, releases: [...others, ...written] };
}

/** With what is found of the versions that the change wrote of `packages`, where another release of them is pending. */
export function withWritten(
  verdict: Verdict,
  written: Verdict | undefined,
  packages: readonly string[],
): Verdict {
  if (!written) return verdict;
  const known = new Set(verdict.findings.map(({ rule, package: name }) => `${rule} ${name}`));
  const more = written.findings.filter(
    ({ rule, package: name = "" }) => packages.includes(name) && !known.has(`${rule} ${name}`),
  );
  const waived = written.waived.filter(({ finding }) => packages.includes(finding.package ?? ""));
  const findings = [...verdict.findings, ...more];
  return { outcome: outcomeOf(findings), findings, waived: [...verdict.waived, ...waived] };
}
