import { dirname, join } from "node:path";
import type { Facts, Location, RuleId } from "@release-policy/core";
import { say } from "@release-policy/core";
import type { PackedProblem } from "@release-policy/core/types";
import satisfies from "semver/functions/satisfies.js";
import type { ReportedFinding } from "../../check/report.ts";
import { entryAt } from "../../files/files.ts";
import { type EntryFile, entryFiles, isPresent } from "../../tarballs/entry-files.ts";
import { INSTALLED_FIELDS, localSpecs } from "../../tarballs/local-specs.ts";
import type { PackTool } from "../../tarballs/packed-dependencies.ts";
import { publishedRange, textsOf } from "../../workspace/manifest.ts";

export type PackedFinding = Omit<ReportedFinding, "rule"> & {
  readonly rule: PackedProblem | RuleId;
};

/** A package as it was packed. */
export interface PackedPackage {
  readonly name: string;
  readonly dir: string;
  /** The version that the plan releases, or the one that it has. */
  readonly version: string;
  /** As written in the workspace. */
  readonly source: Readonly<Record<string, unknown>>;
  /** The same with the planned version and ranges. */
  readonly planned: Readonly<Record<string, unknown>>;
  readonly manifest: Readonly<Record<string, unknown>>;
  readonly paths: readonly string[];
}

/** What the tarball of a package says against its release, but for its files. */
export function manifestFindings(
  pkg: PackedPackage,
  tool: PackTool,
  { packages }: Facts,
): readonly PackedFinding[] {
  const { name, version, dir, manifest } = pkg;
  const finding = packedFinding(pkg);
  const hidden = new Map(packages.flatMap((one) => (one.private ? [[one.name, one]] : [])));
  const local = localSpecs(manifest);
  return [
    ...(manifest["version"] === version
      ? []
      : [
          finding(
            "packed-version",
            ["version"],
            say`${name} would be packed as ${String(manifest["version"])}, but the plan releases ${version}`,
            say`write ${`"version": "${version}"`} in ${manifestPath(dir)}, or stop the script that changes it`,
          ),
        ]),
    ...local.map(({ field, name: on, spec }) =>
      finding(
        "packed-local-range",
        [field, on],
        say`${name} ${version} would be published with ${on} ${spec}, but users cannot install that: ${tool} packs it unchanged`,
        localHelp(pkg, tool, on, spec, packages),
      ),
    ),
    ...INSTALLED_FIELDS.flatMap((field) =>
      Object.entries(textsOf(manifest[field])).flatMap(([on, spec]) => {
        const target = hidden.get(on);
        const written = textsOf(pkg.source[field])[on] ?? spec;
        const isOwn =
          target &&
          (/^(?:workspace|link|file|portal):/.test(written) ||
            (target.version !== undefined && satisfies(target.version, spec)));
        if (!isOwn || isBundled(manifest, on)) return [];
        return [
          finding(
            "packed-private-dependency",
            [field, on],
            say`${name} ${version} would depend on ${on}, but ${on} is private and cannot be installed`,
            say`move ${on} to ${"devDependencies"} in ${manifestPath(dir)} and bundle it; if ${on} is intended to be published, remove ${'"private": true'} from ${manifestPath(target.dir)}`,
          ),
        ];
      }),
    ),
  ];
}

function localHelp(
  { dir }: PackedPackage,
  tool: PackTool,
  on: string,
  spec: string,
  packages: Facts["packages"],
): PackedFinding["help"] {
  const version = packages.find((one) => one.name === on)?.version;
  const range = publishedRange(on, spec, version, {});
  if (range === undefined) return say`write a range of versions for ${on} in ${manifestPath(dir)}`;
  const edit = say`write ${`"${on}": "${range}"`} in ${manifestPath(dir)}`;
  return tool === "npm" ? say`${edit}, or publish with pnpm or Yarn, which resolve ${spec}` : edit;
}

function isBundled(manifest: PackedPackage["manifest"], name: string): boolean {
  const bundled = manifest["bundleDependencies"] ?? manifest["bundledDependencies"];
  return bundled === true || (Array.isArray(bundled) && bundled.includes(name));
}

interface FileFindings {
  readonly findings: readonly PackedFinding[];
  /** Files that nothing has built yet. */
  readonly unbuilt: readonly string[];
}

/**
 * The files that a packed manifest names and the tarball lacks. If no git-ignored file exists, nothing was built;
 * without git, if the folder of the file is missing.
 */
export function fileFindings(
  pkg: PackedPackage,
  workspace: string,
  ignored: ReadonlySet<string>,
): FileFindings {
  const { name, version, dir, manifest, paths, source } = pkg;
  const known = new Set(paths);
  const entries = entryFiles(manifest);
  const isHere = (path: string): boolean => entryAt(join(workspace, dir, path)) === "file";
  const isBuilt = entries.some(({ path }) => ignored.has(join(dir, path)) && isHere(path));
  const missing = new Map(
    entries.filter((file) => !isPresent(file, paths, known)).map((file) => [file.path, file]),
  );
  const unbuilt = [...missing.keys()].filter(
    (path) =>
      !isBuilt &&
      !isHere(path) &&
      (ignored.has(join(dir, path)) || entryAt(join(workspace, dir, dirname(path))) === "missing"),
  );
  const findings = [...missing.values()].flatMap((file) => {
    if (unbuilt.includes(file.path)) return [];
    const help = isHere(file.path)
      ? say`add ${file.path.replace(/\/.*/s, "")} to ${"files"} in ${manifestPath(dir)}`
      : say`build ${file.path}, or write a path that is published in ${manifestPath(dir)}`;
    const what = say`${file.pointer[0]!} of ${name} ${version} names ${file.path}, but the tarball does not contain it`;
    return [packedFinding(pkg)("packed-file", pointerIn(source, file), what, help)];
  });
  return { findings, unbuilt };
}

/** Where the workspace's manifest says it: pnpm and Yarn take some values from `publishConfig`. */
function pointerIn(source: PackedPackage["source"], { pointer }: EntryFile): readonly string[] {
  const config = source["publishConfig"];
  const isThere = Object.keys(config ?? {}).includes(pointer[0] ?? "");
  return isThere ? ["publishConfig", ...pointer] : pointer;
}

const packedFinding =
  ({ name, dir, version }: PackedPackage) =>
  (
    rule: PackedProblem,
    pointer: readonly string[],
    message: PackedFinding["message"],
    help: PackedFinding["help"],
  ): PackedFinding => ({
    rule,
    level: "error",
    package: name,
    version,
    message,
    help,
    at: placeIn(dir, pointer),
    chain: [],
  });

const placeIn = (dir: string, pointer: readonly string[]): Location => ({
  path: manifestPath(dir),
  line: 1,
  column: 1,
  pointer,
});

const manifestPath = (dir: string): string =>
  dir === "." ? "package.json" : `${dir}/package.json`;
