import { byCodeUnit } from "@release-policy/core/internal";
import type { Package, PastRelease } from "@release-policy/core/types";
import valid from "semver/functions/valid.js";
import { GitRefused, type Repository, gitAside } from "./git.ts";

/** A tag of the repository, of whatever. */
export interface Tag {
  readonly tag: string;
  /** `2026-11-22` */
  readonly date: string;
  /** The time of the tag, or of its commit without a message; in seconds. */
  readonly time: number;
}

/** A release and its tag. */
export type TaggedRelease = PastRelease & Pick<Tag, "tag">;

/**
 * The releases known from tags, oldest first: `name@1.2.3`, as Changesets and pnpm write them, and `v1.2.3` or
 * `1.2.3` with one published package. Undefined outside git. `known` are tags that were read before.
 */
export async function historyOf(
  repository: Repository,
  packages: readonly Package[],
  known?: readonly Tag[],
): Promise<readonly TaggedRelease[] | undefined> {
  const tags = known ?? (await tagsOf(repository));
  const names = new Set(packages.map(({ name }) => name));
  const [only, ...others] = packages.filter(({ private: hidden, skipped }) => !hidden && !skipped);
  return tags?.flatMap(({ tag, date }): TaggedRelease[] => {
    const at = tag.lastIndexOf("@");
    const name = at > 0 ? tag.slice(0, at) : others.length === 0 ? only?.name : undefined;
    if (name === undefined || !names.has(name)) return [];
    const version = valid(tag.slice(at + 1));
    return version ? [{ package: name, version, date, tag }] : [];
  });
}

/** All tags, oldest first. Undefined outside git. */
export async function tagsOf(repository: Repository): Promise<readonly Tag[] | undefined> {
  const format = "--format=%(refname:strip=2)%00%(creatordate:short)%00%(creatordate:unix)";
  try {
    const lines = String(await gitAside(repository, ["for-each-ref", format, "refs/tags"]));
    return lines
      .split("\n")
      .map((line) => {
        const [tag = "", date = "", seconds] = line.split("\0");
        return { tag, date, time: Number(seconds) };
      })
      .toSorted((a, b) => byCodeUnit(a.date, b.date));
  } catch (error) {
    if (error instanceof GitRefused) return undefined;
    throw error;
  }
}
