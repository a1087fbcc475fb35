import {
  EMPTY_POLICY,
  type Outcome,
  type PlannerId,
  type Sentence,
  type View,
  outcomeOf,
  say,
  viewOf,
} from "@release-policy/core";
import type { Deprecation } from "@release-policy/core/types";
import lt from "semver/functions/lt.js";
import rsort from "semver/functions/rsort.js";
import { inWorkspace } from "../../check/check.ts";
import { packageNamed, withBranch } from "../../check/workspace.ts";
import { load } from "../../check/load.ts";
import { packageManagerOf } from "../../files/package-manager.ts";
import { Sources } from "../../check/source-locations.ts";
import { type TaggedRelease, historyOf } from "../../git/tags.ts";
import type { Manifest } from "../../workspace/manifest.ts";
import { readPolicyFolder } from "../../policy/policy-files.ts";
import { fewAtOnce } from "../../tarballs/batches.ts";
import { NpmRefused } from "../../tarballs/npm-registry.ts";
import type { PrintedWaived } from "../../formats/finding.ts";
import { keptOf } from "../pack/packed-api.ts";
import { withoutWaived } from "../waived.ts";
import { expectedRelease } from "./expected-release.ts";
import { deprecationsDue, ledgerFindings, supportFindings } from "./missing-deprecations.ts";
import { publishedApiFindings } from "./published-api.ts";
import {
  type PublishedRelease,
  type RequestedRelease,
  publishedReleases,
  registryOptions,
  releaseField,
} from "./published-release.ts";
import {
  type ExpectedRelease,
  type RegistryFinding,
  type RegistryProblemFound,
  isExpected,
  registryFindings,
} from "./registry-findings.ts";
import { type WindowOptions, withinWindow } from "./window.ts";

export interface VerifyOptions extends WindowOptions {
  readonly cwd?: string;
  /** The names of packages. Default: all that can be published. */
  readonly packages?: readonly string[];
  readonly planner?: PlannerId;
  /** The branch that is released from. Default: what the forge says, else what is checked out. */
  readonly branch?: string;
  readonly today?: string;
  /** Warnings count as errors. */
  readonly strict?: boolean;
}

/** How the registry agrees with the policy and the workspace. */
export interface Verified {
  /** `unknown` if there are no findings but the registry could not be read. */
  readonly outcome: Outcome | "unknown";
  readonly packages: readonly {
    readonly name: string;
    readonly version: string;
    readonly state: "published" | "missing" | "unreleased" | "unknown";
    readonly distTags: readonly string[];
  }[];
  readonly findings: readonly RegistryFinding[];
  /** What waivers of the policy allow. */
  readonly waived: readonly PrintedWaived[];
  readonly notes: readonly Sentence[];
}

/** On a release, or on an entry of the ledger, which is of no release. */
interface Verdict {
  readonly name: string;
  readonly release?: Verified["packages"][number];
  readonly findings: readonly RegistryFinding[];
  /** Why the registry could not be read. */
  readonly refusal?: string;
}

interface ReleaseQuestion extends ExpectedRelease, RequestedRelease {
  readonly manifest: Manifest;
}

interface EntryQuestion {
  readonly entry: Deprecation;
  readonly options: readonly string[];
}

type Question = ReleaseQuestion | EntryQuestion;

/**
 * Compares the registry with the policy, the versions in the workspace and its git tags. Only reads. Throws
 * `CannotJudge` if the workspace cannot be read.
 */
export function verify(options: VerifyOptions = {}): Promise<Verified> {
  return inWorkspace(options, async (root) => {
    const policy = readPolicyFolder(root) ?? EMPTY_POLICY;
    const { facts, publishing } = await load(root, policy, {
      today: options.today ?? new Date().toISOString().slice(0, 10),
      mayRunInstalled: true,
      ...(options.planner ? { planner: options.planner } : {}),
    });
    const history = await historyOf(root, facts.packages);
    const view = viewOf(await withBranch(facts, policy, root, options), policy);
    const publishConfigs = new Map(
      [...publishing.manifests].map(([dir, { publishConfig }]) => [dir, publishConfig]),
    );
    const isAlone = facts.packages.filter((pkg) => !pkg.private).length === 1;
    const names = new Set((options.packages ?? []).map((name) => packageNamed(name, facts).name));
    const isChosen = (name: string): boolean => names.size === 0 || names.has(name);
    const releases = facts.packages.flatMap((pkg) => {
      const config = publishConfigs.get(pkg.dir);
      return pkg.private || pkg.version === undefined || !isChosen(pkg.name)
        ? []
        : [expectedRelease(root, { ...pkg, version: pkg.version }, config, view, history)];
    });
    const optionsOf = (name: string): readonly string[] => {
      const dir = facts.packages.find((pkg) => pkg.name === name)?.dir ?? "";
      return registryOptions(name, publishConfigs.get(dir));
    };
    const due = deprecationsDue(view).filter((entry) => isChosen(entry.package));
    const questions: readonly Question[] = [
      ...releases.map((release) => ({
        ...release,
        manifest: publishing.manifests.get(release.dir) ?? {},
        options: optionsOf(release.name),
        isKept: keptOf(root, release.dir),
      })),
      ...due.map((entry) => ({ entry, options: optionsOf(entry.package) })),
    ];
    const isOpen = ({ findings, refusal }: Verdict): boolean =>
      refusal !== undefined || withoutWaived(findings, policy, facts.today).counted.length > 0;
    const judge = (some: readonly Question[]) => verdictsOn(root, some, view, isAlone);
    const verdicts = await withinWindow(questions, judge, isOpen, options);
    const places = new Sources(packageManagerOf(root), root);
    const level = options.strict === true ? "error" : undefined;
    const found = verdicts
      .flatMap((one) => one.findings)
      .map((finding) => places.place({ ...finding, level: level ?? finding.level }));
    const { counted: findings, waived } = withoutWaived(found, policy, facts.today);
    const isUnknown = verdicts.some(({ refusal }) => refusal !== undefined);
    const outcome = outcomeOf(findings);
    return {
      outcome: outcome !== "fail" && isUnknown ? "unknown" : outcome,
      packages: verdicts.flatMap(({ release }) => release ?? []),
      findings,
      waived,
      notes: notesOn(verdicts, history),
    };
  });
}

