import { createHash } from "node:crypto";
import { CannotJudge } from "../../errors.ts";
import { packageManagerOf } from "../../files/package-manager.ts";
import { NpmRefused, downloadedTarball, isOfRegistry } from "../../tarballs/npm-registry.ts";
import { type Tarball, readTarball } from "../../tarballs/tarball.ts";
import { type LockedPackage, lockedPackage } from "./locked-package.ts";

/** The release of a package of policies that the lockfile pins. */
export interface PublishedPolicies extends Required<LockedPackage> {
  readonly package: string;
  /** The files by the name that `extends` uses after the package's: `library` is `library.yaml`. */
  readonly texts: ReadonlyMap<string, string>;
}

const POLICY = /^([^/]+)\.(?:ya?ml|json)$/;
const DATA = /^(?:package\.json|[^/]+\.(?:ya?ml|json|md)|LICEN[CS]E(?:\.\w+)?)$/i;

/**
 * Downloads the release of a package that the lockfile pins, and reads its policies in memory: nothing of it is
 * installed or run. Throws `CannotJudge` if the package is not pinned, has another integrity, or holds more than data.
 */
export async function publishedPolicies(root: string, name: string): Promise<PublishedPolicies> {
  const locked = lockedPackage(root, packageManagerOf(root), name);
  if (!locked || !isOfRegistry(name, locked.version)) {
    throw new CannotJudge({
      message: `the lockfile does not pin a release of ${name} for the workspace root`,
      help: `run \`pnpm add -Dw ${name}\``,
    });
  }
  const spec = `${name}@${locked.version}`;
  const bytes = await downloadedRelease(root, spec);
  const integrity = `sha512-${createHash("sha512").update(bytes).digest("base64")}`;
  if (locked.integrity !== undefined && locked.integrity !== integrity) {
    throw new CannotJudge({
      message: `the tarball of ${spec} does not have the integrity in the lockfile`,
      help: "do not use it: find out who changed the lockfile or the registry",
    });
  }
  const tarball = await readTarball(bytes, spec, (path) => POLICY.test(path));
  refuseCode(tarball, spec);
  const texts = [...tarball.texts].flatMap(([path, text]) => {
    const policy = POLICY.exec(path)?.[1];
    return policy === undefined || path === "package.json" ? [] : [[policy, text] as const];
  });
  return { package: name, version: locked.version, integrity, texts: new Map(texts) };
}

async function downloadedRelease(root: string, spec: string): Promise<Buffer> {
  try {
    const bytes = await downloadedTarball(root, spec);
    if (bytes) return bytes;
  } catch (error) {
    if (!(error instanceof NpmRefused)) throw error;
    throw new CannotJudge({
      message: `npm cannot download ${spec} (${error.code})`,
      help: "check the network and the registry in .npmrc",
    });
  }
  throw new CannotJudge({ message: `${spec} is not on the registry` });
}

/** A package of policies is data: a reviewer of a new version should not have to read code. */
function refuseCode({ paths }: Tarball, spec: string): void {
  const other = paths.find((path) => !DATA.test(path));
  if (other === undefined) return;
  throw new CannotJudge({
    message: `${spec} contains ${other}, but a policy package may only contain YAML, JSON, Markdown and a license, all in its root folder`,
  });
}
