import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { isDeepStrictEqual, promisify } from "node:util";
import fc from "fast-check";
import { fixtureOf } from "../kit/fixture.ts";
import {
  PACK_TOOLS,
  type DependencySpecs,
  type PackTool,
  packedDependencies,
} from "../../src/tarballs/packed-dependencies.ts";
import { manifestOfTarball, readTarball } from "../../src/tarballs/tarball.ts";
import { FIELDS } from "../../src/workspace/manifest.ts";
import { PNPM_BINARY } from "../kit/pnpm-binary.ts";

export { PACK_TOOLS };

interface PackedPackage {
  readonly name: string;
  readonly version: string;
  readonly specs: readonly {
    readonly field: string;
    readonly key: string;
    readonly spec: string;
  }[];
}

/** A workspace whose packages are packed: everything that decides what is published of a dependency. */
export interface PackedWorkspace {
  readonly packages: readonly PackedPackage[];
  readonly catalogs: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const NAMES = ["@acme/a", "@acme/b", "@acme/c", "@acme/d"];
/** How many of them are packed. */
const PACKED = 2;
const VERSIONS = ["0.0.3", "0.3.0", "1.2.3", "2.0.0-beta.1"];

/** Of a package of the workspace. */
const INTERNAL: readonly ((version: string, name: string) => string)[] = [
  () => "workspace:^",
  () => "workspace:~",
  () => "workspace:*",
  (version) => `workspace:^${version}`,
  (version) => `workspace:${version}`,
  (version) => `workspace:>=${version} <9.0.0`,
  (version) => `^${version}`,
  (version) => `>=${version} || ^8.0.0`,
  () => "*",
  () => "catalog:",
  () => "catalog:old",
];
/** Of packages of somebody else. */
const EXTERNAL = ["^7.0.0", "~7.1.0 || 8", "*", "catalog:", "catalog:old", "npm:semver@^7.3.0"];

const edge = (versions: readonly string[], own: number) =>
  fc
    .oneof(
      { weight: 3, arbitrary: fc.tuple(fc.nat({ max: 3 }), fc.constantFrom(...INTERNAL)) },
      { weight: 1, arbitrary: fc.constantFrom(...EXTERNAL) },
    )
    .chain((drawn) =>
      fc.constantFrom(...FIELDS).map((field) =>
        typeof drawn === "string"
          ? { field, key: "semver", spec: drawn }
          : {
              field,
              key: NAMES[drawn[0]]!,
              spec: drawn[1](versions[drawn[0]]!, NAMES[drawn[0]]!),
            },
      ),
    )
    .filter(({ key }) => key !== NAMES[own]);

/** Yarn takes a package that is in both fields for one dependency. */
const placeOf = ({ field, key }: PackedPackage["specs"][number]): string =>
  `${field.replace("optionalDependencies", "dependencies")} ${key}`;

export const packedWorkspaces: fc.Arbitrary<PackedWorkspace> = fc
  .tuple(...NAMES.map(() => fc.constantFrom(...VERSIONS)))
  .chain((versions) =>
    fc.record({
      packages: fc.tuple(
        ...NAMES.map((name, i) =>
          fc.record({
            name: fc.constant(name),
            version: fc.constant(versions[i]!),
            // The others are only depended on.
            specs:
              i < PACKED
                ? fc.uniqueArray(edge(versions, i), {
                    minLength: 1,
                    maxLength: 6,
                    selector: placeOf,
                  })
                : fc.constant([]),
          }),
        ),
      ),
      catalogs: fc.constant({
        default: {
          semver: "^7.5.0",
          ...Object.fromEntries(NAMES.map((name, i) => [name, `^${versions[i]}`])),
        },
        old: {
          semver: "npm:semver@^6.0.0",
          ...Object.fromEntries(NAMES.map((name) => [name, "workspace:^"])),
        },
      }),
    }),
  );

const require = createRequire(import.meta.url);
/** The release of Yarn that this repository has installed. */
const YARN = join(dirname(require.resolve("@yarnpkg/cli-dist/package.json")), "bin/yarn.js");

const FOLDERS = NAMES.slice(0, PACKED).map((name) => `packages/${name.slice(6)}`);

/** The commands that pack all packages of a folder. Yarn packs several only where they are installed. */
const RUNS: Readonly<Record<PackTool, (root: string) => readonly Run[]>> = {
  pnpm: (root) => [
    {
      cwd: root,
      file: PNPM_BINARY,
      args: [
        "-r",
        ...FOLDERS.map((path) => `--filter=./${path}`),
        "pack",
        `--pack-destination=${root}/out`,
      ],
    },
  ],
  npm: (root) => [
    {
      cwd: root,
      file: "npm",
      args: ["pack", ...FOLDERS.map((path) => `./${path}`), "--pack-destination", "out"],
    },
  ],
  yarn: (root) =>
    FOLDERS.map((path) => ({
      cwd: join(root, path),
      file: process.execPath,
      args: [YARN, "pack", "--out", join(root, "out/%s.tgz")],
    })),
};

interface Run {
  readonly cwd: string;
  readonly file: string;
  readonly args: readonly string[];
}

export type PackingDifference = {
  readonly name: string;
  readonly predicted: DependencySpecs | undefined;
  readonly packed: DependencySpecs;
};

/** Where the tarballs of a workspace, as a tool packs them, have other dependencies than was predicted. */
export async function packingDifferences(
  { packages, catalogs }: PackedWorkspace,
  tool: PackTool,
): Promise<readonly PackingDifference[]> {
  const manifests = packages.map(({ name, version, specs }) => {
    const manifest: Record<string, unknown> = { name, version };
    for (const { field, key, spec } of specs)
      manifest[field] = { ...(manifest[field] as object), [key]: spec };
    return manifest;
  });
  const settings = { catalog: catalogs["default"], catalogs: { old: catalogs["old"] } };
  const fixture = await fixtureOf({
    "package.json": JSON.stringify({ name: "acme", private: true, workspaces: ["packages/*"] }),
    ...Object.fromEntries(
      manifests.map((one) => [
        `packages/${String(one["name"]).slice(6)}/package.json`,
        JSON.stringify(one),
      ]),
    ),
    ...(tool === "pnpm"
      ? { "pnpm-workspace.yaml": JSON.stringify({ packages: ["packages/*"], ...settings }) }
      : {}),
    ...(tool === "yarn" ? { "yarn.lock": "", ".yarnrc.yml": JSON.stringify(settings) } : {}),
    "out/.keep": "",
  });
  try {
    const out = fixture.getPath("out");
    await Promise.all(
      RUNS[tool](fixture.path).map(({ cwd, file, args }) =>
        promisify(execFile)(file, [...args], { cwd }),
      ),
    );
    const versions = new Map(packages.map(({ name, version }) => [name, version]));
    const differences: PackingDifference[] = [];
    const packed = new Map<unknown, Record<string, unknown>>();
    for (const path of readdirSync(out).filter((name) => name.endsWith(".tgz"))) {
      const bytes = readFileSync(join(out, path));
      const tarball = await readTarball(bytes, path, (one) => one === "package.json");
      const manifest = manifestOfTarball(tarball, path);
      packed.set(manifest["name"], manifest);
    }
    for (const manifest of manifests.slice(0, PACKED)) {
      const name = String(manifest["name"]);
      const found = packed.get(name);
      if (!found) throw new Error(`${tool} did not pack ${name}`);
      const fields = FIELDS.flatMap((field) => {
        const specs = found[field] as Record<string, string> | undefined;
        return specs && Object.keys(specs).length > 0 ? [[field, specs] as const] : [];
      });
      const predicted = packedDependencies(tool, manifest, versions, catalogs);
      const real = Object.fromEntries(fields);
      if (!isDeepStrictEqual(predicted, real)) differences.push({ name, predicted, packed: real });
    }
    return differences;
  } finally {
    await fixture.rm();
  }
}

/** Puts the release of Yarn that this repository has installed into a workspace, as `yarn set version` does. */
export function installYarn(root: string): void {
  mkdirSync(join(root, ".yarn/releases"), { recursive: true });
  copyFileSync(YARN, join(root, ".yarn/releases/yarn.cjs"));
  writeFileSync(join(root, ".yarnrc.yml"), "yarnPath: .yarn/releases/yarn.cjs\n");
  rmSync(join(root, "pnpm-workspace.yaml"), { force: true });
}
