import { chainOf, closest, plain } from "@release-policy/core";
import type {
  Bump,
  Cause,
  Changeset,
  Facts,
  Finding,
  Link,
  Location,
  Release,
} from "@release-policy/core/types";
import type { Report, ReportedFinding, ReportedRelease } from "../../check/report.ts";
import { CannotJudge } from "../../errors.ts";

/** `brave-cats` of `.changeset/brave-cats.md` and `brave-cats.md`. */
const idOfChangesetFile = (name: string): string =>
  name
    .replaceAll("\\", "/")
    .replace(/^(?:\.\/)?(?:\.changeset\/)?/, "")
    .replace(/\.md$/, "");

/** Whether a text names a changeset of the workspace, one that cannot be read included. */
export const namesChangeset = (name: string, facts: Facts): boolean =>
  [...facts.changesets, ...facts.unreadable].some(
    ({ path }) => idOfChangesetFile(path) === idOfChangesetFile(name),
  );

export function changesetExplanationOf(name: string, facts: Facts, findings: readonly Finding[]) {
  const changeset = changesetNamed(name, facts);
  const { id, path, summary, consumed, declarations, bumps } = changeset;
  const releases = new Map(facts.releases.map((release) => [release.name, release]));
  const named = new Set(bumps.map((bump) => bump.package));
  return {
    changeset: { id, path, summary, consumed, declarations },
    named: bumps.map(({ package: pkg, bump, at }) => {
      const release = releases.get(pkg);
      const step = release ? { release: { from: release.from, to: release.to } } : {};
      return { name: pkg, bump, at, ...step };
    }),
    follows: facts.releases
      .filter((release) => !named.has(release.name))
      .flatMap((release) => {
        const chain = chainOf(
          release,
          (of) => releases.get(of),
          (cause) => isLineOf(cause, id),
        );
        return isFrom(chain, id)
          ? [{ name: release.name, from: release.from, to: release.to, chain }]
          : [];
      }),
    findings: findings.filter(({ at, chain }) => at.path === path || isFrom(chain, id)),
  };
}

const isLineOf = (cause: Cause, id: string): boolean =>
  cause.kind === "changeset" && cause.changeset === id;

const isFrom = (chain: readonly Link[], id: string): boolean => {
  const end = chain.at(-1)?.cause;
  return end !== undefined && isLineOf(end, id);
};

function changesetNamed(name: string, { changesets, unreadable }: Facts): Changeset {
  const id = idOfChangesetFile(name);
  const found = changesets.find(({ path }) => idOfChangesetFile(path) === id);
  if (found) return found;
  const bad = unreadable.filter(({ path }) => idOfChangesetFile(path) === id);
  if (bad.length > 0) {
    throw new CannotJudge(...bad.map(({ reason, at }) => ({ message: plain(reason), at })));
  }
  const suggestion = closest(
    id,
    changesets.map((changeset) => changeset.id),
  );
  throw new CannotJudge({
    message: `unknown changeset "${name}"`,
    help: suggestion
      ? `did you mean ${suggestion}?`
      : "use its id or path, such as .changeset/brave-cats.md",
  });
}

/** Everything about one changeset: whom it names, what each becomes, what follows, what the policy has against it. */
export interface ChangesetExplanation {
  readonly changeset: Pick<Changeset, "id" | "path" | "summary" | "consumed" | "declarations">;
  readonly named: readonly {
    readonly name: string;
    readonly bump: Bump;
    readonly at: Location;
    /** Undefined where the planner releases nothing for it. */
    readonly release?: Pick<Release, "from" | "to">;
  }[];
  /** Packages that it does not name and that are released because of it, each with the chain back to it. */
  readonly follows: readonly (Pick<Release, "name" | "from" | "to"> & {
    readonly chain: readonly Link[];
  })[];
  readonly findings: readonly ReportedFinding[];
}

/**
 * The strongest chain of causes from a release back to its changeset or mode. Empty if the report has no such
 * release, or nothing explains it.
 */
export function chainOfRelease(report: Report, name: string): readonly Link[] {
  const releases = new Map(report.releases.map((release) => [release.name, full(release)]));
  const release = releases.get(name);
  return release ? chainOf(release, (of) => releases.get(of)) : [];
}

/** The chain does not need ranges. */
const full = (release: ReportedRelease) => ({ ...release, ranges: [] });
