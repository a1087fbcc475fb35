import { join } from "node:path";
import { closest } from "@release-policy/core/internal";
import type { WorkspaceOptions } from "../../check/check.ts";
import { CannotJudge } from "../../errors.ts";
import { entryAt } from "../../files/files.ts";
import { VENDOR_FOLDER } from "../../files/release-files.ts";
import { readExactly } from "../../files/writing/changed-files.ts";
import { parts } from "../../policy/on-demand.ts";
import { policyOf, policyTexts } from "../../policy/policy-files.ts";
import {
  type PublishedPolicies,
  publishedPolicies,
} from "../../policy/shared/published-policies.ts";
import { extendedBy, vendoredText } from "../../policy/shared/vendored-text.ts";
import { vendoredPath } from "../../policy/shared/vendored.ts";
import { type WriterOptions, inWritableWorkspace } from "../writer.ts";

export interface PolicyUpdateOptions extends Pick<WorkspaceOptions, "cwd">, WriterOptions {
  /** Compare only; write nothing. */
  readonly check?: boolean;
}

/** The copy of a package's policies in `policies/vendor/`. */
export interface PolicyCopy {
  readonly package: string;
  readonly version: string;
  readonly path: string;
  readonly policies: readonly string[];
  /** Whether it differed from the release that the lockfile pins. */
  readonly isStale: boolean;
}

export interface PolicyUpdate {
  readonly copies: readonly PolicyCopy[];
  /** Copies that no track extends any more: to be deleted by hand. */
  readonly unused: readonly string[];
}

/**
 * Writes the copies of the shared policies that tracks extend, from the releases that the lockfile pins. Uses the
 * network: npm downloads them. Throws `CannotJudge` if a release is not what the lockfile says, or the policy would be
 * invalid; then nothing is written.
 */
export function updatePolicy(options: PolicyUpdateOptions = {}): Promise<PolicyUpdate> {
  const { check = false } = options;
  return inWritableWorkspace(
    "policy update",
    { ...options, dryRun: check },
    async (root, _, writer) => {
      const texts = policyTexts(root);
      const own = texts.filter(({ path }) => !path.startsWith(`${VENDOR_FOLDER}/`));
      const names = own.flatMap(({ text }) => extendedBy(text) ?? []);
      const used = await usedPolicies(root, names);
      const hasCopies = entryAt(join(root, VENDOR_FOLDER)) !== "missing";
      const files = [...used].map(([published, policies]) => {
        const path = vendoredPath(published.package);
        const before = hasCopies ? readExactly(root, path) : undefined;
        const after = vendoredText(published, [...policies]);
        return { path, ...(before === undefined ? {} : { before }), after, published, policies };
      });
      policyOf([...own, ...files.map(({ path, after }) => ({ path, text: after }))]);
      const stale = files.filter(({ before, after }) => before !== after);
      await writer?.write(stale);
      const paths = new Set(files.map(({ path }) => path));
      return {
        copies: files.map(({ path, before, after, published, policies }) => ({
          package: published.package,
          version: published.version,
          path,
          policies: [...policies].toSorted(),
          isStale: before !== after,
        })),
        unused: texts
          .map(({ path }) => path)
          .filter((path) => !own.some((one) => one.path === path) && !paths.has(path)),
      };
    },
  );
}

/** The packages of shared policies with those of their policies that are used, also by other shared ones. */
async function usedPolicies(
  root: string,
  names: readonly string[],
): Promise<ReadonlyMap<PublishedPolicies, ReadonlySet<string>>> {
  const used = new Map<PublishedPolicies, Set<string>>();
  const packages = new Map<string, PublishedPolicies>();
  const waiting = [...names];
  const presets = parts.presets();
  for (const name of waiting) {
    if (Object.hasOwn(presets, name)) continue;
    const [, from, policy] = /^((?:@[^/]+\/)?[^/]+)\/([^/]+)$/.exec(name) ?? [];
    if (from === undefined || policy === undefined) continue;
    const published = packages.get(from) ?? (await publishedPolicies(root, from));
    packages.set(from, published);
    const text = published.texts.get(policy);
    if (text === undefined) throw missing(published, policy);
    const policies = used.get(published) ?? new Set();
    used.set(published, policies);
    if (policies.has(policy)) continue;
    policies.add(policy);
    waiting.push(...[extendedBy(text) ?? []].flat());
  }
  return used;
}

function missing(
  { package: name, version, texts }: PublishedPolicies,
  policy: string,
): CannotJudge {
  const suggestion = closest(policy, texts.keys());
  return new CannotJudge({
    message: `${name}@${version} has no policy ${policy}`,
    help: suggestion
      ? `did you mean ${name}/${suggestion}?`
      : `it has ${[...texts.keys()].join(", ")}`,
  });
}
