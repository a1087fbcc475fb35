import { createHash } from "node:crypto";
import {
  type Mistake,
  type Path,
  type PolicyFile,
  type SharedCopy,
  type SharedPolicies,
  lineAt,
} from "@release-policy/core/internal";
import { VENDOR_FOLDER } from "../../files/release-files.ts";
import { isObjectOrArray } from "../../files/json.ts";

/** A copy of the shared policies of a package, as `policy update` writes it. */
interface Vendored {
  readonly package: string;
  readonly version: string;
  /** Of the tarball, from the lockfile. */
  readonly integrity: string;
  /** Of `policies`, so that an edit of the copy is detected. */
  readonly digest: string;
  readonly policies: Readonly<Record<string, unknown>>;
}

const TEXTS = ["package", "version", "integrity", "digest"] as const;

/** Where the copy of a package is: `policies/vendor/@acme+release-policy.yaml`. */
export const vendoredPath = (name: string): string =>
  `${VENDOR_FOLDER}/${name.replace("/", "+")}.yaml`;

/** The digest of a copy's policies: of their values, so that a formatter can rewrite the file. */
export const policiesDigest = (policies: unknown): string =>
  `sha256-${createHash("sha256").update(JSON.stringify(policies)).digest("base64")}`;

/**
 * The shared policies in vendored files by the name that `extends` uses, and what they are copies of. Adds what is wrong
 * with a file to the mistakes.
 */
export function sharedPolicies(
  files: readonly PolicyFile[],
  mistakes: Mistake[],
): { readonly policies: SharedPolicies; readonly copies: readonly SharedCopy[] } {
  const policies = new Map<string, PolicyFile>();
  const copies = files.flatMap((file): SharedCopy[] => {
    const copy = vendoredOf(file, mistakes);
    if (!copy) return [];
    for (const [name, data] of Object.entries(copy.policies))
      policies.set(`${copy.package}/${name}`, sharedPolicyFile(file, ["policies", name], data));
    return [{ package: copy.package, version: copy.version, line: lineAt(file, ["version"]) }];
  });
  return { policies, copies };
}

/** The copy in a file; undefined, with its mistake, if it is not as `policy update` wrote it. */
function vendoredOf(file: PolicyFile, mistakes: Mistake[]): Vendored | undefined {
  const help = "run release-policy policy update";
  const data = (file.data ?? {}) as Record<string, unknown>;
  const missing = TEXTS.find((key) => typeof data[key] !== "string");
  const { policies } = data;
  if (missing !== undefined || !isObjectOrArray(policies)) {
    const message = `\`${missing ?? "policies"}\` is missing`;
    mistakes.push({ at: file.at([missing ?? "policies"]), message, help });
    return undefined;
  }
  const copy = data as unknown as Vendored;
  if (vendoredPath(copy.package) !== file.path) {
    const message = `the copy of \`${copy.package}\` must be \`${vendoredPath(copy.package)}\``;
    mistakes.push({ at: file.at(["package"]), message, help: "rename the file" });
    return undefined;
  }
  if (policiesDigest(policies) !== copy.digest) {
    const message = `the copy of \`${copy.package}\` was edited: its policies do not match its digest`;
    const how = `${help}; to override a key, write it into the track's own file`;
    mistakes.push({ at: file.at(["digest"]), message, help: how });
    return undefined;
  }
  return copy;
}

/** One policy of a file as a file of its own, with places in the whole file. */
const sharedPolicyFile = (file: PolicyFile, prefix: Path, data: unknown): PolicyFile => ({
  path: file.path,
  name: file.path.slice(VENDOR_FOLDER.length + 1),
  data,
  has: (path) => file.has([...prefix, ...path]),
  at: (path) => file.at([...prefix, ...path]),
  keyAt: (path) => file.keyAt([...prefix, ...path]),
  lineAt: (path) => file.lineAt([...prefix, ...path]),
});
