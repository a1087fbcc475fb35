import { posix } from "node:path";
import { type Facts, type Sentence, list, say } from "@release-policy/core/internal";
import { CannotJudge } from "../../errors.ts";
import { fewAtOnce } from "../../tarballs/batches.ts";
import { NpmRefused, isOfRegistry, npmUser, npmView } from "../../tarballs/npm-registry.ts";
import { textsOf } from "../../workspace/manifest.ts";
import { readManifestIn } from "./dist-tags.ts";

/** A person waits: npm would try for minutes. */
const SOON = ["--fetch-retries=1", "--fetch-retry-mintimeout=1000"];

/**
 * The public packages of the plan with their registry data, and notes about those that are unknown or owned by
 * another account. Queried with npm, with the settings and credentials of the workspace. Throws `CannotJudge` if npm
 * fails.
 */
export async function withRegistry(
  root: string,
  { packages, releases, refusal }: Pick<Facts, "packages" | "releases" | "refusal">,
): Promise<Pick<Facts, "packages" | "refusal"> & { readonly notes: readonly Sentence[] }> {
  const released = new Set(releases.map(({ name }) => name));
  const candidates = packages.filter(
    (pkg) => !pkg.private && released.has(pkg.name) && isOfRegistry(pkg.name),
  );
  const known = new Map(
    await fewAtOnce(
      candidates,
      async ({ name, dir }) => [name, await askFor(root, name, dir)] as const,
    ),
  );
  const unknown = [...known].flatMap(([name, found]) => (found ? [] : name));
  const owned = candidates.flatMap((pkg) => {
    const owners = known.get(pkg.name)?.owners ?? [];
    return owners.length > 0 ? [{ ...pkg, owners }] : [];
  });
  const user = owned.length > 0 ? await npmUser(root) : undefined;
  const foreign = owned.filter(({ owners }) => user !== undefined && !owners.includes(user));
  // The teams of an organisation may publish under its scope without being named as owners.
  const [scoped, taken] = [true, false].map((is) =>
    foreign.filter(({ name }) => name.startsWith("@") === is),
  ) as [typeof foreign, typeof foreign];
  const refusals = taken.map(({ name, dir, owners }) => ({
    package: name,
    message: `${name} belongs to ${owners.join(", ")} on the registry, but npm is logged in as ${user}`,
    at: { path: posix.join(dir, "package.json"), line: 1, column: 1, pointer: ["name"] },
    help: say`log in as an owner, or let one run ${`npm owner add ${user} ${name}`}; if it is not your package, rename it in ${posix.join(dir, "package.json")}`,
  }));
  const [first, ...more] = [
    ...(refusal && !refusal.hasPlan ? [refusal, ...(refusal.more ?? [])] : []),
    ...refusals,
  ];
  return {
    packages: packages.map((pkg) =>
      known.has(pkg.name) ? { ...pkg, published: known.get(pkg.name)?.versions ?? [] } : pkg,
    ),
    ...(first && refusals.length > 0 ? { refusal: { ...first, hasPlan: false, more } } : {}),
    notes: [
      ...(unknown.length > 0
        ? [
            say`the registry does not know ${list(unknown)}: the first publish needs a token that may create the name, because trusted publishing can only be set up afterwards`,
          ]
        : []),
      ...scoped.map(
        ({ name, owners }) =>
          say`${name} belongs to ${list(owners)} on the registry, but npm is logged in as ${user ?? ""}: check that a team gives access to it`,
      ),
      ...(user === undefined ? owned.filter(({ isNew }) => isNew) : []).map(
        ({ name, owners }) =>
          say`${name} has no release in git, but the registry has it (owned by ${list(owners)}), and npm is not logged in: check that the name is yours`,
      ),
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
