import { INSTALLED_FIELDS, type InstalledField } from "../../tarballs/local-specs.ts";
import { fewAtOnce } from "../../tarballs/batches.ts";
import {
  NpmRefused,
  type RegistryRelease,
  downloadReleases,
  isOfRegistry,
  npmView,
} from "../../tarballs/npm-registry.ts";
import { type Tarball, manifestOfTarball, readTarball } from "../../tarballs/tarball.ts";
import { textsOf } from "../../workspace/manifest.ts";
import { isObjectOrArray } from "../../files/json.ts";

type Json = Readonly<Record<string, unknown>>;

/** What the registry says of a package and of one of its releases. */
export interface PublishedRelease {
  readonly versions: readonly string[];
  /** On which each was published. */
  readonly days: Readonly<Record<string, string>>;
  readonly distTags: Readonly<Record<string, string>>;
  /** The release as the packument has it; undefined where the registry does not have it. */
  readonly manifest?: Json;
  /** The package.json in its tarball; `broken` if its integrity differs from the packument's. */
  readonly packed?: Json | "broken";
  /** The files of it that were requested. */
  readonly tarball?: Tarball;
}

export interface RequestedRelease extends RegistryRelease {
  /** Which files of its tarball are needed, with its package.json. */
  readonly isKept: (path: string) => boolean;
}

/**
 * Reads releases from the registry of the workspace's settings, or of the package's `publishConfig`. Undefined if
 * the registry does not have the package; the reason if npm cannot read it.
 */
export async function publishedReleases(
  root: string,
  releases: readonly RequestedRelease[],
): Promise<readonly (PublishedRelease | NpmRefused | undefined)[]> {
  const shown = await fewAtOnce(releases, (release) =>
    shownRelease(root, release).catch((error: unknown) => {
      if (error instanceof NpmRefused) return error;
      throw error;
    }),
  );
  const isShown = (_: unknown, i: number): boolean => {
    const release = shown[i];
    return !(release instanceof NpmRefused) && release?.manifest !== undefined;
  };
  const tarballs = await downloadReleases(root, releases.filter(isShown), (release, bytes) =>
    readTarball(bytes, `${release.name}@${release.version}`, release.isKept),
  );
  return releases.map((release, i) => withTarball(release, shown[i], tarballs.get(release)));
}

function withTarball(
  { name, version }: RegistryRelease,
  shown: PublishedRelease | NpmRefused | undefined,
  tarball: Tarball | NpmRefused | undefined,
): PublishedRelease | NpmRefused | undefined {
  if (shown === undefined || shown instanceof NpmRefused || tarball === undefined) return shown;
  if (!(tarball instanceof NpmRefused))
    return { ...shown, packed: manifestOfTarball(tarball, `${name}@${version}`), tarball };
  return tarball.code === "EINTEGRITY" ? { ...shown, packed: "broken" } : tarball;
}

/** Without its tarball. Throws `NpmRefused`. */
async function shownRelease(
  root: string,
  { name, version, options }: RegistryRelease,
): Promise<PublishedRelease | undefined> {
  if (!isOfRegistry(name, version)) return undefined;
  const release = await npmView(root, `${name}@${version}`, options);
  if (isJson(release) && release["version"] === version)
    return { ...packageOf(release), manifest: release };
  const known = await npmView(root, name, ["dist-tags", "versions", "time", ...options]);
  return isJson(known) ? packageOf(known) : undefined;
}

const isJson = (value: unknown): value is Json => isObjectOrArray(value);

const packageOf = (view: Json): Pick<PublishedRelease, "versions" | "days" | "distTags"> => ({
  // Of a single one, npm prints the text.
  versions: [view["versions"]].flat().filter((one) => typeof one === "string"),
  days: Object.fromEntries(
    Object.entries(textsOf(view["time"])).map(([version, time]) => [version, time.slice(0, 10)]),
  ),
  distTags: textsOf(view["dist-tags"]),
});

/** One value of another release, such as `deprecated`. Undefined if it has none. Throws `NpmRefused`. */
export const releaseField = (
  root: string,
  name: string,
  version: string,
  field: string,
  options: readonly string[],
): Promise<unknown> =>
  isOfRegistry(name)
    ? npmView(root, `${name}@${version}`, [field, ...options])
    : Promise.resolve(undefined);

/**
 * All stable releases that npm shows, or the one of `latest`, and whether it shows them as deprecated. Throws `NpmRefused`.
 */
export async function shownReleases(
  root: string,
  name: string,
  range: "x" | "latest",
  options: readonly string[],
): Promise<readonly { readonly version: string; readonly isDeprecated: boolean }[]> {
  if (!isOfRegistry(name)) return [];
  // `*` would be `latest` to npm. Of a single field it only prints the value: there always is a name.
  const fields = ["name", "version", "deprecated"];
  const shown = await npmView(root, `${name}@${range}`, [...fields, ...options]);
  return [shown].flat().flatMap((one) => {
    const { version, deprecated } = isJson(one) ? textsOf(one) : {};
    return version === undefined ? [] : [{ version, isDeprecated: Boolean(deprecated) }];
  });
}

/** The options for npm to query the registry of a package. */
export function registryOptions(name: string, publishConfig: unknown): readonly string[] {
  const config = textsOf(publishConfig);
  const scope = name.startsWith("@") ? name.split("/", 1)[0]! : undefined;
  const own = scope === undefined ? undefined : config[`${scope}:registry`];
  const url = own ?? config["registry"];
  if (url === undefined || !/^https?:\/\/[\w.:/~-]+$/.test(url)) return [];
  return scope === undefined ? [`--registry=${url}`] : [`--${scope}:registry=${url}`];
}

/** What installers read from the packument, and users from the tarball, where the two differ. */
export function differingFields(manifest: Json, packed: Json): readonly string[] {
  return [
    "name",
    "version",
    ...INSTALLED_FIELDS,
    "peerDependenciesMeta",
    "bin",
    "engines",
    "os",
    "cpu",
  ].filter((field) => canonical(manifest, field) !== canonical(packed, field));
}

/** As npm writes it into a packument. */
function canonical(manifest: Json, field: string): string {
  const value = manifest[field];
  if (field === "bin") return sorted(binOf(manifest));
  // npm lists what is optional in both fields.
  if (field === ("dependencies" satisfies InstalledField))
    return sorted({ ...textsOf(value), ...textsOf(manifest["optionalDependencies"]) });
  // What is missing is the same as what is empty.
  return isObjectOrArray(value) ? sorted(value) : JSON.stringify(value ?? []);
}

function binOf({ name, bin }: Json): object {
  const named = typeof bin === "string" ? { [String(name).replace(/^@[^/]+\//, "")]: bin } : bin;
  return Object.fromEntries(
    Object.entries(textsOf(named)).map(([key, path]) => [key, path.replace(/^(?:\.?\/)+/, "")]),
  );
}

const sorted = (value: object): string =>
  Array.isArray(value)
    ? JSON.stringify(value)
    : JSON.stringify(
        Object.entries(value)
          .map((entry) => JSON.stringify(entry))
          .toSorted(),
      );