/** All packages are read first: npm then starts once for many tarballs. */
async function verdictsOn(
  root: string,
  questions: readonly Question[],
  view: View,
  isAlone: boolean,
): Promise<readonly Verdict[]> {
  const releases = questions.flatMap((question) => ("entry" in question ? [] : question));
  const published = await publishedReleases(root, releases);
  const publishedOf = new Map(releases.map((release, i) => [release, published[i]]));
  return fewAtOnce(questions, (question) =>
    "entry" in question
      ? verdictOnEntry(root, question)
      : verdictOn(root, question, publishedOf.get(question), view, isAlone),
  );
}

async function verdictOn(
  root: string,
  expected: ReleaseQuestion,
  published: PublishedRelease | NpmRefused | undefined,
  view: View,
  isAlone: boolean,
): Promise<Verdict> {
  const { name, version, options } = expected;
  try {
    if (published instanceof NpmRefused) throw published;
    const isThere = published?.manifest !== undefined;
    const problems = [
      ...registryFindings(expected, published),
      ...(isThere ? await provenanceFindings(root, expected, published, options) : []),
      ...(published?.tarball
        ? await publishedApiFindings(root, expected, isAlone, published.tarball)
        : []),
    ];
    const state = isThere
      ? "published"
      : isExpected(expected, published)
        ? "missing"
        : "unreleased";
    const distTags = Object.entries(published?.distTags ?? {}).flatMap(([tag, to]) =>
      to === version ? [tag] : [],
    );
    return {
      name,
      release: { name, version, state, distTags },
      findings: [
        ...problems.map((problem) => placedAtVersion(expected, problem)),
        ...(published ? await supportFindings(root, expected, published, view, options) : []),
      ],
    };
  } catch (error) {
    const release = { name, version, state: "unknown", distTags: [] } as const;
    return { name, release, ...refused(error) };
  }
}

async function verdictOnEntry(root: string, { entry, options }: EntryQuestion): Promise<Verdict> {
  const name = entry.package;
  try {
    return { name, findings: await ledgerFindings(root, entry, options) };
  } catch (error) {
    return { name, ...refused(error) };
  }
}

/** Throws what is not npm's. */
function refused(error: unknown): Pick<Verdict, "findings" | "refusal"> {
  if (error instanceof NpmRefused) return { findings: [], refusal: error.code };
  throw error;
}

const placedAtVersion = (
  { name, version, dir }: Pick<ExpectedRelease, "name" | "version" | "dir">,
  problem: RegistryProblemFound,
): RegistryFinding => ({
  ...problem,
  package: name,
  version,
  at: {
    path: dir === "." ? "package.json" : `${dir}/package.json`,
    line: 1,
    column: 1,
    pointer: ["version"],
  },
  chain: [],
});

const attested = (dist: unknown): boolean =>
  (dist as { readonly attestations?: unknown } | undefined)?.attestations !== undefined;

/** A release without provenance, after one that had it. */
async function provenanceFindings(
  root: string,
  { name, version }: ExpectedRelease,
  { versions, manifest }: PublishedRelease,
  options: readonly string[],
): Promise<readonly RegistryProblemFound[]> {
  const [before] = rsort(versions.filter((one) => lt(one, version)));
  if (before === undefined || attested(manifest?.["dist"])) return [];
  if (!attested(await releaseField(root, name, before, "dist", options))) return [];
  return [
    {
      rule: "provenance-missing",
      level: "error",
      message: say`${name} ${version} was published without provenance, but ${before} had it`,
      help: say`find out who published it; publish from CI with ${"--provenance"}, or with trusted publishing`,
    },
  ];
}

function notesOn(
  verdicts: readonly Verdict[],
  history: readonly TaggedRelease[] | undefined,
): readonly Sentence[] {
  const unknown = verdicts.filter(({ refusal }) => refusal !== undefined);
  const unreleased = verdicts.flatMap(({ release }) =>
    release?.state === "unreleased" ? release : [],
  );
  return [
    ...[...Map.groupBy(unknown, ({ refusal }) => refusal)].map(([code = "", of]) => {
      const [first = "", ...others] = new Set(of.map(({ name }) => name));
      return others.length === 0
        ? say`the registry could not be read for ${first} (${code})`
        : say`the registry could not be read for ${others.length + 1} packages, such as ${first} (${code})`;
    }),
    ...(unreleased.length === 0
      ? []
      : [
          unreleased.length === 1
            ? say`${unreleased[0]!.name} ${unreleased[0]!.version} was never released`
            : say`${unreleased.length} packages have a version that was never released, such as ${unreleased[0]!.name} ${unreleased[0]!.version}`,
        ]),
    ...(history === undefined || history.length === 0
      ? [say`no release tags were found in git, so only versions and changelogs show past releases`]
      : []),
  ];
}
