import valid from "semver/functions/valid.js";
import type { Package, PastRelease } from "@release-policy/core";
import { gitAside, GitRefused, type Repository } from "./git.ts";

/** A release and the tag that tells of it. */
export interface TaggedRelease extends PastRelease {
  readonly tag: string;
}

/**
 * The releases of which tags tell, oldest first: `name@1.2.3`, as Changesets and pnpm write them, and `v1.2.3` or
 * `1.2.3` in a workspace with one package that is published. Undefined outside git.
 */
export async function historyOf(
  repository: Repository,
  packages: readonly Package[],
): Promise<readonly TaggedRelease[] | undefined> {
  const format = "--format=%(refname:strip=2)%00%(creatordate:short)";
  try {
    const lines = String(await gitAside(repository, ["for-each-ref", format, "refs/tags"])).split(
      "\n",
    );
    const names = new Set(packages.map(({ name }) => name));
    const [only, ...others] = packages.filter(
      ({ private: hidden, skipped }) => !hidden && !skipped,
    );
    return lines
      .flatMap((line): TaggedRelease[] => {
        const [tag = "", date = ""] = line.split("\0");
        const at = tag.lastIndexOf("@");
        const name = at > 0 ? tag.slice(0, at) : others.length === 0 ? only?.name : undefined;
        const version = valid(tag.slice(at + 1));
        if (!version || name === undefined || !names.has(name)) return [];
        return [{ package: name, version, date, tag }];
      })
      .toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
  } catch (error) {
    if (error instanceof GitRefused) return undefined;
    throw error;
  }
}
