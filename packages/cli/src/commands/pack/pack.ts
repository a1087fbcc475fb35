import { join } from "node:path";
import {
  EMPTY_POLICY,
  type DependencyField,
  type Facts,
  type Outcome,
  type Package,
  type PlannerId,
  type Policy,
  type Sentence,
  closest,
  judge,
  outcomeOf,
  say,
  withTrains,
} from "@release-policy/core";
import { inWorkspace } from "../../check/check.ts";
import { load } from "../../check/load.ts";
import { packageManagerOf } from "../../files/package-manager.ts";
import { Sources } from "../../check/source-locations.ts";
import { CannotJudge } from "../../errors.ts";
import { SIZE_LIMITS, readText } from "../../files/files.ts";
import { parseJsonObject } from "../../files/json.ts";
import { GitRefused, git, splitNul } from "../../git/git.ts";
import { readPolicyFolder } from "../../policy/policy-files.ts";
import { rules } from "../../policy/rules.ts";
import { entryFiles } from "../../tarballs/entry-files.ts";
import { INSTALLED_FIELDS } from "../../tarballs/local-specs.ts";
import { type PackTool, packedDependencies } from "../../tarballs/packed-dependencies.ts";
import { manifestOfTarball, readTarball } from "../../tarballs/tarball.ts";
import { mergedCatalogs } from "../../workspace/catalogs.ts";
import { type Catalogs, isRange, textsOf } from "../../workspace/manifest.ts";
import type { PrintedWaived } from "../../formats/finding.ts";
import { withoutWaived } from "../waived.ts";
import { packAll, packToolOf } from "./pack-tool.ts";
import { apiFindings, keptOf } from "./packed-api.ts";
import {
  type PackedFinding,
  type PackedPackage,
  fileFindings,
  manifestFindings,
} from "./packed-findings.ts";
import { planOf, scratchWorkspace } from "./scratch-workspace.ts";

export interface PackOptions {
  readonly cwd?: string;
  /** The names of packages. Default: those that the plan releases, or all if it releases none. */
  readonly packages?: readonly string[];
  readonly planner?: PlannerId;
  readonly today?: string;
  /** Warnings count as errors. */
  readonly strict?: boolean;
  /** What packs. Default: what the release command uses. */
  readonly tool?: PackTool;
  /** Run the packages' own scripts, such as `prepack`. */
  readonly runScripts?: boolean;
}

/** What was packed, and what is wrong with it. */
export interface Packed {
  /** `unknown` if there are no findings but some packages are not built. */
  readonly outcome: Outcome | "unknown";
  readonly tool: PackTool;
  readonly packages: readonly {
    readonly name: string;
    readonly dir: string;
    readonly version: string;
    readonly files: number;
  }[];
  readonly findings: readonly PackedFinding[];
  /** What the policy allows. */
  readonly waived: readonly PrintedWaived[];
  /** Packages whose published files are not built, with those files. */
  readonly unbuilt: readonly { readonly name: string; readonly files: readonly string[] }[];
  /** How to build, where the workspace has a script for it. */
  readonly build?: string;
  readonly notes: readonly Sentence[];
}

/** The rules that judge ranges as they are published. */
const RANGE_RULES = new Set(["core-compat-range", "dependency-maturity", "peer-range"]);

/**
 * Packs packages as the release command would, in a copy of the workspace with the planned versions, and judges the
 * tarballs. Nothing is published, and nothing of the workspace is written. Throws `CannotJudge` where packing fails.
 */
export function pack(options: PackOptions = {}): Promise<Packed> {
  return inWorkspace(options, async (root) => {
    const policy = readPolicyFolder(root) ?? EMPTY_POLICY;
    const { facts: plain, publishing } = await load(root, policy, {
      today: options.today ?? new Date().toISOString().slice(0, 10),
      mayRunInstalled: true,
      ...(options.planner ? { planner: options.planner } : {}),
    });
    const facts = plannedFacts(plain, policy);
    const rootScripts = rootScriptsOf(root);
    const tool = options.tool ?? packToolOf(root, facts.planner.id, rootScripts);
    const selected = packagesToPack(facts, options.packages ?? []);
    const tarballs = await packedTarballs(root, facts, selected, tool, options);
    const packed = await Promise.all(
      selected.map(async ({ name, dir, version }) => {
        const tarball = await readTarball(tarballs.get(dir)!, name, keptOf(root, dir));
        const { paths } = tarball;
        const manifest = manifestOfTarball(tarball, name);
        const source = { ...publishing.manifests.get(dir) };
        const planned = planOf(
          source,
          facts.releases.find((one) => one.dir === dir),
        );
        return { name, dir, version, source, planned, manifest, paths, tarball };
      }),
    );
    const ignored = ignoredEntries(root, packed);
    const files = packed.map((pkg) => fileFindings(pkg, root, ignored));
    const verdict = judge(
      withPackedRanges(facts, packed),
      policy,
      rules.filter(({ id }) => RANGE_RULES.has(id)),
      { strict: options.strict ?? false },
    );
    const names = new Set(selected.map(({ name }) => name));
    const places = new Sources(packageManagerOf(root), root);
    const isSelected = (one: { readonly package?: string }) => names.has(one.package ?? "");
    const own = packed
      .flatMap((pkg, i) => [...manifestFindings(pkg, tool, facts), ...files[i]!.findings])
      .concat(
        await apiFindings(
          root,
          packed.filter((_, i) => files[i]!.unbuilt.length === 0),
        ),
      )
      .map((finding) => places.place(finding));
    const { counted, waived } = withoutWaived(own, policy, facts.today);
    const findings: readonly PackedFinding[] = [
      ...counted,
      ...verdict.findings.filter(isSelected).map((finding) => places.place(finding)),
    ];
    const unbuilt = packed.flatMap(({ name }, i) =>
      files[i]!.unbuilt.length > 0 ? [{ name, files: files[i]!.unbuilt }] : [],
    );
    const outcome = outcomeOf(findings);
    return {
      outcome: outcome !== "fail" && unbuilt.length > 0 ? "unknown" : outcome,
      tool,
      packages: packed.map(({ name, dir, version, paths }) => ({
        name,
        dir,
        version,
        files: paths.length,
      })),
      findings,
      waived: [
        ...waived,
        ...verdict.waived.filter(({ finding }) => isSelected(finding)).map(places.placeWaived),
      ],
      unbuilt,
      ...(unbuilt.length > 0 && rootScripts["build"] !== undefined ? { build: "build" } : {}),
      notes: differences(packed, facts, tool, mergedCatalogs(publishing.catalogs)),
    };
  });
}

