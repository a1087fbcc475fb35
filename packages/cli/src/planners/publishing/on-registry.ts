import { type Facts, type Package, type Sentence, list, say } from "@release-policy/core/internal";
import { CannotJudge } from "../../errors.ts";
import { NpmRefused, isOfRegistry, npmUser, npmView } from "../../tarballs/npm-registry.ts";
import { textsOf } from "../../workspace/manifest.ts";
import { readManifestIn } from "./dist-tags.ts";

/** A person waits: npm would try for minutes. */
const SOON = ["--fetch-retries=1", "--fetch-retry-mintimeout=1000"];
const AT_ONCE = 4;

/**
 * The public packages of the plan with their registry data, and notes about those that are unknown or owned by
 * another account. Queried with npm, with the settings and credentials of the workspace. Throws `CannotJudge` if npm
 * fails.
 */
export async function withRegistry(
  root: string,
  { packages, releases }: Pick<Facts, "packages" | "releases">,
): Promise<{ readonly packages: readonly Package[]; readonly notes: readonly Sentence[] }> {
  const released = new Set(releases.map(({ name }) => name));
  const asked = packages.filter(
    (pkg) => !pkg.private && released.has(pkg.name) && isOfRegistry(pkg.name),
  );
  const known = new Map<string, Known | undefined>();
  for (let i = 0; i < asked.length; i += AT_ONCE)
    await Promise.all(
      asked
        .slice(i, i + AT_ONCE)
        .map(async ({ name, dir }) => known.set(name, await askFor(root, name, dir))),
    );
  const unknown = [...known].flatMap(([name, found]) => (found ? [] : name));
  const user = [...known.values()].some((found) => (found?.owners.length ?? 0) > 0)
    ? await npmUser(root)
    : undefined;
  const foreign = [...known].flatMap(([name, found]) =>
    found && user && found.owners.length > 0 && !found.owners.includes(user)
      ? [
          say`${name} belongs to ${list(found.owners)} on the registry, but npm is logged in as ${user}`,
        ]
      : [],
  );
  return {
    packages: packages.map((pkg) =>
      known.has(pkg.name) ? { ...pkg, published: known.get(pkg.name)?.versions ?? [] } : pkg,
    ),
    notes: [
      ...(unknown.length > 0
        ? [
            say`the registry does not know ${list(unknown)}: the first publish needs a token that may create the name, because trusted publishing can only be set up afterwards`,
          ]
        : []),
      ...foreign,
    ],
  };
}

interface Known {
  readonly versions: readonly string[];
  readonly owners: readonly string[];
}

/** A package on the registry; undefined if it is not there. */
async function askFor(root: string, name: string, dir: string): Promise<Known | undefined> {
  const { registry = "" } = textsOf(readManifestIn(root, dir).publishConfig);
  const own = /^https?:\/\/[\w.:[\]/~-]+$/.test(registry) ? [`--registry=${registry}`] : [];
  // Of a single field, npm prints only the value: there always is a name.
  const fields = ["name", "versions", "maintainers"];
  const answer = await orRefuse(npmView(root, name, [...fields, ...own, ...SOON]), name);
  if (answer === undefined) return undefined;
  const { versions, maintainers } = answer as Readonly<Record<string, unknown>>;
  return {
    versions: printedTexts(versions),
    owners: printedTexts(maintainers).map((one) => one.replace(/ <.*/, "")),
  };
}

/** npm prints a list of one as its only text. */
const printedTexts = (value: unknown): readonly string[] =>
  [value].flat().filter((one): one is string => typeof one === "string");

/** Throws `CannotJudge` where npm fails. */
async function orRefuse<T>(answer: Promise<T>, name: string): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof NpmRefused)) throw error;
    throw new CannotJudge({
      message: `npm cannot ask the registry about ${name} (${error.code})`,
      help: "check the network and the registry in .npmrc, or omit --online",
    });
  }
}
