import type { Release } from "../facts/facts.ts";
import { type Link, leastBump } from "../judge/chain.ts";
import { type Edit, type Remedies, changesetText, slug } from "../judge/edit.ts";
import type { Finding } from "../judge/finding.ts";
import { declarableBumps, declarationsOver } from "../judge/legal-bumps.ts";
import { type View, isFirstRelease } from "../judge/view.ts";
import { leaveLane, manifestIn } from "../judge/remedy.ts";
import { leaveEpic, leaveGroup } from "./leave-group.ts";
import { bumpInto, isGraduating } from "../policy/track.ts";
import { say } from "../sentence.ts";
import { BUMPS, isOver, prereleaseOf } from "../versions/bump.ts";

/** What may make the release of a finding smaller: along its chain, the step that is closest to it first. */
export const lowerRelease: Remedies = (finding, view) => {
  const { chain } = finding;
  const release = view.releaseOf(finding.package ?? "");
  if (!release || release.written) return [];
  const lines = lowerLines(chain, view);
  const other = chain.flatMap((link) => otherStep(link, view));
  const looser = chain.flatMap((link) => looserRange(link, view));
  const wider = chain.flatMap((link) => widerRange(link, view));
  const isMixed = chain[0] !== undefined && spansTracks(chain[0], view);
  return isMixed
    ? [...other, ...lines, ...looser, ...wider]
    : [
        ...other.filter(isOption),
        ...looser,
        ...lines,
        ...wider,
        ...other.filter((one) => !isOption(one)),
      ];
};

const OPTIONS = "___experimentalUnsafeOptions_WILL_CHANGE_IN_PATCH";
const PEER_OPTION = "onlyUpdatePeerDependentsWhenOutOfRange";

const isOption = ([edit]: readonly Edit[]): boolean => edit === PEERS_OUT_OF_RANGE;

/** Every line that gives the package at the end of the chain as much as the step before needs, with each smaller bump. */
function lowerLines(chain: Finding["chain"], view: View): Edit[][] {
  const end = chain.at(-1);
  if (end?.cause.kind !== "changeset") return [];
  const before = chain.at(-2)?.cause;
  const needs = before ? leastBump(before) : end.cause.bump;
  const name = end.package;
  const allowed = declarableBumps(view, name) ?? BUMPS;
  // Leaving pre mode counts those that a prerelease has used, too.
  const lines = view.changesets.flatMap(({ bumps }) => bumps);
  return BUMPS.toReversed()
    .filter((bump) => bump !== "none" && isOver(end.cause.bump, bump) && allowed.includes(bump))
    .filter((bump) => declarationsOver(view, name, [bump]).length === 0)
    .map((bump) =>
      lines.flatMap((line): Edit[] =>
        line.package !== name || isOver(needs, line.bump) || !isOver(line.bump, bump)
          ? []
          : [{ kind: "replace", path: line.at.path, at: line.at, was: line.bump, text: bump }],
      ),
    );
}

/** What ends a step of a chain in another place than a changeset. */
function otherStep({ package: name, cause }: Link, view: View): Edit[][] {
  if (cause.kind === "group") return [[leaveGroup(name, cause.group, view)]];
  if (cause.kind === "epic") return [[leaveEpic(name, cause.lead, view)]];
  if (cause.kind === "lane") return [[offLane(name)]];
  if (cause.kind !== "dependency") return [];
  const isPeer = cause.field === "peerDependencies" && cause.bump === "major";
  if (!isPeer || view.planner.id !== "changesets@2" || view.planner.peersOnlyOutOfRange) return [];
  // A caret range takes no prerelease: the option changes nothing there.
  if (view.pre?.mode === "pre" || cause.left) return [];
  return [[PEERS_OUT_OF_RANGE]];
}

const CONFIG = ".changeset/config.json";
const PEERS_OUT_OF_RANGE: Edit = {
  kind: "set",
  path: CONFIG,
  keys: [OPTIONS, PEER_OPTION],
  value: true,
  say: say`set ${PEER_OPTION} under ${OPTIONS} in ${CONFIG}`,
};

/** Every new version leaves an exact range, however small its bump. */
const looserRange = (link: Link, view: View): Edit[][] =>
  rangeInstead(link, view, (spec) => (spec === "workspace:*" ? "workspace:^" : undefined));

/** A range that the next version leaves takes that as well. */
const widerRange = (link: Link, view: View): Edit[][] =>
  rangeInstead(link, view, (spec, { from, to }) => {
    if (/^(?:workspace:)?[\^~]?\d/.test(spec)) return `${spec} || ^${to}`;
    return /^workspace:[\^~]$/.test(spec) ? `${spec}${from} || ^${to}` : undefined;
  });

function rangeInstead(
  { package: name, cause }: Link,
  view: View,
  instead: (spec: string, next: Release) => string | undefined,
): Edit[][] {
  if (cause.kind !== "dependency" || !cause.left) return [];
  const { field, on } = cause;
  const [pkg, next] = [view.packageNamed(name), view.releaseOf(on)];
  const edge = pkg?.dependencies.find((one) => one.field === field && one.name === on);
  if (!pkg || !next || prereleaseOf(next.to) || !edge || edge.alias !== undefined) return [];
  const value = instead(edge.spec, next);
  if (value === undefined) return [];
  const path = manifestIn(pkg.dir);
  const words = say`write ${`"${on}": "${value}"`} under ${field} in ${path}`;
  const range: Edit = { kind: "set", path, keys: [field, on], value, say: words };
  const isRaised = field === "peerDependencies" && view.planner.id === "changesets@2";
  return [isRaised && !view.planner.peersOnlyOutOfRange ? [PEERS_OUT_OF_RANGE, range] : [range]];
}

/** The package makes no prereleases under pnpm any more. */
export const offLane = (name: string): Edit => ({
  kind: "set",
  path: "pnpm-workspace.yaml",
  keys: ["versioning", "lanes", name],
  say: leaveLane(name),
});

/** Whether the group or the epic that gives the bump has packages on another track. */
function spansTracks({ package: name, cause }: Link, view: View): boolean {
  const isApart = (other: string) => view.trackOf(other)?.name !== view.trackOf(name)?.name;
  if (cause.kind === "epic") return isApart(cause.lead);
  if (cause.kind !== "group") return false;
  return view.groups.some(
    ({ kind, members }) => kind === cause.group && members.includes(name) && members.some(isApart),
  );
}

/**
 * The bump that moves a package to its track, in its own first line or in a new changeset. A package that was never
 * released cannot be moved: it is on the wrong track.
 */
export const raiseIntoTrack: Remedies = ({ package: name = "" }, view) => {
  const [release, track] = [view.releaseOf(name), view.trackOf(name)];
  const bump =
    release && track && isGraduating(release.from, track) && bumpInto(release.from, track);
  if (!bump || isFirstRelease(view, release)) return [];
  const line = view.declared.find(
    (one) => one.bump.package === name && one.bump.bump !== "none",
  )?.bump;
  return [
    [
      line
        ? { kind: "replace", path: line.at.path, at: line.at, was: line.bump, text: bump }
        : {
            kind: "create",
            path: `.changeset/${slug(name)}-${bump}.md`,
            text: changesetText(name, bump, `Moves ${name} to the version that its track allows.`),
          },
    ],
  ];
};