/** With the versions of trains, which `release-policy version` sets in addition to Changesets, after the release. */
function plannedFacts(facts: Facts, policy: Policy): Facts {
  if (facts.planner.id === "pnpm" || policy.trains.length === 0) return facts;
  return withTrains(facts, policy, new Set(facts.packages.map(({ name }) => name))).facts;
}

/** Throws `CannotJudge` with the name that was meant. */
function packagesToPack(
  { packages, releases }: Facts,
  names: readonly string[],
): readonly (Package & { readonly version: string })[] {
  const released = new Map(releases.map(({ name, to }) => [name, to]));
  const publishable = packages.flatMap((pkg) => {
    const version = released.get(pkg.name) ?? pkg.version;
    return pkg.private || version === undefined ? [] : [{ ...pkg, version }];
  });
  const known = publishable.map(({ name }) => name);
  const wrong = names.find((name) => !known.includes(name));
  if (wrong !== undefined) {
    const suggestion = closest(wrong, known);
    throw new CannotJudge({
      message: `${wrong} is not a publishable package of this workspace`,
      ...(suggestion ? { help: `did you mean ${suggestion}?` } : {}),
    });
  }
  if (names.length > 0) return publishable.filter(({ name }) => names.includes(name));
  const planned = publishable.filter(({ name }) => released.has(name));
  return planned.length > 0 ? planned : publishable.filter(({ skipped }) => !skipped);
}

async function packedTarballs(
  workspace: string,
  facts: Facts,
  packages: readonly (Package & { readonly version: string })[],
  tool: PackTool,
  { runScripts = false }: PackOptions,
): Promise<ReadonlyMap<string, Buffer>> {
  const dirs = new Set(packages.map(({ dir }) => dir));
  const { root, dispose } = scratchWorkspace(workspace, facts, dirs, runScripts);
  try {
    return await packAll({ tool, root, runScripts }, packages);
  } finally {
    dispose();
  }
}

const rootScriptsOf = (root: string): Readonly<Record<string, string>> => {
  const text = readText(root, "package.json", SIZE_LIMITS.manifest);
  return text === undefined ? {} : textsOf(parseJsonObject("package.json", text)["scripts"]);
};

/** The files that manifests name and git ignores, as it does what is built. None outside of git. */
function ignoredEntries(root: string, packed: readonly PackedPackage[]): ReadonlySet<string> {
  const paths = packed.flatMap(({ dir, manifest }) =>
    entryFiles(manifest).map(({ path }) => join(dir, path)),
  );
  try {
    return new Set(splitNul(git(root, ["check-ignore", "-z", "--stdin"], paths.join("\0"))));
  } catch (error) {
    if (error instanceof GitRefused) return new Set();
    throw error;
  }
}

/** The plan with the ranges as they are in the tarballs. */
function withPackedRanges(facts: Facts, packed: readonly PackedPackage[]): Facts {
  const byName = new Map(packed.map((pkg) => [pkg.name, pkg]));
  const rangeOf = (name: string, field: DependencyField, key: string): string | undefined => {
    const spec = textsOf(byName.get(name)?.manifest[field])[key]?.replace(/^npm:.*@/, "");
    return spec !== undefined && isRange(spec) ? spec : undefined;
  };
  return {
    ...facts,
    packages: facts.packages.map((pkg) => ({
      ...pkg,
      dependencies: pkg.dependencies.map((one) => {
        const range = rangeOf(pkg.name, one.field, one.alias ?? one.name);
        return range === undefined ? one : { ...one, range };
      }),
    })),
    releases: facts.releases.map((release) => ({
      ...release,
      ranges: release.ranges.map((range) => ({
        ...range,
        after: rangeOf(release.name, range.field, range.alias ?? range.on) ?? range.after,
      })),
    })),
  };
}

/** Where a tarball has other dependencies than `check` assumes, such as after a hook of pnpm. */
function differences(
  packed: readonly PackedPackage[],
  { packages, releases }: Facts,
  tool: PackTool,
  catalogs: Catalogs,
): readonly Sentence[] {
  const versions = new Map<string, string | undefined>([
    ...packages.map(({ name, version }) => [name, version] as const),
    ...releases.map(({ name, to }) => [name, to] as const),
  ]);
  return packed.flatMap(({ name, planned, manifest }) => {
    const expected = packedDependencies(tool, planned, versions, catalogs) ?? {};
    return INSTALLED_FIELDS.flatMap((field) => {
      const [before, after] = [expected[field] ?? {}, textsOf(manifest[field])];
      return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
        before[key] === after[key]
          ? []
          : [
              say`${name} is packed with ${key} ${after[key] ?? "removed"} in ${field}, but ${before[key] ?? "nothing"} was expected from its package.json; ${"check"} judges the expected value`,
            ],
      );
    });
  });
}
