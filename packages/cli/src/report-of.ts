import {
  distance,
  outcomeOf,
  say,
  tracksOf,
  type Facts,
  type Package,
  type Policy,
  type Release,
  type Sentence,
} from "@release-policy/core";
import type { Judgement } from "./judge-workspace.ts";
import type { Report, ReportedRelease } from "./report.ts";
import type { Sources } from "./sources.ts";

/** A judgement with its places resolved. */
export function reportOf(judgement: Judgement, sources: Sources): Report {
  const { facts, policy, verdict, counted, pending, since, notes } = judgement;
  const packages = new Map(facts.packages.map((pkg) => [pkg.name, pkg]));
  return {
    outcome: outcomeOf(counted),
    planner: facts.planner,
    releases: facts.releases.map((release) =>
      reported(release, packages.get(release.name)!, policy),
    ),
    findings: counted.map((finding) => sources.place(finding)),
    pending: pending.map((finding) => sources.place(finding)),
    waived: verdict.waived.map(sources.placeWaived),
    ...(since ? { since } : {}),
    ...(policy.override ? { override: policy.override } : {}),
    notes: [...plannerNotes(facts.planner), ...notes],
  };
}

/** What a reader has to know about the planner to trust the plan. */
const plannerNotes = ({ patched, from, package: name }: Facts["planner"]): Sentence[] =>
  patched && from === "bundled"
    ? [
        say`this workspace patches ${name}, and the plan is that of the package without the patch; once its dependencies are installed, its own is used`,
      ]
    : [];

function reported(release: Release, pkg: Package, policy: Policy): ReportedRelease {
  const { name, dir, from, to, causes, written } = release;
  const track = tracksOf(policy, pkg)[0]?.name;
  const bump = distance(from, to);
  return {
    name,
    dir,
    ...(track === undefined ? {} : { track }),
    private: pkg.private,
    from,
    to,
    bump,
    causes,
    written,
  };
}
