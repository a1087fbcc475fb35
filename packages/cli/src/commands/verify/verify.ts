import {
  EMPTY_POLICY,
  type Outcome,
  type PlannerId,
  type Sentence,
  outcomeOf,
  say,
  viewOf,
} from "@release-policy/core";
import lt from "semver/functions/lt.js";
import rsort from "semver/functions/rsort.js";
import { inWorkspace } from "../../check/check.ts";
import { packageNamed, withBranch } from "../../check/workspace.ts";
import { load } from "../../check/load.ts";
import { Sources } from "../../check/source-locations.ts";
import { type TaggedRelease, historyOf } from "../../git/tags.ts";
import { readPolicyFolder } from "../../policy/policy-files.ts";
import { NpmRefused } from "../../tarballs/npm-registry.ts";
import { expectedRelease } from "./expected-release.ts";
import { missingDeprecations } from "./missing-deprecations.ts";
import {
  type PublishedRelease,
  publishedRelease,
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
  readonly notes: readonly Sentence[];
}

interface Verdict {
  readonly release: ExpectedRelease;
  readonly state: Verified["packages"][number]["state"];
  readonly distTags: readonly string[];
  readonly findings: readonly RegistryFinding[];
  /** Why the registry could not be read. */
  readonly refusal?: string;
}

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
    const names = new Set((options.packages ?? []).map((name) => packageNamed(name, facts).name));
    const isChosen = (name: string): boolean => names.size === 0 || names.has(name);
    const releases = facts.packages.flatMap((pkg) => {
      const config = publishConfigs.get(pkg.dir);
      return pkg.private || pkg.version === undefined || !isChosen(pkg.name)
        ? []
        : [expectedRelease(root, { ...pkg, version: pkg.version }, config, view, history)];
    });
    const judge = (release: ExpectedRelease): Promise<Verdict> =>
      verdictOn(root, release, publishConfigs.get(release.dir));
    const verdicts = await withinWindow(releases, judge, isOpen, options);
    const missing = await missingDeprecations(root, policy, facts, isChosen);
    const places = new Sources(root);
    const level = options.strict === true ? "error" : undefined;
    const findings = [...verdicts.flatMap((one) => one.findings), ...missing].map((finding) =>
      places.place({ ...finding, level: level ?? finding.level }),
    );
    const isUnknown = verdicts.some(({ state }) => state === "unknown");
    const outcome = outcomeOf(findings);
    return {
      outcome: outcome !== "fail" && isUnknown ? "unknown" : outcome,
      packages: verdicts.map(({ release: { name, version }, state, distTags }) => ({
        name,
        version,
        state,
        distTags,
      })),
      findings,
      notes: notesOn(verdicts, history),
    };
  });
}

const isOpen = ({ findings, refusal }: Verdict): boolean =>
  findings.length > 0 || refusal !== undefined;

async function verdictOn(
  root: string,
  release: ExpectedRelease,
  publishConfig: unknown,
): Promise<Verdict> {
  const { name, version } = release;
  const options = registryOptions(name, publishConfig);
  try {
    const published = await publishedRelease(root, name, version, options);
    const isThere = published?.manifest !== undefined;
    const problems = [
      ...registryFindings(release, published),
      ...(isThere ? await provenanceFindings(root, release, published, options) : []),
    ];
    return {
      release,
      state: isThere ? "published" : isExpected(release, published) ? "missing" : "unreleased",
      distTags: Object.entries(published?.distTags ?? {}).flatMap(([tag, to]) =>
        to === version ? [tag] : [],
      ),
      findings: problems.map((problem) => placedAtVersion(release, problem)),
    };
  } catch (error) {
    if (!(error instanceof NpmRefused)) throw error;
    return { release, state: "unknown", distTags: [], findings: [], refusal: error.code };
  }
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
  const unreleased = verdicts.filter(({ state }) => state === "unreleased");
  return [
    ...[...Map.groupBy(unknown, ({ refusal }) => refusal)].map(([code = "", of]) =>
      of.length === 1
        ? say`the registry could not be read for ${of[0]!.release.name} (${code})`
        : say`the registry could not be read for ${of.length} packages, such as ${of[0]!.release.name} (${code})`,
    ),
    ...(unreleased.length === 0
      ? []
      : [
          unreleased.length === 1
            ? say`${unreleased[0]!.release.name} ${unreleased[0]!.release.version} was never released`
            : say`${unreleased.length} packages have a version that was never released, such as ${unreleased[0]!.release.name} ${unreleased[0]!.release.version}`,
        ]),
    ...(history === undefined || history.length === 0
      ? [
          say`no tags of releases were found in git, so only versions and changelogs say what was released`,
        ]
      : []),
  ];
}
