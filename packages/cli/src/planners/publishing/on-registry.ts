import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { type Facts, type Package, type Sentence, list, say } from "@release-policy/core/internal";
import { CannotJudge } from "../../errors.ts";
import { textsOf } from "../../workspace/manifest.ts";
import { readManifestIn } from "./dist-tags.ts";

const MOST_MS = 60_000;
const AT_ONCE = 4;

/**
 * The public packages of the plan with what the registry has of each, and notes about those that it does not know or that
 * somebody else owns. npm asks, with the settings and credentials of the workspace. Throws `CannotJudge` where npm fails.
 */
export async function withRegistry(
  root: string,
  { packages, releases }: Pick<Facts, "packages" | "releases">,
): Promise<{ readonly packages: readonly Package[]; readonly notes: readonly Sentence[] }> {
  const released = new Set(releases.map(({ name }) => name));
  const asked = packages.filter(
    (pkg) => !pkg.private && released.has(pkg.name) && isRegistryName(pkg.name),
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
    ? await userOf(root)
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

/** What else would be a folder, a repository or an option to npm. */
const isRegistryName = (name: string): boolean => /^(?:@[\w.~-]+\/)?\w[\w.~-]*$/.test(name);

async function askFor(root: string, name: string, dir: string): Promise<Known | undefined> {
  const { registry = "" } = textsOf(readManifestIn(root, dir).publishConfig);
  const own = /^https?:\/\/[\w.:[\]/~-]+$/.test(registry) ? [`--registry=${registry}`] : [];
  // Of a single field, npm prints only the value: there always is a name.
  const answer = await npm(
    root,
    ["view", name, "name", "versions", "maintainers", "--json", ...own],
    name,
  );
  if (answer === undefined) return undefined;
  const { versions, maintainers } = JSON.parse(answer || "{}") as Readonly<Record<string, unknown>>;
  return {
    versions: printedTexts(versions),
    owners: printedTexts(maintainers).map((one) => one.replace(/ <.*/, "")),
  };
}

/** npm prints a list of one as its only text. */
const printedTexts = (value: unknown): readonly string[] =>
  [value].flat().filter((one): one is string => typeof one === "string");

/** Undefined where npm is not logged in, as with trusted publishing. */
const userOf = async (root: string): Promise<string | undefined> =>
  (await npm(root, ["whoami"], "the user").catch(() => undefined))?.trim();

/** What npm prints; undefined where the registry does not have it. */
async function npm(
  root: string,
  args: readonly string[],
  what: string,
): Promise<string | undefined> {
  try {
    const options = { cwd: root, timeout: MOST_MS, shell: process.platform === "win32" };
    const settings = ["--loglevel=error", "--fetch-retries=1", "--fetch-retry-mintimeout=1000"];
    return (await promisify(execFile)("npm", [...args, ...settings], options)).stdout;
  } catch (error) {
    const { stderr = "" } = error as { readonly stderr?: string };
    // What else npm says may hold credentials.
    const [, code = "unknown error"] = /\bcode (E[A-Z\d]{3,20})\b/.exec(stderr) ?? [];
    if (code === "E404") return undefined;
    throw new CannotJudge({
      message: `npm cannot ask the registry about ${what} (${code})`,
      help: "check the network and the registry in .npmrc, or omit --online",
    });
  }
}
